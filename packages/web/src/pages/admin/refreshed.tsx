import { Pause, Play, RefreshCw } from 'lucide-react'
import { asProblem, Problem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { Time } from '../../design/text.tsx'
import { ProblemNote } from '../../design/states.tsx'

/** Says when what is shown was read, and stops or starts the reading again. */
export function Refreshed({
  at,
  isPaused,
  isReading,
  onPause,
  onRead,
}: {
  /** When it was read last, in milliseconds; 0 for never. */
  at: number
  isPaused: boolean
  isReading: boolean
  onPause: (paused: boolean) => void
  onRead: () => void
}) {
  return (
    <>
      <span className="text-sm text-muted">
        {at === 0 ? (
          'Reading…'
        ) : isPaused ? (
          <>
            Paused, read <Time at={new Date(at).toISOString()} />
          </>
        ) : (
          'Every 10 seconds'
        )}
      </span>
      <Button size="small" onClick={() => onPause(!isPaused)}>
        {isPaused ? <Play aria-hidden className="size-4" /> : <Pause aria-hidden className="size-4" />}
        {isPaused ? 'Go on' : 'Pause'}
      </Button>
      <Button size="small" square aria-label="Read now" onClick={onRead} aria-disabled={isReading}>
        <RefreshCw aria-hidden className="size-4" />
      </Button>
    </>
  )
}

/** What is shown still is a former state: the newest could not be read. */
export function StaleNote({ error, retry }: { error: unknown; retry: () => void }) {
  const { status, code, message, hint } = asProblem(error)
  const problem = new Problem({ status, code, message: `What stands here may be old. ${message}`, hint })
  return <ProblemNote problem={problem} retry={retry} />
}
