/** Answers that are kept for a while, within a number of bytes; equal questions at the same time are asked once. */
export interface AnswerCache<T> {
  /** The kept answer, or a new one. A failure is not kept. */
  get(key: string, make: () => Promise<T>): Promise<T>
  clear(): void
}

interface Kept<T> {
  readonly answer: Promise<T>
  readonly until: number
  bytes: number
}

/** `bytesOf` says what an answer takes. */
export function answerCache<T>({
  bytes: most,
  milliseconds,
  bytesOf,
}: {
  bytes: number
  milliseconds: number
  bytesOf: (answer: T) => number
}): AnswerCache<T> {
  const kept = new Map<string, Kept<T>>()
  let total = 0

  function forget(key: string): void {
    total -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }

  return {
    get(key, make) {
      const now = performance.now()
      const known = kept.get(key)
      if (known && known.until > now) return known.answer
      forget(key)
      const answer = make()
      const entry: Kept<T> = { answer, until: now + milliseconds, bytes: 0 }
      kept.set(key, entry)
      answer.then(
        (value) => {
          if (kept.get(key) !== entry) return
          entry.bytes = bytesOf(value) + 2 * key.length + 200
          total += entry.bytes
          // Those that were asked first go first.
          for (const oldest of kept.keys()) {
            if (total <= most) break
            forget(oldest)
          }
        },
        () => {
          if (kept.get(key) === entry) forget(key)
        },
      )
      return answer
    },
    clear() {
      kept.clear()
      total = 0
    },
  }
}
