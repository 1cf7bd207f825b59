import { RotateCcw } from 'lucide-react'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { countOf } from '../../design/format.ts'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { JobRow } from './job-row.tsx'
import { isUnderWay, jobTitle, type FailedRun, type Jobs } from './job-words.ts'
import { StaleNote } from './refreshed.tsx'
import { useJobs } from './use-jobs.ts'
import { useIsOperator } from './use-operator.ts'

export function JobsPage() {
  const mayRun = useIsOperator('admin')
  const { data, error, refetch, run } = useJobs()
  return (
    <>
      <PageTitle of="Jobs" />
      <PageHeader title="Jobs" says="What the registry does by itself, and when." />
      {error && !data && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {error && data && <StaleNote error={error} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows what="jobs" rows={8} className="h-24" />}
      {data && (
        <>
          <p role="status" className="sr-only">
            {underWayWords(data)}
          </p>
          {data.failed.length > 0 && <Failed data={data} mayRun={mayRun} onRun={run} />}
          <Panel flush>
            <ul className="divide-y divide-line">
              {data.jobs.map((job) => (
                <JobRow key={job.name} job={job} mayRun={mayRun} onRun={() => run(job.name)} />
              ))}
            </ul>
          </Panel>
        </>
      )}
    </>
  )
}

function underWayWords({ jobs }: Jobs): string {
  const names = jobs.filter(isUnderWay).map(({ name }) => jobTitle(name))
  return names.length === 0 ? '' : `Running: ${names.join(', ')}`
}

function Failed({ data, mayRun, onRun }: { data: Jobs; mayRun: boolean; onRun: (name: string) => void }) {
  const busy = new Set(data.jobs.filter(isUnderWay).map(({ name }) => name))
  return (
    <Panel title="Failed lately" says={countOf(data.failed.length, 'run')} flush>
      <ul className="divide-y divide-line">
        {data.failed.map((failed) => (
          <FailedRow
            key={failed.id}
            failed={failed}
            isBusy={busy.has(failed.name)}
            mayRun={mayRun}
            onRun={() => onRun(failed.name)}
          />
        ))}
      </ul>
    </Panel>
  )
}

function FailedRow({
  failed: { name, at, error, tries },
  isBusy,
  mayRun,
  onRun,
}: {
  failed: FailedRun
  isBusy: boolean
  mayRun: boolean
  onRun: () => void
}) {
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{jobTitle(name)}</p>
        <p className="font-mono text-sm text-bad-ink [overflow-wrap:anywhere]">{error}</p>
        <p className="text-sm text-muted">
          <Time at={at} /> · after {tries === 1 ? 'one try' : `${tries} tries`}
        </p>
      </div>
      {mayRun && (
        <Button size="small" busy={isBusy} aria-label={`Run again: ${jobTitle(name)}`} onClick={onRun}>
          {!isBusy && <RotateCcw aria-hidden className="size-4" />}
          Run again
        </Button>
      )}
    </li>
  )
}
