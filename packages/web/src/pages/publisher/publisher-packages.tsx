import { useInfiniteQuery } from '@tanstack/react-query'
import { PackageX } from 'lucide-react'
import { asProblem } from '../../api/problem.ts'
import { LinkButton } from '../../design/button.tsx'
import { EmptyState, ProblemNote } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PackageGridSkeleton } from '../../parts/package-grid.tsx'
import { PackagePages } from '../../parts/package-pages.tsx'
import { searchPages } from '../search/search-query.ts'
import { totalInWords } from '../search/total.ts'

const worthSearching = 6

/** What a publisher has here, most downloaded first. */
export function PublisherPackages({ publisher }: { publisher: string }) {
  const { words } = useEcosystem()
  const found = useInfiniteQuery(searchPages({ publisher }))
  const { data, error, refetch } = found
  const first = data?.pages[0]
  const packages = data?.pages.flatMap(({ results }) => results) ?? []
  return (
    <section className="flex min-w-0 flex-col gap-4">
      <div className="flex min-h-8 items-center justify-between gap-4">
        <h2 className="text-xl font-semibold capitalize">{words.packages}</h2>
        {first && first.total > worthSearching && (
          <LinkButton to="/search" search={{ publisher }} size="small">
            Search among them
          </LinkButton>
        )}
      </div>
      {error && !data && <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />}
      {!data && !error && <PackageGridSkeleton count={4} what={words.packages} columns={2} />}
      {first && packages.length === 0 && (
        <EmptyState icon={PackageX} title={`No ${words.packages} yet`}>
          {publisher} has not published anything that you can see.
        </EmptyState>
      )}
      {first && packages.length > 0 && (
        <PackagePages
          packages={packages}
          label={`${words.packages} of ${publisher}`}
          total={totalInWords(first, words)}
          more={found}
        />
      )}
    </section>
  )
}
