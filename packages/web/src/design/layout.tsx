import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** The head of a page: what it is, what it is for, and what can be done. */
export function PageHeader({
  title,
  says,
  actions,
  before,
}: {
  title: ReactNode
  says?: ReactNode
  actions?: ReactNode
  before?: ReactNode
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        {before}
        <h1 className="text-2xl font-semibold">{title}</h1>
        {says !== undefined && <p className="mt-1 max-w-prose text-muted">{says}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

/** A part of a page with a heading, on a surface of its own. */
export function Panel({
  title,
  says,
  actions,
  children,
  flush = false,
}: {
  title?: ReactNode
  says?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** The content reaches the edges: for tables and lists. */
  flush?: boolean
}) {
  return (
    <section className="card min-w-0 overflow-hidden">
      {title !== undefined && (
        <div
          className={classes(
            'flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 pt-4',
            flush && 'border-b border-line pb-3',
          )}
        >
          <div className="min-w-0">
            <h2 className="text-lg font-semibold">{title}</h2>
            {says !== undefined && <p className="text-sm text-muted">{says}</p>}
          </div>
          {actions}
        </div>
      )}
      <div className={flush ? '' : 'p-5 pt-4'}>{children}</div>
    </section>
  )
}

/** Facts by name. */
export function Facts({
  facts,
}: {
  facts: readonly (readonly [name: string, value: ReactNode] | false | null)[]
}) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
      {facts.filter(Boolean).map((fact) => {
        const [name, value] = fact as readonly [string, ReactNode]
        return (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        )
      })}
    </dl>
  )
}

/** A table that scrolls sideways within itself where it is too wide; `caption` is for screen readers. */
export function Table({
  caption,
  head,
  children,
}: {
  caption: string
  head: readonly ReactNode[]
  children: ReactNode
}) {
  return (
    <div tabIndex={0} role="region" aria-label={caption} className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-muted">
            {head.map((title, place) => (
              <th key={place} scope="col" className="px-5 py-2.5 font-medium whitespace-nowrap">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr]:border-b [&>tr]:border-line [&>tr:last-child]:border-0 [&_td]:px-5 [&_td]:py-3 [&_td]:align-top">
          {children}
        </tbody>
      </table>
    </div>
  )
}

/** How far something is, from 0 to 1; without a value it only says that it goes on. */
export function Progress({ value, label }: { value?: number; label: string }) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex justify-between gap-4 text-sm">
        <span>{label}</span>
        {value !== undefined && <span className="tabular text-muted">{Math.round(value * 100)} %</span>}
      </div>
      <progress
        {...(value === undefined ? {} : { value })}
        max={1}
        aria-label={label}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-hover [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent"
      />
    </div>
  )
}

/** Values over days as bars, with their sum and highest said in words. */
export function Sparkline({ values, says }: { values: readonly number[]; says: string }) {
  const most = Math.max(1, ...values)
  const width = 100 / Math.max(1, values.length)
  return (
    <svg
      role="img"
      aria-label={says}
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      className="h-12 w-full text-accent"
    >
      {values.map((value, place) => {
        const height = (value / most) * 23
        return (
          <rect
            key={place}
            x={place * width + width * 0.1}
            y={24 - height}
            width={width * 0.8}
            height={Math.max(height, value > 0 ? 0.5 : 0)}
            fill="currentColor"
          />
        )
      })}
    </svg>
  )
}
