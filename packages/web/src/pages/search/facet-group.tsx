import { ChevronDown } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Count } from '../../design/text.tsx'
import type { Option } from './filters.ts'

const shortList = 7
/** A way to all values is worth its line only when it shows more than this. */
const slack = 2

/** A filter's values, with how many results each has; a long list shows its first ones until one asks for all. */
export function FacetGroup({
  title,
  name,
  options,
  held,
  single = false,
  initiallyOpen = true,
  onChoose,
}: {
  title: string
  name: string
  options: readonly Option[]
  held: readonly string[]
  /** Of these values one holds, or none. */
  single?: boolean
  initiallyOpen?: boolean
  /** `undefined`: any. */
  onChoose: (value: string | undefined) => void
}) {
  const [all, setAll] = useState(false)
  const [open] = useState(initiallyOpen || held.length > 0)
  if (options.length === 0) return null
  const long = options.length > shortList + slack
  const shown = options.filter(
    ({ value }, place) => all || !long || place < shortList || held.includes(value),
  )
  return (
    <FacetSection title={title} open={open}>
      <div role={single ? 'radiogroup' : 'group'} aria-label={title}>
        {single && (
          <FacetRow
            kind="radio"
            name={name}
            checked={held.length === 0}
            onChange={() => onChoose(undefined)}
            title="Any"
          />
        )}
        {shown.map(({ value, title: says, count }) => (
          <FacetRow
            key={value}
            kind={single ? 'radio' : 'checkbox'}
            name={name}
            checked={held.includes(value)}
            onChange={() => onChoose(value)}
            title={says}
            count={count}
          />
        ))}
      </div>
      {long && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="link mt-1 min-h-8 text-sm"
        >
          {all ? 'Show fewer' : `Show all ${options.length}`}
          <span className="sr-only">, {title}</span>
        </button>
      )}
    </FacetSection>
  )
}

/** A filter with its heading, which folds it. */
export function FacetSection({
  title,
  open = true,
  children,
}: {
  title: string
  open?: boolean
  children: ReactNode
}) {
  return (
    <details open={open} className="group border-b border-line py-2 last:border-0">
      <summary className="flex min-h-9 list-none items-center justify-between gap-2 rounded-md text-sm font-semibold [&::-webkit-details-marker]:hidden">
        {title}
        <ChevronDown aria-hidden className="size-4 text-muted transition-transform group-open:rotate-180" />
      </summary>
      <div className="pb-2">{children}</div>
    </details>
  )
}

/** One value to tick or to choose. */
export function FacetRow({
  kind,
  name,
  checked,
  onChange,
  title,
  count,
}: {
  kind: 'checkbox' | 'radio'
  name: string
  checked: boolean
  onChange: () => void
  title: string
  count?: number | undefined
}) {
  return (
    <label className="-mx-1.5 flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-1.5 text-sm hover:bg-hover max-lg:min-h-11">
      <input
        type={kind}
        name={name}
        checked={checked}
        onChange={onChange}
        className="size-4 shrink-0 accent-(--accent)"
      />
      <span title={title} className="min-w-0 flex-1 truncate">
        {title}
      </span>
      {count !== undefined && (
        <span className="text-xs text-muted">
          <Count of={count} />
          <span className="sr-only"> results</span>
        </span>
      )}
    </label>
  )
}
