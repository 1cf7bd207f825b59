import type { ReactNode } from 'react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHeader } from '../../design/layout.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { SearchView } from './search-view.tsx'

export function SearchPage(): ReactNode {
  const { name, words } = useEcosystem()
  const search = useSearch({ from: '/search' })
  const navigate = useNavigate()
  const { q } = search
  const plain = q === undefined ? `All ${words.packages}` : `Results for “${q}”`
  return (
    <>
      <title>{`${plain} · ${name}`}</title>
      <SearchView
        search={search}
        onChange={(next) => void navigate({ to: '/search', search: next })}
        head={(corrected) => (
          <PageHeader
            title={
              <span className="line-clamp-2 wrap-anywhere">
                {corrected === null ? plain : `Results for “${corrected}”`}
              </span>
            }
            {...(corrected !== null && {
              says: <span role="status">Nothing was found for “{q}”, so this is what comes nearest.</span>,
            })}
          />
        )}
      />
    </>
  )
}
