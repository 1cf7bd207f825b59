import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { TextField } from '../../design/field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'

/** Finds a package as one types: arrows choose, Enter takes, Escape closes (WAI-ARIA combobox with a list). */
export function PackagePicker({
  taken,
  onPick,
}: {
  taken: readonly string[]
  onPick: (name: string) => void
}) {
  const { words } = useEcosystem()
  const id = useId()
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [place, setPlace] = useState(0)
  const asked = useDeferredValue(text.trim())
  const { data, error, refetch } = useQuery({
    ...reading('/api/v1/search/suggestions', { params: { query: { q: asked } } }),
    enabled: asked !== '',
    placeholderData: (former) => former,
  })
  const found = asked === '' ? [] : (data?.packages.filter(({ name }) => !taken.includes(name)) ?? [])
  const at = Math.min(place, found.length - 1)
  const isShown = isOpen && found.length > 0
  const pick = (name: string) => {
    onPick(name)
    setText('')
    setPlace(0)
    setOpen(false)
  }
  const onKey = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && found.length > 0) {
      event.preventDefault()
      setOpen(true)
      setPlace(isShown ? (at + step + found.length) % found.length : at)
    } else if (event.key === 'Escape' && isShown) {
      event.preventDefault()
      setOpen(false)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const chosen = found[at]
      if (isShown && chosen) pick(chosen.name)
    }
  }
  return (
    <div className="relative max-w-md">
      <TextField
        label={`Add ${/^[aeiou]/i.test(words.package) ? 'an' : 'a'} ${words.package}`}
        hint={hintOf({ asked, count: found.length, isKnown: data !== undefined, packages: words.packages })}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-activedescendant={isShown ? `${id}-${at}` : undefined}
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          setPlace(0)
          setOpen(true)
        }}
        onKeyDown={onKey}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={words.packages}
        hidden={!isShown}
        className="absolute top-[4.25rem] z-20 max-h-72 w-full overflow-y-auto rounded-lg border border-line bg-surface p-1.5 shadow-over"
      >
        {found.map(({ name, title }, place) => (
          <li
            key={name}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === at}
            // The input keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(name)}
            className="cursor-pointer rounded-md px-2.5 py-1.5 hover:bg-hover aria-selected:bg-accent-soft"
          >
            <span className="block truncate font-medium">{title}</span>
            <span className="block truncate font-mono text-xs text-muted">{name}</span>
          </li>
        ))}
      </ul>
      {error && <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />}
    </div>
  )
}

function hintOf({
  asked,
  count,
  isKnown,
  packages,
}: {
  asked: string
  count: number
  isKnown: boolean
  packages: string
}) {
  if (asked === '' || !isKnown) return 'Type a part of its name.'
  return count === 0 ? `No other ${packages} are called so.` : 'Choose one with the arrows and Enter.'
}
