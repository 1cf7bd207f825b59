import { Panel } from '../../design/layout.tsx'
import { bytes } from '../../design/format.ts'
import { Time } from '../../design/text.tsx'
import { actionWords, stateWords, type SubmissionView } from '../../parts/submission-words.ts'
import { classes } from '../../design/classes.ts'

const dots = {
  neutral: 'bg-line-strong',
  accent: 'bg-accent',
  good: 'bg-good-ink',
  warn: 'bg-warn-ink',
  bad: 'bg-bad',
}

/** All that happened to a submission, the newest first. */
export function Timeline({ view }: { view: Pick<SubmissionView, 'history' | 'uploads'> }) {
  return (
    <Panel title="History">
      <ol className="flex flex-col gap-4 border-l border-line pl-4">
        {view.history.toReversed().map((event, place) => (
          <li key={`${event.at} ${event.action} ${place}`} className="relative text-sm">
            <span
              aria-hidden
              className={classes(
                'absolute top-1.5 -left-[1.3125rem] size-2.5 rounded-full ring-4 ring-surface',
                dots[event.action === 'upload' ? 'neutral' : (stateWords[event.state]?.tone ?? 'neutral')],
              )}
            />
            <p className="font-medium">{actionWords(event.action)}</p>
            <p className="break-words text-muted">
              <Time at={event.at} /> · {event.by}
            </p>
            <Why event={event} />
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function Why({ event: { action, why } }: { event: SubmissionView['history'][number] }) {
  if (why === '') return null
  // The registry writes an upload’s size and digest here; the digest stands among the facts.
  const size = action === 'upload' ? /^(\d+) bytes/.exec(why)?.[1] : undefined
  if (action === 'failChecks')
    return (
      <details>
        <summary className="min-h-6">What they found</summary>
        <p className="break-words whitespace-pre-wrap">{why}</p>
      </details>
    )
  return (
    <p className="mt-0.5 break-words whitespace-pre-wrap">{size === undefined ? why : bytes(Number(size))}</p>
  )
}
