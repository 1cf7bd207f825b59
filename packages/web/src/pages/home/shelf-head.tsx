import type { ReactNode } from 'react'

/** The heading of a part of the start page; at its end stands the way to more. */
export function ShelfHead({ title, says, children }: { title: string; says: string; children?: ReactNode }) {
  return (
    <div className="flex items-end justify-between gap-4">
      <div className="min-w-0">
        <h2 className="text-xl font-semibold">{title}</h2>
        <p className="text-sm text-muted first-letter:uppercase">{says}</p>
      </div>
      <span className="shrink-0">{children}</span>
    </div>
  )
}
