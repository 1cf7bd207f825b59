import type { Clock } from './clock.ts'

/**
 * Remembers what was made for a key, for so long and for so many keys: those that were asked for last. Whoever asks while it is
 * being made waits for the same; what failed is forgotten.
 */
export function remembering<T>({
  most,
  milliseconds,
  clock,
}: {
  most: number
  milliseconds: number
  clock: Clock
}): (key: string, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, { until: number; made: Promise<T> }>()
  return (key, make) => {
    const now = clock().getTime()
    const found = kept.get(key)
    kept.delete(key)
    const entry = found && found.until > now ? found : { until: now + milliseconds, made: make() }
    kept.set(key, entry)
    if (entry !== found)
      entry.made.catch(() => {
        if (kept.get(key) === entry) kept.delete(key)
      })
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return entry.made
  }
}
