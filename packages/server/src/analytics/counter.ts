import { networkOf } from '../platform/allowance.ts'
import { second, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import { repeatFilter } from './repeats.ts'
import * as store from './store.ts'

/** What a crash can lose. */
const flushEvery = 5 * second

export interface DownloadCounter {
  /** Counts a download of an artifact that is there, once for a network in an hour. */
  count(path: string, address: string): void
  /** Writes what was counted; when it fails, that is kept for the next time. */
  flush(): Promise<void>
  /** Writes what is left, and counts no more. */
  close(): Promise<void>
}

/**
 * Counts downloads in memory and writes them every few seconds, so that a download costs the database nothing. Only paths
 * of artifacts that exist come here: there are never more counts than artifacts.
 */
export function downloadCounter(context: { database: Database; clock: Clock; log: Logger }): DownloadCounter {
  const { database, clock, log } = context
  const isRepeat = repeatFilter()
  const counts = new Map<string, store.Counted>()
  let writing = Promise.resolve()

  function add({ path, day, downloads }: store.Counted): void {
    const key = `${day} ${path}`
    const known = counts.get(key)?.downloads ?? 0
    counts.set(key, { path, day, downloads: known + downloads })
  }

  async function write(): Promise<void> {
    const batch = [...counts.values()]
    if (batch.length === 0) return
    counts.clear()
    try {
      await store.addDownloads(database, batch)
    } catch (error) {
      for (const counted of batch) add(counted)
      log.error({ err: error }, 'downloads could not be written; they are kept for the next time')
    }
  }

  const flush = () => (writing = writing.then(write))
  const timer = setInterval(() => void flush(), flushEvery).unref()
  return {
    flush,
    count(path, address) {
      const now = clock()
      if (isRepeat(networkOf(address), path, now)) return
      add({ path, day: now.toISOString().slice(0, 10), downloads: 1 })
    },
    close() {
      clearInterval(timer)
      return flush()
    },
  }
}
