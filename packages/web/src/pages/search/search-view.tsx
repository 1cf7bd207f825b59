import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef, type ReactNode } from 'react'
import { asProblem } from '../../api/problem.ts'
import { classes } from '../../design/classes.ts'
import { ProblemPage } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PackageGridSkeleton } from '../../parts/package-grid.tsx'
import { PackagePages } from '../../parts/package-pages.tsx'
import { readSearch, type SearchParams } from '../../search-params.ts'
import { Facets, FacetsSkeleton } from './facets.tsx'
import { FilterChips } from './filter-chips.tsx'
import { FilterDialog } from './filter-dialog.tsx'
import { NoResults } from './no-results.tsx'
import { searchPages } from './search-query.ts'
import { SortSelect } from './sort-select.tsx'
import { totalInWords } from './total.ts'

/** What is asked of the registry on a category's page: of its parts those that are chosen, else all of it. */
function queryWithin(search: SearchParams, within: string | undefined): SearchParams {
  if (within === undefined) return search
  const parts = search.category?.filter((id) => id.startsWith(`${within}/`)) ?? []
  return readSearch({ ...search, category: parts.length > 0 ? parts : [within] })
}

/** Results with everything that narrows and orders them. The address holds all of it; `onChange` writes it there. */
export function SearchView({
  head,
  search,
  within,
  onChange,
}: {
  /** The page's heading; it may depend on what was searched for instead of what was typed. */
  head: (corrected: string | null) => ReactNode
  search: SearchParams
  within?: string
  onChange: (search: SearchParams) => void
}) {
  const { words } = useEcosystem()
  const line = useRef<HTMLParagraphElement>(null)
  const found = useInfiniteQuery(searchPages(queryWithin(search, within)))
  const { data, error, isPlaceholderData, refetch } = found
  const first = data?.pages[0]
  const packages = [
    ...new Map(data?.pages.flatMap(({ results }) => results).map((card) => [card.name, card])).values(),
  ]
  const total = first && totalInWords(first, words)
  const facets = first && {
    search,
    facets: first.facets,
    within,
    catalogues: packages.some(({ listedOnly }) => listedOnly),
    onChange,
  }
  const toLine = () => line.current?.focus({ preventScroll: true })
  return (
    <div className="flex flex-col gap-6">
      {head(isPlaceholderData ? null : (first?.corrected ?? null))}
      <div className="grid items-start gap-x-8 gap-y-5 lg:grid-cols-[15rem_minmax(0,1fr)]">
        <section
          aria-label="Filters"
          className="sticky top-16 -ml-1.5 hidden max-h-[calc(100dvh-4rem)] overflow-y-auto overscroll-contain pb-6 pl-1.5 pr-2 lg:block"
        >
          <button
            type="button"
            onClick={() => line.current?.focus()}
            className="sr-only rounded-md bg-accent px-3 py-1.5 text-sm text-white focus:not-sr-only"
          >
            Skip to the results
          </button>
          {facets ? <Facets {...facets} /> : error ? null : <FacetsSkeleton />}
        </section>
        <section aria-label="Results" className="flex min-w-0 flex-col gap-4">
          <h2 className="sr-only">Results</h2>
          <div className="flex flex-wrap items-center gap-3">
            <p
              ref={line}
              tabIndex={-1}
              role="status"
              className="mr-auto min-h-6 scroll-mt-4 font-medium outline-none max-sm:w-full"
            >
              {isPlaceholderData ? 'Searching…' : total}
            </p>
            <FilterDialog search={search} facets={facets} total={isPlaceholderData ? undefined : total} />
            <SortSelect search={search} onChange={onChange} />
          </div>
          <FilterChips search={search} facets={first?.facets} onChange={onChange} onEmpty={toLine} />
          {error && !data && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
          {!data && !error && <PackageGridSkeleton count={8} what="results" columns={2} />}
          {data && (
            <div
              aria-busy={isPlaceholderData}
              className={classes('transition-opacity', isPlaceholderData && 'opacity-60 delay-150')}
            >
              {packages.length > 0 ? (
                <PackagePages packages={packages} label="Results" total={total ?? ''} more={found} />
              ) : (
                <NoResults search={search} onChange={onChange} />
              )}
            </div>
          )}
        </section>
      </div>
    </div>
  )
}
