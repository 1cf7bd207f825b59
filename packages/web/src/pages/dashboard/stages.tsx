import { Check, CircleDot, Minus } from 'lucide-react'
import { classes } from '../../design/classes.ts'
import { stagesOf, type SubmissionView } from '../../parts/submission-words.ts'

const says = { done: 'done', now: 'now', stopped: 'stopped here', ahead: 'to come' }

/** The way of a submission in four stages. */
export function Stages({ view }: { view: SubmissionView }) {
  return (
    <ol aria-label="The way to publication" className="grid grid-cols-4 gap-1.5 sm:gap-3">
      {stagesOf(view).map(({ title, state }) => (
        <li
          key={title}
          {...(state === 'now' && { 'aria-current': 'step' as const })}
          className={classes(
            'flex min-w-0 items-center gap-1 border-t-4 pt-2 text-xs sm:gap-1.5 sm:text-sm',
            state === 'done' && 'border-accent',
            state === 'now' && 'border-accent font-semibold',
            state === 'stopped' && 'border-bad font-semibold',
            state === 'ahead' && 'border-line text-muted',
          )}
        >
          {state === 'done' && <Check aria-hidden className="size-3.5 shrink-0 text-accent-ink sm:size-4" />}
          {state === 'now' && (
            <CircleDot aria-hidden className="size-3.5 shrink-0 text-accent-ink sm:size-4" />
          )}
          {state === 'stopped' && <Minus aria-hidden className="size-3.5 shrink-0 text-bad-ink sm:size-4" />}
          <span className="truncate">{title}</span>
          <span className="sr-only">, {says[state]}</span>
        </li>
      ))}
    </ol>
  )
}
