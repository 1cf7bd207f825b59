import { Link } from '@tanstack/react-router'
import { countOf } from '../../design/format.ts'
import { useEcosystem } from '../../ecosystem.ts'
import { ShelfHead } from './shelf-head.tsx'

/** The ecosystem's categories, with how much is in each. */
export function CategoryGrid({
  categories,
}: {
  categories: readonly { id: string; title: string; description: string; packages: number }[]
}) {
  const { words } = useEcosystem()
  if (categories.length === 0) return null
  return (
    <section className="flex flex-col gap-4">
      <ShelfHead title="Categories" says={`What ${words.packages} are for`} />
      <ul aria-label="Categories" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {categories.map(({ id, title, description, packages }) => (
          <li
            key={id}
            className="card relative flex min-w-0 flex-col gap-0.5 p-4 transition-[border-color,box-shadow] hover:border-line-strong hover:shadow-raised has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-accent-ink"
          >
            <h3 className="font-semibold">
              <Link
                to="/categories/$"
                params={{ _splat: id }}
                className="text-ink no-underline outline-none after:absolute after:inset-0 after:rounded-lg"
              >
                {title}
              </Link>
            </h3>
            {description !== '' && description !== title && (
              <p className="line-clamp-2 text-sm text-muted">{description}</p>
            )}
            <p className="mt-auto pt-1 text-sm text-muted">
              {countOf(packages, words.package, words.packages)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
