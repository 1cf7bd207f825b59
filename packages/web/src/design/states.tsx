import { CircleAlert, Lock, SearchX, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Problem } from '../api/problem.ts'
import { Button, LinkButton } from './button.tsx'
import { classes } from './classes.ts'

/** Nothing is here yet: says why, and what to do. */
export function EmptyState({
  icon: Icon = SearchX,
  level: Heading = 'h2',
  title,
  children,
  action,
}: {
  icon?: LucideIcon
  /** Of the heading: the first where there is nothing else on the page. */
  level?: 'h1' | 'h2'
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed border-line px-6 py-12 text-center">
      <span className="rounded-full bg-accent-soft p-3 text-accent-ink">
        <Icon aria-hidden className="size-6" />
      </span>
      <Heading className="max-w-full text-lg font-semibold wrap-anywhere">{title}</Heading>
      {children !== undefined && (
        <div className="max-w-[min(100%,65ch)] text-muted wrap-anywhere">{children}</div>
      )}
      {action !== undefined && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

/** What went wrong, within a form or a panel. */
export function ProblemNote({ problem, retry }: { problem: Problem; retry?: () => void }) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded-md bg-bad-soft px-4 py-3 text-bad-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{problem.message}</p>
        {problem.hint !== undefined && <p className="text-sm">{problem.hint}</p>}
      </div>
      {retry && (
        <Button size="small" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** A whole page that could not be shown: not found, not signed in, not permitted, or failed. */
export function ProblemPage({ problem, retry }: { problem: Problem; retry?: () => void }) {
  if (problem.status === 401)
    return (
      <EmptyState
        level="h1"
        icon={Lock}
        title="Sign in to see this"
        action={
          <LinkButton to="/sign-in" search={{ next: location.pathname + location.search }} variant="primary">
            Sign in
          </LinkButton>
        }
      >
        This page belongs to an account.
      </EmptyState>
    )
  if (problem.status === 403)
    return (
      <EmptyState
        level="h1"
        icon={Lock}
        title="This is not for your account"
        action={<LinkButton to="/">Go to the start</LinkButton>}
      >
        <p>{problem.message}</p>
        {problem.hint !== undefined && <p>{problem.hint}</p>}
      </EmptyState>
    )
  if (problem.status === 404)
    return (
      <EmptyState
        level="h1"
        title="There is nothing here"
        action={<LinkButton to="/search">Search</LinkButton>}
      >
        <p>{problem.message}</p>
        {problem.hint !== undefined && <p>{problem.hint}</p>}
      </EmptyState>
    )
  return (
    <EmptyState
      level="h1"
      icon={CircleAlert}
      title="This could not be loaded"
      action={retry && <Button onClick={retry}>Try again</Button>}
    >
      <p>{problem.message}</p>
      {problem.hint !== undefined && <p>{problem.hint}</p>}
    </EmptyState>
  )
}

/** The place of something that is still on its way; give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classes('block animate-pulse rounded-md bg-hover', className)} />
}

/** Says to screen readers that a region loads, and shows placeholders to everybody else. */
export function Loading({ what, children }: { what: string; children: ReactNode }) {
  return (
    <div role="status" aria-live="polite">
      <span className="sr-only">Loading {what}…</span>
      {children}
    </div>
  )
}

/** Placeholders of a list. */
export function SkeletonRows({
  rows = 5,
  what,
  className = 'h-16',
}: {
  rows?: number
  what: string
  className?: string
}) {
  return (
    <Loading what={what}>
      <div className="flex flex-col gap-3">
        {Array.from({ length: rows }, (_, row) => (
          <Skeleton key={row} className={className} />
        ))}
      </div>
    </Loading>
  )
}
