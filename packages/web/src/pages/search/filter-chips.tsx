import { useRef } from 'react'
import { Button } from '../../design/button.tsx'
import { Chip } from '../../design/chip.tsx'
import type { SearchParams } from '../../search-params.ts'
import { filterNames, useFilterTitle } from './filter-names.ts'
import { activeFilters, withoutFilters, type Facets } from './filters.ts'

const selfSpeaking = new Set(['verified', 'minRating', 'listed'])

/** The filters that hold; each can be taken away. */
export function FilterChips({
  search,
  facets,
  onChange,
  onEmpty,
}: {
  search: SearchParams
  facets: Facets | undefined
  onChange: (search: SearchParams) => void
  /** The last one is gone, and the focus with it. */
  onEmpty: () => void
}) {
  const titleOf = useFilterTitle(facets)
  const list = useRef<HTMLUListElement>(null)
  const active = activeFilters(search)
  if (active.length === 0) return null
  const remove = (place: number, without: SearchParams) => {
    onChange(without)
    // The button that has the focus goes away: its neighbour gets it.
    const buttons = list.current?.querySelectorAll('button') ?? []
    if (active.length === 1) onEmpty()
    else (buttons[place + 1] ?? buttons[place - 1])?.focus()
  }
  return (
    <ul ref={list} aria-label="Active filters" className="flex flex-wrap items-center gap-2">
      {active.map(({ name, value, without }, place) => {
        const title = titleOf(name, value)
        return (
          <li key={`${name} ${value}`} className="max-w-full min-w-0">
            <Chip what={`the filter ${filterNames[name]}: ${title}`} onRemove={() => remove(place, without)}>
              {!selfSpeaking.has(name) && <span>{filterNames[name]}: </span>}
              <span className="font-medium">{title}</span>
            </Chip>
          </li>
        )
      })}
      {active.length > 1 && (
        <li>
          <Button
            variant="quiet"
            size="small"
            onClick={() => {
              onChange(withoutFilters(search))
              onEmpty()
            }}
          >
            Remove all
          </Button>
        </li>
      )}
    </ul>
  )
}
