const counts = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const exactly = new Intl.NumberFormat('en')
const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })
const times = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** 1234567 → “1.2M”; the exact number belongs into the title. */
export const shortCount = (count: number): string => counts.format(count)
export const exactCount = (count: number): string => exactly.format(count)
export const date = (at: string | Date): string => dates.format(new Date(at))
export const exactTime = (at: string | Date): string => times.format(new Date(at))

/** “1 package”, “1,234 packages”. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${exactly.format(count)} ${count === 1 ? one : many}`
}

const units = [
  ['year', 365.25 * 24 * 3600],
  ['month', 30.44 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const

/** “3 days ago”, “in 2 hours”, “now”. */
export function relativeTime(at: string | Date, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000
  for (const [unit, length] of units)
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit)
  return 'just now'
}

/** Binary units as file managers show them: 1536 → “1.5 KB”. */
export function bytes(size: number): string {
  const names = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let place = 0
  let value = size
  while (value >= 1024 && place < names.length - 1) {
    value /= 1024
    place++
  }
  return place === 0
    ? `${value} ${value === 1 ? 'byte' : 'bytes'}`
    : `${value.toFixed(value < 10 ? 1 : 0)} ${names[place]}`
}

/** Seconds as people say them: 90 → “2 minutes”. */
export function duration(seconds: number): string {
  for (const [unit, length] of units)
    if (seconds >= length) return countOf(Math.round(seconds / length), unit)
  return countOf(Math.round(seconds), 'second')
}
