import { Star } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { classes } from '../../design/classes.ts'
import { countOf } from '../../design/format.ts'

const words = ['', 'Bad', 'Poor', 'Fair', 'Good', 'Excellent']

/**
 * One to five stars: radios, so that arrow keys choose. A choice by keyboard counts when the group is left or Enter is
 * pressed, not with each key.
 */
export function StarInput({ value, onChange }: { value: number | null; onChange: (stars: number) => void }) {
  const name = useId()
  const [pointed, setPointed] = useState<number>()
  const [passing, setPassing] = useState<number>()
  const isPointed = useRef(false)
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
        isPointed.current = false
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
            onPointerDown={() => {
              isPointed.current = true
              setPassing(undefined)
            }}
            className="cursor-pointer rounded-sm p-1 has-focus-visible:outline-2 has-focus-visible:outline-accent-ink"
          >
            <input
              type="radio"
              name={name}
              value={stars}
              checked={chosen === stars}
              onChange={() => {
                if (!isPointed.current) setPassing(stars)
                else onChange(stars)
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
      <p role="status" className="text-sm text-muted empty:hidden">
        {passing !== undefined && passing !== value && `Press Enter to give ${countOf(passing, 'star')}.`}
      </p>
    </fieldset>
  )
}
