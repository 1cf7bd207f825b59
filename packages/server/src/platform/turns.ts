import { WaybillError } from '@waybill/core/errors'

/**
 * Runs at most `most` of the given works at once, the others in their turn. Throws `limit.exceeded` for one that would be
 * behind `waiting` others.
 */
export function inTurns(most: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= most) {
      if (queue.length >= waiting)
        throw new WaybillError('limit.exceeded', 'The registry has too much of this to do.', {
          hint: 'Try again in some seconds.',
          details: { retryAfter: 5 },
        })
      // Whoever is done hands its place on.
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}
