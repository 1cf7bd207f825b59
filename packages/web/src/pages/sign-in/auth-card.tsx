import type { ReactNode } from 'react'
import { PageTitle } from '../../shell/page-title.tsx'

/** A page that asks one thing: a narrow card, with other ways below it. */
export function AuthCard({
  title,
  says,
  children,
  footer,
}: {
  title: string
  says?: ReactNode
  children?: ReactNode
  footer?: ReactNode
}) {
  return (
    <div className="mx-auto flex w-full max-w-md flex-col gap-5 sm:pt-6">
      <PageTitle of={title} />
      <section className="card flex flex-col gap-5 p-5 sm:p-7">
        <header>
          <h1 className="text-xl font-semibold">{title}</h1>
          {says !== undefined && <div className="mt-1.5 text-muted">{says}</div>}
        </header>
        {children}
      </section>
      {footer !== undefined && <div className="text-center text-sm text-muted">{footer}</div>}
    </div>
  )
}

/** A line between two ways of doing the same. */
export function Or() {
  return (
    <div className="flex items-center gap-3 text-sm text-muted">
      <span aria-hidden className="h-px flex-1 bg-line" />
      or
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  )
}
