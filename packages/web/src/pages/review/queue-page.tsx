import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CircleCheckBig, SearchX } from 'lucide-react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button, LinkButton } from '../../design/button.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Kbd } from '../../design/text.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import type { QueueParams } from '../../search-params.ts'
import { QueueFilters } from './queue-filters.tsx'
import { QueueRow } from './queue-row.tsx'
import { useRowKeys } from './use-row-keys.ts'

const atOnce = 50

/** What waits for a decision, oldest first. */
export function QueuePage() {
  const read: unknown = useSearch({ from: '/review' })
  const search = read as QueueParams
  const navigate = useNavigate()
  const { after = 0, ...others } = search
  const { warned, ...filter } = others
  const query = useQuery({
    ...reading('/api/v1/reviews', {
      params: {
        query: { ...filter, after, most: atOnce, ...(warned && { warned: warned }) },
      },
    }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  })
  const list = useRowKeys()
  const rows = query.data?.submissions
  const isFiltered = Object.keys(filter).length > 0 || warned !== undefined
  const goTo = (place: number) =>
    void navigate({ to: '/review', search: { ...(place === 0 ? others : { ...others, after: place }) } })
  if (query.error && !rows)
    return (
      <>
        <PageTitle title="Review" />
        <h1 className="sr-only">Review</h1>
        <ProblemPage problem={asProblem(query.error)} retry={() => void query.refetch()} />
      </>
    )
  return (
    <div className="flex flex-col gap-6">
      <PageTitle title="Review" />
      <PageHeader
        title="Review"
        says="Submissions that wait for a decision, oldest first."
        actions={
          <p className="hidden items-center gap-1.5 text-sm text-muted md:flex">
            <Kbd>j</Kbd> <Kbd>k</Kbd> to move, <Kbd>Enter</Kbd> to open
          </p>
        }
      />
      <QueueFilters search={search} />
      {!rows ? (
        <SkeletonRows what="the queue" rows={6} className="h-20" />
      ) : rows.length > 0 ? (
        <ol ref={list} aria-label="Queue" className="card divide-y divide-line">
          {rows.map((row, place) => (
            <QueueRow key={row.id} row={row} place={isFiltered ? undefined : after + place + 1} />
          ))}
        </ol>
      ) : isFiltered ? (
        <EmptyState
          icon={SearchX}
          title="Nothing that fits waits"
          action={<LinkButton to="/review">Show all</LinkButton>}
        />
      ) : (
        <EmptyState icon={CircleCheckBig} title="The queue is empty">
          Everything is decided. New submissions appear here by themselves.
        </EmptyState>
      )}
      {rows && (after > 0 || rows.length === atOnce) && (
        <nav aria-label="Pages of the queue" className="flex justify-between">
          <Button disabled={after === 0} onClick={() => goTo(Math.max(0, after - atOnce))}>
            Earlier
          </Button>
          <Button disabled={rows.length < atOnce} onClick={() => goTo(after + atOnce)}>
            Later
          </Button>
        </nav>
      )}
    </div>
  )
}
