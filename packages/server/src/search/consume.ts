import { catalogueImported } from '../packages/index.ts'
import { second } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import { removeEvents, waitingEvents, type OutboxEvent } from '../platform/outbox.ts'
import { refreshSearch } from './refresh.ts'
import { packageIdsOfPublisher } from './store/refresh.ts'

const consumer = 'search'
/** Events heard in one go. */
const most = 2000

/**
 * Brings the documents up to date with every event that waits: whatever names a `packageId` or a `publisherId`, and all of
 * them after a catalogue was imported. Events go once their packages can be found, so a process that dies between the two
 * does them again.
 */
export async function hearEvents(database: Database, now: Date): Promise<void> {
  for (;;) {
    const events = await waitingEvents(database, consumer, most)
    if (events.length === 0) return
    await refreshSearch(database, await concerned(database, events), now)
    await database.transaction().execute((transaction) => removeEvents(transaction, events))
    if (events.length < most) return
  }
}

async function concerned(database: Database, events: readonly OutboxEvent[]): Promise<number[] | 'all'> {
  if (events.some(({ topic }) => topic === catalogueImported)) return 'all'
  const ids = new Set<number>()
  for (const { payload } of events) {
    if (typeof payload.packageId === 'number') ids.add(payload.packageId)
    if (typeof payload.publisherId === 'number')
      for (const id of await packageIdsOfPublisher(database, payload.publisherId)) ids.add(id)
  }
  return [...ids].sort((a, b) => a - b)
}

/** Looks for events every second until it is stopped; a failure is told, and tried again. */
export function startHearing(hear: () => Promise<void>, log: Logger): { stop: () => Promise<void> } {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= hear()
      .catch((error: unknown) => log.error({ err: error }, 'the search could not follow its events'))
      .finally(() => (running = undefined))
  }, second)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
