import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { reading } from '../../api/client.ts'
import type { PackageCard } from '../../api/shapes.ts'
import { asProblem } from '../../api/problem.ts'
import { ProblemPage, Skeleton } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PackageGrid, PackageGridSkeleton } from '../../parts/package-grid.tsx'
import type { SearchParams } from '../../search-params.ts'
import { CategoryGrid } from './category-grid.tsx'
import { FirstPackage } from './first-package.tsx'
import { Hero } from './hero.tsx'
import { ShelfHead } from './shelf-head.tsx'

const inView = 6

export function HomePage() {
  const { name, tagline, words } = useEcosystem()
  const { data, error, refetch } = useQuery(reading('/api/v1/home'))
  const empty = data?.totals.packages === 0
  return (
    <>
      <title>{tagline === '' ? name : `${name} · ${tagline}`}</title>
      <div className="flex flex-col gap-12">
        <Hero totals={data?.totals} failed={error !== null && data === undefined} />
        {error && !data && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
        {!data && !error && <HomeSkeleton />}
        {empty && <FirstPackage />}
        {data && !empty && (
          <>
            <Shelf title="Featured" says="Chosen by the people who run this place" packages={data.featured} />
            <Shelf
              title="Trending"
              says="Most downloaded in the last seven days"
              packages={data.trending}
              more={{ sort: 'trending' }}
            />
            <CategoryGrid categories={data.categories} />
            <Shelf
              title="New"
              says={`${words.packages} seen here for the first time`}
              packages={data.new}
              more={{ sort: 'new' }}
            />
            <Shelf
              title="Popular"
              says="Most downloaded of all time"
              packages={data.popular}
              more={{ sort: 'downloads' }}
            />
          </>
        )}
      </div>
    </>
  )
}

/** Some packages under a heading; nothing at all when there are none. */
function Shelf({
  title,
  says,
  packages,
  more,
}: {
  title: string
  says: string
  packages: readonly PackageCard[]
  more?: SearchParams
}) {
  if (packages.length === 0) return null
  return (
    <section className="flex flex-col gap-4">
      <ShelfHead title={title} says={says}>
        {more && (
          <Link
            to="/search"
            search={more}
            className="link inline-flex min-h-8 items-center gap-1 text-sm font-medium"
          >
            Show all<span className="sr-only">, {title}</span>
            <ArrowRight aria-hidden className="size-4" />
          </Link>
        )}
      </ShelfHead>
      <PackageGrid packages={packages.slice(0, inView)} label={title} />
    </section>
  )
}

function HomeSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-12 w-56" />
      <PackageGridSkeleton count={inView} what={`what is new here`} />
    </div>
  )
}
