import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Select, TextField } from '../../design/field.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import type { QueueParams } from '../../search-params.ts'

const kinds = [
  { value: '', label: 'Any kind' },
  { value: 'new', label: 'New' },
  { value: 'update', label: 'Updates' },
  { value: 'appeal', label: 'Appeals' },
]
const claims = [
  { value: '', label: 'Any claim' },
  { value: 'free', label: 'Free' },
  { value: 'mine', label: 'Mine' },
]
const warnings = [
  { value: '', label: 'Any result' },
  { value: 'true', label: 'With warnings' },
  { value: 'false', label: 'Without warnings' },
]

/** Which submissions are shown; it stands in the address. */
export function QueueFilters({ search }: { search: QueueParams }) {
  const { categories } = useEcosystem()
  const navigate = useNavigate()
  const set = (change: Record<string, string>) => {
    const { after: _after, ...rest } = { ...search, ...change }
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''))
    void navigate({ to: '/review', search: given, replace: true })
  }
  const isFiltered = Object.keys(search).some((name) => name !== 'after')
  return (
    <div
      role="search"
      aria-label="Filter the queue"
      className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[repeat(5,minmax(0,1fr))_auto]"
    >
      <div className="min-w-0">
        <Select
          label="Kind"
          value={search.kind ?? ''}
          options={kinds}
          onChange={(event) => set({ kind: event.target.value })}
        />
      </div>
      <div className="min-w-0">
        <Select
          label="Claim"
          value={search.claim ?? ''}
          options={claims}
          onChange={(event) => set({ claim: event.target.value })}
        />
      </div>
      <div className="min-w-0">
        <Select
          label="Checks"
          value={search.warned ?? ''}
          options={warnings}
          onChange={(event) => set({ warned: event.target.value })}
        />
      </div>
      <div className="min-w-0">
        <Select
          label="Category"
          value={search.category ?? ''}
          options={[
            { value: '', label: 'Any category' },
            ...categories.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(event) => set({ category: event.target.value })}
        />
      </div>
      <div className="min-w-0">
        <PublisherFilter
          key={search.publisher ?? ''}
          value={search.publisher ?? ''}
          onChange={(publisher) => set({ publisher })}
        />
      </div>
      {isFiltered && (
        <Button variant="quiet" onClick={() => void navigate({ to: '/review', search: {} })}>
          <X aria-hidden className="size-4" />
          Clear
        </Button>
      )}
    </div>
  )
}

function PublisherFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text.trim()), 600)
    return () => clearTimeout(timer)
  })
  return (
    <TextField
      label="Publisher"
      type="search"
      autoComplete="off"
      spellCheck={false}
      placeholder="Any publisher"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
