import { FolderOpen, Package, Search, Tag, UserRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { classes } from '../design/classes.ts'
import { marked, type Goal, type Suggestion, type SuggestionGroup } from './suggestions.ts'

/** What a text field suggests, in groups. The focus stays in the field, which says by id which one is active. */
export function SuggestionList({
  id,
  groups,
  active,
  words,
  large,
  onChoose,
}: {
  id: string
  groups: readonly SuggestionGroup[]
  active: string | undefined
  words: string
  /** It hangs below the large field of a page, not below the one in the head. */
  large: boolean
  onChoose: (suggestion: Suggestion) => void
}) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      // The field keeps the focus while one chooses with the mouse or the finger.
      onMouseDown={(event) => event.preventDefault()}
      className={classes(
        'absolute inset-x-0 top-full z-50 max-h-[min(36rem,72dvh)] overflow-y-auto overscroll-contain border-line bg-surface p-1.5 text-left shadow-over',
        large
          ? 'mt-2 rounded-lg border'
          : 'max-sm:h-[calc(100dvh-4rem)] max-sm:max-h-none max-sm:border-t sm:mt-2 sm:min-w-96 sm:rounded-lg sm:border',
      )}
    >
      {groups.map(({ title, suggestions }, place) => (
        <div
          key={title}
          role="group"
          aria-label={title}
          className={classes(place > 0 && 'mt-1.5 border-t border-line pt-1.5')}
        >
          {title !== 'Search' && (
            <p aria-hidden className="px-2.5 pt-1 pb-0.5 text-xs font-medium text-muted">
              {title}
            </p>
          )}
          {suggestions.map((suggestion) => (
            <SuggestionOption
              key={suggestion.id}
              id={`${id}-${suggestion.id}`}
              suggestion={suggestion}
              active={active === suggestion.id}
              words={words}
              onChoose={onChoose}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

function SuggestionOption({
  id,
  suggestion,
  active,
  words,
  onChoose,
}: {
  id: string
  suggestion: Suggestion
  active: boolean
  words: string
  onChoose: (suggestion: Suggestion) => void
}) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const [before, mark, after] =
    suggestion.id === 'search' ? [suggestion.text, '', ''] : marked(suggestion.text, words)
  return (
    <div
      ref={ref}
      id={id}
      role="option"
      aria-selected={active}
      onClick={() => onChoose(suggestion)}
      className={classes(
        'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm hover:bg-hover max-sm:min-h-12 max-sm:text-base',
        active && 'bg-hover outline-2 -outline-offset-2 outline-accent-ink',
      )}
    >
      <GoalIcon goal={suggestion.goal} />
      <span className="min-w-0 shrink truncate">
        {before}
        {mark !== '' && <mark className="bg-transparent font-semibold text-accent-ink">{mark}</mark>}
        {after}
      </span>
      {suggestion.note !== undefined && (
        <span className="ml-auto min-w-0 max-w-[50%] shrink-0 truncate text-xs text-muted">
          {suggestion.note}
        </span>
      )}
    </div>
  )
}

function GoalIcon({ goal }: { goal: Goal }) {
  const look = { 'aria-hidden': true, className: 'size-4 shrink-0 text-muted' } as const
  switch (goal.kind) {
    case 'package':
      return <Package {...look} />
    case 'category':
      return <FolderOpen {...look} />
    case 'publisher':
      return <UserRound {...look} />
    case 'search':
      return goal.search.tag ? <Tag {...look} /> : <Search {...look} />
  }
}
