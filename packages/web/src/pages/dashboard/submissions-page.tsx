import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Inbox } from 'lucide-react'
import { useState } from 'react'
import { reading, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button, LinkButton } from '../../design/button.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Monogram, Time } from '../../design/text.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { pollEvery } from '../../parts/submission-words.ts'

type Row = Answer<'/api/v1/submissions'>['submissions'][number]

const over = ['published', 'withdrawn', 'rejected']
const moving = ['validating', 'approved']

/** The submissions of one’s publishers, those that something is to be done with first. */
export function SubmissionsPage() {
  const query = useQuery({
    ...reading('/api/v1/submissions'),
    refetchInterval: ({ state }) =>
      state.data?.submissions.some(({ status }) => moving.includes(status)) ? 2000 : false,
  })
  const all = query.data?.submissions
  return (
    <div className="flex flex-col gap-6">
      <PageTitle title="Submissions" />
      <PageHeader
        title="Submissions"
        says="What was handed in, where it stands, and what waits for you."
        actions={
          <LinkButton to="/dashboard/submit" variant="primary">
            Submit
          </LinkButton>
        }
      />
      {query.error ? (
        <ProblemPage problem={asProblem(query.error)} retry={() => void query.refetch()} />
      ) : !all ? (
        <SkeletonRows what="your submissions" rows={5} className="h-18" />
      ) : all.length === 0 ? (
        <EmptyState
          icon={Inbox}
          title="Nothing was handed in yet"
          action={
            <LinkButton to="/dashboard/submit" variant="primary">
              Submit something
            </LinkButton>
          }
        >
          Whatever you submit is checked at once, and shows here until it is published.
        </EmptyState>
      ) : (
        <SubmissionLists all={all} />
      )}
    </div>
  )
}

/** So many of the past are shown at once. */
const pastAtOnce = 20

function SubmissionLists({ all }: { all: Row[] }) {
  const open = all.filter(({ status }) => !over.includes(status))
  const past = all.filter(({ status }) => over.includes(status))
  const [most, setMost] = useState(pastAtOnce)
  const places = usePlaces(open)
  return (
    <>
      <section aria-labelledby="open" className="flex flex-col gap-3">
        <h2 id="open" className="text-lg font-semibold">
          Open
        </h2>
        {open.length === 0 ? (
          <p className="text-muted">Nothing is under way.</p>
        ) : (
          <ul className="card divide-y divide-line">
            {open.map((row) => (
              <SubmissionRow key={row.id} row={row} place={places.get(row.id)} />
            ))}
          </ul>
        )}
      </section>
      {past.length > 0 && (
        <section aria-labelledby="past" className="flex flex-col gap-3">
          <h2 id="past" className="text-lg font-semibold">
            Decided
          </h2>
          <ul className="card divide-y divide-line">
            {past.slice(0, most).map((row) => (
              <SubmissionRow key={row.id} row={row} place={undefined} />
            ))}
          </ul>
          {past.length > most && (
            <Button className="self-center" onClick={() => setMost(most + pastAtOnce)}>
              Show more
            </Button>
          )}
        </section>
      )}
    </>
  )
}

/** Only the view of one submission knows its place; so many are asked for it. */
const mostAsked = 10

function usePlaces(open: Row[]): Map<string, number | 'claimed'> {
  const waiting = open.filter(({ status }) => status === 'in_review').slice(0, mostAsked)
  const views = useQueries({
    queries: waiting.map(({ id, status }) => ({
      ...reading('/api/v1/submissions/{id}', { params: { path: { id } } }),
      refetchInterval: pollEvery(status),
    })),
  })
  return new Map(
    views.flatMap(({ data }): [string, number | 'claimed'][] => {
      if (data?.inReview) return [[data.id, 'claimed']]
      return data?.place === undefined ? [] : [[data.id, data.place]]
    }),
  )
}

function SubmissionRow({ row, place }: { row: Row; place: number | 'claimed' | undefined }) {
  const { id, name, version, publisher, status, at } = row
  return (
    <li>
      <Link
        to="/dashboard/submissions/$id"
        params={{ id }}
        className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3.5 text-ink no-underline -outline-offset-2 hover:bg-hover sm:px-5"
      >
        <Monogram name={name ?? publisher} size="small" />
        <span className="min-w-0 flex-1 basis-40">
          <span className="block font-medium break-all">
            {name ?? 'An upload'} {version !== undefined && <span className="text-muted">{version}</span>}
          </span>
          <span className="block text-sm text-muted">
            {publisher} · <Time at={at} />
          </span>
        </span>
        <span className="flex items-center gap-3">
          {place !== undefined && (
            <span className="text-sm text-muted">
              {place === 'claimed'
                ? 'A reviewer has it'
                : place === 1
                  ? 'Next in the queue'
                  : `Place ${place}`}
            </span>
          )}
          <StateBadge state={status} />
        </span>
      </Link>
    </li>
  )
}
