import { Star } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { date, exactCount, exactTime, relativeTime, shortCount } from './format.ts'

/** A time as people say it; the exact one on hover and for machines. */
export function Time({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap">
      {relativeTime(at)}
    </time>
  )
}

/** A day to plan with, such as when something ends; the exact time on hover and for machines. */
export function Day({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap">
      {date(at)}
    </time>
  )
}

/** A large number in short; the exact one on hover. */
export function Count({ of }: { of: number }) {
  return (
    <span title={exactCount(of)} className="tabular">
      {shortCount(of)}
    </span>
  )
}

/** An average of stars as people give them. */
export function Stars({ average, count }: { average: number; count: number }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <Star aria-hidden className="size-4 fill-current text-star" />
      <span className="tabular">
        <span className="sr-only">Rated </span>
        {average.toFixed(1)}
        <span className="sr-only"> of 5 by</span>
        <span className="text-muted"> ({shortCount(count)})</span>
      </span>
    </span>
  )
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs text-muted">
      {children}
    </kbd>
  )
}

const monograms = [
  'bg-[oklch(0.5_0.15_275)]',
  'bg-[oklch(0.5_0.13_230)]',
  'bg-[oklch(0.48_0.1_190)]',
  'bg-[oklch(0.48_0.12_150)]',
  'bg-[oklch(0.5_0.12_95)]',
  'bg-[oklch(0.52_0.14_50)]',
  'bg-[oklch(0.5_0.17_15)]',
  'bg-[oklch(0.5_0.17_330)]',
]

/** A package’s or publisher’s sign: the first letter of its title in a colour that follows from its name. */
export function Monogram({
  name,
  title = name,
  size = 'normal',
}: {
  name: string
  title?: string
  size?: 'small' | 'normal' | 'large'
}) {
  const plain = title.replace(/^@[^/]+\//, '')
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) % 9973
  return (
    <span
      aria-hidden
      className={classes(
        'inline-flex shrink-0 items-center justify-center font-semibold text-white uppercase select-none',
        monograms[sum % monograms.length],
        size === 'small' && 'size-8 rounded-md text-sm',
        size === 'normal' && 'size-11 rounded-lg text-lg',
        size === 'large' && 'size-16 rounded-xl text-2xl',
      )}
    >
      {/[\p{L}\p{N}]/u.exec(plain)?.[0] ?? '?'}
    </span>
  )
}
