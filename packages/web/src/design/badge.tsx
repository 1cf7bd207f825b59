import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

export const tones: Readonly<Record<Tone, string>> = {
  neutral: 'bg-hover text-ink',
  accent: 'bg-accent-soft text-accent-ink',
  good: 'bg-good-soft text-good-ink',
  warn: 'bg-warn-soft text-warn-ink',
  bad: 'bg-bad-soft text-bad-ink',
}

/** A word or two that mark a thing. */
export function Badge({
  tone = 'neutral',
  icon: Icon,
  children,
  title,
}: {
  tone?: Tone
  icon?: LucideIcon
  children: ReactNode
  title?: string
}) {
  return (
    <span
      title={title}
      className={classes(
        'inline-flex max-w-full items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      <span className="truncate">{children}</span>
    </span>
  )
}

/** A note that belongs to what stands below or beside it. */
export function Banner({
  tone = 'neutral',
  icon: Icon,
  title,
  children,
  action,
}: {
  tone?: Tone
  icon?: LucideIcon
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={classes('flex flex-wrap items-start gap-3 rounded-lg px-4 py-3', tones[tone])}>
      <div className="flex min-w-0 flex-1 basis-60 items-start gap-3">
        {Icon && <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />}
        <div className="min-w-0 flex-1">
          <p className="font-medium">{title}</p>
          {children !== undefined && <div className="text-sm">{children}</div>}
        </div>
      </div>
      {action}
    </div>
  )
}
