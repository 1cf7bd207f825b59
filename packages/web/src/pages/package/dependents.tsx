import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { countOf } from '../../design/format.ts'
import { Panel } from '../../design/layout.tsx'
import { ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { Count, Monogram } from '../../design/text.tsx'
import { useEcosystem } from '../../ecosystem.ts'

const path = '/api/v1/packages/{name}/dependents'

/** Packages that need this one, page by page. */
export function Dependents({ name, count }: { name: string; count: number }) {
  const { words } = useEcosystem()
  return (
    <Panel
      flush={count > 0}
      title={`What needs ${name}`}
      says={count > 0 ? countOf(count, words.package, words.packages) : undefined}
    >
      {count > 0 ? (
        <List name={name} count={count} />
      ) : (
        <p className="text-muted">No {words.package} here needs it.</p>
      )}
    </Panel>
  )
}

function List({ name, count }: { name: string; count: number }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [path, name],
    queryFn: ({ pageParam, signal }) =>
      settled(
        api.GET(path, {
          params: { path: { name }, query: pageParam === undefined ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  if (error && !data)
    return (
      <div className="p-5">
        <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />
      </div>
    )
  if (!data)
    return (
      <div className="p-5">
        <SkeletonRows what="what needs it" rows={Math.min(count, 8)} className="h-10" />
      </div>
    )
  return (
    <>
      <ul>
        {data.pages
          .flatMap(({ results }) => results)
          .map((card) => (
            <li
              key={card.name}
              className="flex items-center gap-3 border-b border-line px-5 py-3 last:border-0"
            >
              <Monogram name={card.name} size="small" />
              <div className="min-w-0 flex-1">
                <Link to="/packages/$name" params={{ name: card.name }} className="link font-medium">
                  {card.title}
                </Link>
                <p className="truncate text-sm text-muted">{card.description}</p>
              </div>
              <span className="shrink-0 text-sm text-muted">
                <Count of={card.downloads} />
                <span className="sr-only"> downloads</span>
              </span>
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <div className="flex justify-center border-t border-line p-4">
          <Button size="small" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}
