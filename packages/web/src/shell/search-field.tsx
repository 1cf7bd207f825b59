import { useNavigate, useRouterState } from '@tanstack/react-router'
import { ArrowLeft, Search, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react'
import { classes } from '../design/classes.ts'
import { countOf } from '../design/format.ts'
import { Kbd } from '../design/text.tsx'
import { useEcosystem } from '../ecosystem.ts'
import { SuggestionList } from './suggestion-list.tsx'
import { step, type Goal } from './suggestions.ts'
import { useSuggestions } from './use-suggestions.ts'

const isPhone = () => matchMedia('(width < 40rem)').matches

/**
 * The search with suggestions as one types (WAI-ARIA combobox with a list, the focus stays in the field). “/” goes there
 * from everywhere; there is one on every page.
 */
export function SearchField({ large = false }: { large?: boolean }) {
  const { words: names } = useEcosystem()
  const field = useSearchField()
  const { id, input, groups, words, open, active } = field
  const count = groups.reduce((sum, { suggestions }) => sum + suggestions.length, 0)
  const label = `Search ${names.packages}`
  return (
    <form
      role="search"
      aria-label={label}
      className={classes(
        'group min-w-0 flex-1',
        large
          ? 'relative'
          : // On a phone it takes the whole head while one types.
            'items-center gap-2 max-sm:focus-within:absolute max-sm:focus-within:inset-0 max-sm:focus-within:z-50 max-sm:focus-within:flex max-sm:focus-within:bg-surface max-sm:focus-within:px-3 sm:relative md:max-w-md',
      )}
      onSubmit={(event) => {
        event.preventDefault()
        field.submit()
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) field.close()
      }}
    >
      {!large && (
        <button
          type="button"
          aria-label="Close the search"
          onClick={() => (document.activeElement as HTMLElement | null)?.blur()}
          className="hidden size-10 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover max-sm:group-focus-within:flex"
        >
          <ArrowLeft aria-hidden className="size-5" />
        </button>
      )}
      <div className="relative min-w-0 flex-1">
        <Search
          aria-hidden
          className={classes(
            'pointer-events-none absolute top-1/2 -translate-y-1/2 text-muted',
            large ? 'left-4 size-5' : 'left-3 size-4',
          )}
        />
        <input
          ref={input}
          type="search"
          name="q"
          role="combobox"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
          placeholder={large ? label : 'Search'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={300}
          value={field.text}
          onChange={(event) => field.type(event.target.value)}
          onFocus={(event) => {
            field.show()
            if (large && isPhone()) event.currentTarget.form?.scrollIntoView({ block: 'start' })
          }}
          onClick={field.show}
          onKeyDown={field.onKeyDown}
          // A phone enlarges the page when the text of a field is smaller than 16 px.
          className={classes(
            'w-full border border-line-strong text-ink max-sm:text-[1rem] [&::-webkit-search-cancel-button]:hidden',
            large
              ? 'h-14 rounded-xl bg-surface pr-12 pl-12 text-lg shadow-raised'
              : 'h-10 rounded-md bg-page pr-10 pl-9 text-sm sm:h-9',
          )}
        />
        <span className={classes('absolute top-1/2 -translate-y-1/2', large ? 'right-3' : 'right-1.5')}>
          {field.text === '' ? (
            <span aria-hidden className="mr-1 hidden sm:block">
              <Kbd>/</Kbd>
            </span>
          ) : (
            <button
              type="button"
              aria-label="Empty the search field"
              onClick={field.empty}
              className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink sm:size-7"
            >
              <X aria-hidden className="size-4" />
            </button>
          )}
        </span>
      </div>
      {open && (
        <SuggestionList
          id={id}
          groups={groups}
          active={active}
          words={words}
          large={large}
          onChoose={({ goal }) => field.go(goal)}
        />
      )}
      <span role="status" className="sr-only">
        {open ? `${countOf(count, 'suggestion')}. Arrow keys choose, Enter opens, Escape closes.` : ''}
      </span>
    </form>
  )
}

function useSearchField() {
  const q = useRouterState({ select: ({ location }) => (location.search as { q?: string }).q ?? '' })
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(q)
  const [addressed, setAddressed] = useState(q)
  const [wanted, setWanted] = useState(false)
  const [place, setPlace] = useState(-1)
  const go = useGoal()
  useSlash(input)
  if (q !== addressed) {
    setAddressed(q)
    setText(q)
    setWanted(false)
    setPlace(-1)
  }
  const { words, groups } = useSuggestions(text, wanted)
  const all = groups.flatMap(({ suggestions }) => suggestions)
  const chosen = all[place]
  const close = () => {
    setWanted(false)
    setPlace(-1)
  }
  const leaveFor = (goal: Goal) => {
    close()
    if (goal.kind !== 'search') setText('')
    // The keyboard of a phone would cover what was found.
    if (goal.kind !== 'search' || isPhone()) input.current?.blur()
    go(goal)
  }
  const type = (value: string) => {
    setText(value)
    setWanted(true)
    setPlace(-1)
  }
  const onKeyDown = (event: ReactKeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setWanted(true)
      if (all.length > 0 && !event.altKey)
        setPlace(step(place, event.key === 'ArrowDown' ? 1 : -1, all.length))
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault()
      leaveFor(chosen.goal)
    } else if (event.key === 'Escape' && (all.length > 0 || text !== '')) {
      event.preventDefault()
      if (all.length > 0) close()
      else setText('')
    }
  }
  return {
    id,
    input,
    text,
    words,
    groups,
    open: all.length > 0,
    active: chosen?.id,
    type,
    onKeyDown,
    close,
    show: () => setWanted(true),
    go: leaveFor,
    submit: () => leaveFor({ kind: 'search', search: words === '' ? {} : { q: words } }),
    empty: () => {
      type('')
      input.current?.focus()
    },
  }
}

function useGoal(): (goal: Goal) => void {
  const navigate = useNavigate()
  return (goal) => {
    if (goal.kind === 'package') void navigate({ to: '/packages/$name', params: { name: goal.name } })
    else if (goal.kind === 'category') void navigate({ to: '/categories/$', params: { _splat: goal.id } })
    else if (goal.kind === 'publisher')
      void navigate({ to: '/publishers/$publisher', params: { publisher: goal.name } })
    else void navigate({ to: '/search', search: goal.search })
  }
}

/** “/” goes to the field, unless one is typing or a dialog is open. */
function useSlash(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (
        target.isContentEditable ||
        target.closest('input:not([type=checkbox], [type=radio]), textarea, select')
      )
        return
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [input])
}
