import { requirePackage } from '../packages/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import * as store from './store.ts'

const days = 90

/** Downloads of one package: in all, of the last week, by day of the last 90 and by version. Throws `package.not_found`. */
export async function readDownloads({ database, clock }: { database: Database; clock: Clock }, name: string) {
  const { id } = await requirePackage(database, name)
  const today = dayOf(clock())
  const [totals, daily, versions] = await Promise.all([
    store.downloadTotals(database, [id], today),
    store.dailyDownloads(database, id, { today, days }),
    store.downloadsByVersion(database, id),
  ])
  return { ...(totals.get(id) ?? { total: 0, week: 0 }), daily, versions }
}

/** The day of a moment, in UTC, ISO 8601. */
const dayOf = (at: Date) => at.toISOString().slice(0, 10)
