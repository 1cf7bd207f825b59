import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useEffect } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Badge } from '../../design/badge.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { Loading, ProblemPage, Skeleton } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import type { SubmissionView } from '../../parts/submission-words.ts'
import { useMe } from '../../session.ts'
import { ClaimBar } from './claim-bar.tsx'
import { kindWords } from './queue-row.tsx'
import { Standing } from './standing.tsx'
import { Workspace } from './workspace.tsx'

/** One submission before a reviewer. */
export function ReviewPage() {
  const params: unknown = useParams({ from: '/review/$id' })
  const { id } = params as { id: string }
  const view = useQuery({
    ...reading('/api/v1/submissions/{id}', { params: { path: { id } } }),
    refetchInterval: ({ state }) => (state.data?.status === 'approved' ? 1000 : 10_000),
  })
  const queue = useQuery({
    ...reading('/api/v1/reviews', { params: { query: { most: 200 } } }),
    refetchInterval: 15_000,
  })
  const upload = view.data?.uploads.at(-1)?.packageId
  useEffect(() => {
    // What is compared has changed with the upload.
    if (upload !== undefined) void refresh('/api/v1/reviews/{id}/diff')
  }, [upload])
  const error = (!view.data && view.error) || (!queue.data && queue.error)
  if (error)
    return (
      <>
        <PageTitle title="Review" />
        <h1 className="sr-only">Review</h1>
        <ProblemPage
          problem={asProblem(error)}
          retry={() => {
            void view.refetch()
            void queue.refetch()
          }}
        />
      </>
    )
  if (!view.data || !queue.data) return <ReviewSkeleton />
  return (
    <ReviewShown
      key={id}
      view={view.data}
      row={queue.data.submissions.find((each) => each.id === id)}
      checklist={queue.data.checklist}
    />
  )
}

type Row = Parameters<typeof ClaimBar>[0]['row']

function ReviewShown({ view, row, checklist }: { view: SubmissionView; row: Row; checklist: string[] }) {
  const me = useMe()
  const isOwn = me?.publishers.some(({ name }) => name === view.publisher) ?? false
  const isReviewer = me?.roles.some((role) => role === 'reviewer' || role === 'admin') ?? false
  const isWaiting = view.status === 'in_review'
  const mayDecide = isReviewer && !isOwn && isWaiting && !(row?.claimed && !row.claimedByMe)
  const title = `${view.name ?? 'Upload'} ${view.version ?? ''}`
  return (
    <div className="flex flex-col gap-6">
      <PageTitle title={`Review of ${title}`} />
      <PageHeader
        before={
          <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link to="/review" className="link inline-flex min-h-6 items-center gap-1 text-sm">
              <ArrowLeft aria-hidden className="size-4" />
              Queue
            </Link>
            <StateBadge state={view.status} />
            {row && <Badge tone={kindWords[row.kind].tone}>{kindWords[row.kind].says}</Badge>}
          </p>
        }
        title={<span className="break-all">{title}</span>}
        says={
          <>
            by {view.publisher}
            {row && (
              <>
                ; came in <Time at={row.waitingSince} />
              </>
            )}
            {view.uploads.length > 1 && `; upload ${view.uploads.at(-1)?.revision}`}
          </>
        }
      />
      <Standing view={view} isOwn={isOwn} isReviewer={isReviewer} />
      {isWaiting && isReviewer && !isOwn && (
        <div className="flex flex-col gap-6">
          <ClaimBar id={view.id} row={row} />
        </div>
      )}
      <Workspace view={view} checklist={checklist} mayDecide={mayDecide} />
    </div>
  )
}

function ReviewSkeleton() {
  return (
    <Loading what="the submission">
      <PageTitle title="Review" />
      <div className="flex flex-col gap-6">
        <Skeleton className="h-20 max-w-md" />
        <Skeleton className="h-16" />
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <Skeleton className="h-[32rem]" />
          <Skeleton className="h-96" />
        </div>
      </div>
    </Loading>
  )
}
