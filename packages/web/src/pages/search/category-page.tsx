import type { ReactNode } from 'react'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { FolderX } from 'lucide-react'
import { LinkButton } from '../../design/button.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { EmptyState } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { categoryOf } from './category.ts'
import { SearchView } from './search-view.tsx'

export function CategoryPage(): ReactNode {
  const { name, categories, words } = useEcosystem()
  const id = useParams({ from: '/categories/$' })._splat ?? ''
  const search = useSearch({ from: '/categories/$' })
  const navigate = useNavigate()
  const category = categoryOf(categories, id)
  if (!category) return <UnknownCategory id={id} />
  return (
    <>
      <title>{`${category.title} · ${name}`}</title>
      <meta name="description" content={category.description} />
      <SearchView
        key={category.id}
        within={category.id}
        search={search}
        onChange={(next) => void navigate({ to: '/categories/$', params: { _splat: id }, search: next })}
        head={(corrected) => (
          <PageHeader
            before={
              <nav aria-label="Where this is" className="mb-1 text-sm text-muted">
                <Link to="/search" className="link">
                  All {words.packages}
                </Link>{' '}
                <span aria-hidden>/</span> Category
              </nav>
            }
            title={category.title}
            says={
              <>
                {category.description}
                {search.q !== undefined && (
                  <span role="status" className="block">
                    {corrected === null
                      ? `Searched for “${search.q}”.`
                      : `Nothing was found for “${search.q}”, so this is for “${corrected}”.`}
                  </span>
                )}
              </>
            }
          />
        )}
      />
    </>
  )
}

function UnknownCategory({ id }: { id: string }) {
  const { name, categories, words } = useEcosystem()
  return (
    <>
      <title>{`No such category · ${name}`}</title>
      <meta name="robots" content="noindex" />
      <PageHeader title="There is no such category" says={<span className="break-words">“{id}”</span>} />
      <div className="mt-6">
        <EmptyState
          icon={FolderX}
          title={
            categories.length > 0 ? `These are the categories of ${name}` : 'There are no categories here'
          }
          action={
            <LinkButton to="/search" variant="primary">
              See all {words.packages}
            </LinkButton>
          }
        >
          <ul className="flex flex-wrap justify-center gap-x-4 gap-y-1">
            {categories.map((category) => (
              <li key={category.id}>
                <Link to="/categories/$" params={{ _splat: category.id }} className="link inline-block py-1">
                  {category.title}
                </Link>
              </li>
            ))}
          </ul>
        </EmptyState>
      </div>
    </>
  )
}
