import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Facts, PageHeader, Panel, Progress } from '../../design/layout.tsx'
import { Loading, ProblemPage, Skeleton } from '../../design/states.tsx'
import { bytes } from '../../design/format.ts'
import { Time } from '../../design/text.tsx'
import { checkCounts, CheckList } from '../../parts/check-list.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { pollEvery, stateWords, type SubmissionView } from '../../parts/submission-words.ts'
import { NextStep } from './next-step.tsx'
import { Said } from './said.tsx'
import { Stages } from './stages.tsx'
import { SubmissionActions } from './submission-actions.tsx'
import { Timeline } from './timeline.tsx'

/** One submission, as its publisher follows it. */
export function SubmissionPage() {
  const params: unknown = useParams({ from: '/dashboard/submissions/$id' })
  const { id } = params as { id: string }
  const query = useQuery({
    ...reading('/api/v1/submissions/{id}', { params: { path: { id } } }),
    refetchInterval: ({ state }) => pollEvery(state.data?.status),
  })
  if (query.error && !query.data)
    return <ProblemPage problem={asProblem(query.error)} retry={() => void query.refetch()} />
  if (!query.data) return <SubmissionSkeleton />
  return <SubmissionShown view={query.data} />
}

function SubmissionSkeleton() {
  return (
    <Loading what="the submission">
      <PageTitle title="Submission" />
      <div className="flex flex-col gap-6">
        <Skeleton className="h-16 max-w-md" />
        <Skeleton className="h-24" />
        <Skeleton className="h-20" />
        <Skeleton className="h-96" />
      </div>
    </Loading>
  )
}

function SubmissionShown({ view }: { view: SubmissionView }) {
  const { name, version, publisher, status, uploads } = view
  const title = name === undefined ? 'An upload' : `${name} ${version ?? ''}`
  const newest = uploads.at(-1)
  return (
    <div className="flex flex-col gap-6">
      <PageTitle title={`${title} – ${stateWords[status].says}`} />
      <PageHeader
        before={
          <p className="mb-2">
            <StateBadge state={status} />
          </p>
        }
        title={<span className="break-all">{title}</span>}
        actions={<SubmissionActions view={view} />}
      />
      <p role="status" className="sr-only">
        {stateWords[status].says}
      </p>
      <NextStep view={view} />
      <Stages view={view} />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <Said view={view} />
          <Checks view={view} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Panel title="Facts">
            <Facts
              facts={[
                ['Publisher', publisher],
                ['Submission', <code className="font-mono text-xs break-all">{view.id}</code>],
                newest !== undefined && [
                  uploads.length > 1 ? `Upload ${newest.revision}` : 'Upload',
                  <>
                    {bytes(newest.size)}, <Time at={newest.at} />
                  </>,
                ],
                newest !== undefined && [
                  'SHA-256',
                  <code className="font-mono text-xs break-all">{newest.sha256}</code>,
                ],
              ]}
            />
          </Panel>
          <Timeline view={view} />
        </div>
      </div>
    </div>
  )
}

function Checks({ view }: { view: SubmissionView }) {
  const { status, checks, progress } = view
  if (status === 'uploaded' || (checks.length === 0 && status !== 'validating')) return null
  const total = progress?.length ?? 0
  return (
    <Panel
      title="Checks"
      says={
        status === 'validating' ? 'What the registry looks at before a person does.' : checkCounts(checks)
      }
    >
      {status === 'validating' && (
        <div className="mb-2">
          <Progress
            label={total > 0 ? `${checks.length} of ${total} done` : 'The checks begin'}
            {...(total > 0 ? { value: checks.length / total } : {})}
          />
        </div>
      )}
      <CheckList view={view} />
    </Panel>
  )
}
