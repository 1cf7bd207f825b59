import { Play, RotateCcw } from 'lucide-react'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Time } from '../../design/text.tsx'
import { cronWords } from './cron-words.ts'
import { isUnderWay, jobTitle, runWords, type Job } from './job-words.ts'

/** What a job does, how its last run went, when the next one is. */
export function JobRow({ job, mayRun, onRun }: { job: Job; mayRun: boolean; onRun: () => void }) {
  const { name, says, cron, last, nextAt } = job
  const isBusy = isUnderWay(job)
  const hasFailed = last?.state === 'failed' || last?.state === 'retrying'
  const action = isBusy ? 'Running' : hasFailed ? 'Run again' : 'Run now'
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-3.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">{jobTitle(name)}</span>
          {last ? (
            <Badge tone={runWords[last.state].tone}>{runWords[last.state].word}</Badge>
          ) : (
            <Badge>not run yet</Badge>
          )}
        </p>
        <p className="text-sm text-muted">{says}</p>
        <p className="mt-0.5 text-sm text-muted">
          {last !== null && last.endedAt !== null && !isBusy && (
            <>
              Last <Time at={last.endedAt} /> ·{' '}
            </>
          )}
          {nextAt !== null && (
            <>
              next <Time at={nextAt} /> ·{' '}
            </>
          )}
          {cronWords(cron)}
        </p>
        {hasFailed && last.error !== null && (
          <p className="mt-1.5 rounded-md bg-bad-soft px-3 py-2 text-sm text-bad-ink [overflow-wrap:anywhere]">
            {last.error}
          </p>
        )}
      </div>
      {mayRun && (
        <Button size="small" busy={isBusy} aria-label={`${action}: ${jobTitle(name)}`} onClick={onRun}>
          {!isBusy && <RunIcon hasFailed={hasFailed} />}
          {action}
        </Button>
      )}
    </li>
  )
}

function RunIcon({ hasFailed }: { hasFailed: boolean }) {
  const Icon = hasFailed ? RotateCcw : Play
  return <Icon aria-hidden className="size-4" />
}
