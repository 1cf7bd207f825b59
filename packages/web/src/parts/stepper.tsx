import { Check } from 'lucide-react'
import { classes } from '../design/classes.ts'

/** The steps of something that is done in several; those that were reached can be gone back to. */
export function Stepper({
  label,
  steps,
  at,
  reached,
  onGo,
}: {
  label: string
  steps: readonly string[]
  /** Place of the step that is shown. */
  at: number
  /** Place of the farthest step that can be shown. */
  reached: number
  onGo: (place: number) => void
}) {
  return (
    <nav aria-label={label}>
      <ol className="flex gap-1 sm:gap-2">
        {steps.map((title, place) => {
          const isDone = place < at
          const isHere = place === at
          return (
            <li
              key={title}
              className={classes('min-w-0', isHere ? 'max-sm:shrink-0 max-sm:grow-2 sm:flex-1' : 'flex-1')}
            >
              <button
                type="button"
                disabled={place > reached}
                {...(isHere && { 'aria-current': 'step' as const })}
                onClick={() => onGo(place)}
                className={classes(
                  'flex w-full min-w-0 items-center gap-2 border-t-4 pt-2 pb-1 text-left text-sm',
                  isDone || isHere ? 'border-accent' : 'border-line',
                  isHere ? 'font-semibold' : 'text-muted enabled:hover:text-ink',
                )}
              >
                <span
                  aria-hidden
                  className={classes(
                    'tabular flex size-6 shrink-0 items-center justify-center rounded-full text-xs font-semibold',
                    isHere ? 'bg-accent text-white' : isDone ? 'bg-accent-soft text-accent-ink' : 'bg-hover',
                  )}
                >
                  {isDone ? <Check className="size-3.5" /> : place + 1}
                </span>
                <span className={classes('truncate', !isHere && 'max-sm:sr-only')}>{title}</span>
                {isDone && <span className="sr-only">, done</span>}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
