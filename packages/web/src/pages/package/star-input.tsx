import { Star } from 'lucide-react'
import { useId, useState } from 'react'
import { classes } from '../../design/classes.ts'

const words = ['', 'Bad', 'Poor', 'Fair', 'Good', 'Excellent']

/**
 * One to five stars: radios, so that arrow keys choose. A choice by keyboard counts when the group is left or Enter is
 * pressed, not with each key.
 */
export function StarInput({ value, onChange }: { value: number | null; onChange: (stars: number) => void }) {
  const name = useId()
  const [pointed, setPointed] = useState<number>()
  const [passing, setPassing] = useState<number>()
  const chosen = passing ?? value
  const lit = pointed ?? chosen ?? 0
  const commit = () => {
    if (passing !== undefined && passing !== value) onChange(passing)
    setPassing(undefined)
  }
  return (
    <fieldset
      onPointerLeave={() => setPointed(undefined)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) commit()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setPassing(undefined)
      }}
    >
      <legend className="text-sm font-medium">Your rating</legend>
      <div className="flex items-center">
        {[1, 2, 3, 4, 5].map((stars) => (
          <label
            key={stars}
            title={words[stars]}
            onPointerEnter={() => setPointed(stars)}
            className="cursor-pointer rounded-sm p-1 has-focus-visible:outline-2 has-focus-visible:outline-accent-ink"
          >
            <input
              type="radio"
              name={name}
              value={stars}
              checked={chosen === stars}
              onChange={() => setPassing(stars)}
              onClick={(event) => {
                // A click by pointer has a place; one that arrow keys make has none.
                if (event.detail === 0) return
                setPassing(undefined)
                if (stars !== value) onChange(stars)
              }}
              className="sr-only"
            />
            <span className="sr-only">
              {stars} {stars === 1 ? 'star' : 'stars'}, {words[stars]}
            </span>
            <Star
              aria-hidden
              className={classes('size-6', stars <= lit ? 'fill-current text-star' : 'text-line-strong')}
            />
          </label>
        ))}
        <span aria-hidden className="ml-2 text-sm text-muted">
          {words[lit]}
        </span>
      </div>
      {passing !== undefined && passing !== value && (
        <p className="text-sm text-muted">Press Enter to give {words[passing]?.toLowerCase()}.</p>
      )}
    </fieldset>
  )
}
