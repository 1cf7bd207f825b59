import { WaybillError } from '@waybill/core/errors'

export interface Background {
  /** Takes work on, which never throws, and returns at once. Throws `limit.exceeded` while too much waits. */
  run(work: () => Promise<void>): void
  /** Waits until all that was taken on is done. */
  settled(): Promise<void>
}

/** Work that nobody waits for, `atOnce` at a time: however fast it is asked for, it takes no more of the machine. */
export function createBackground({ atOnce, waiting }: { atOnce: number; waiting: number }): Background {
  const queue: (() => Promise<void>)[] = []
  const running = new Set<Promise<void>>()
  let active = 0

  async function drain(): Promise<void> {
    active++
    for (let work = queue.shift(); work; work = queue.shift()) await work()
    active--
  }

  return {
    run(work) {
      if (queue.length >= waiting)
        throw new WaybillError('limit.exceeded', 'The registry has too much of this to do just now.', {
          hint: 'Try again in a minute.',
          details: { retryAfter: 60 },
        })
      queue.push(work)
      if (active >= atOnce) return
      const drained = drain().finally(() => running.delete(drained))
      running.add(drained)
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
