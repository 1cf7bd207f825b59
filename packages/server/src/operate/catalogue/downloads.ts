import type { ImportedDownloads } from '../../analytics/index.ts'
import { day } from '../../platform/clock.ts'
import { dailyOf, type History } from './history.ts'
import type { PluginStats } from './stats.ts'

const historyDays = 90

/** The day of a catalogue's snapshot, ISO 8601: the newest that its figures name, else today. */
export function snapshotDay(
  stats: ReadonlyMap<string, PluginStats>,
  history: History | undefined,
  now: Date,
): string {
  let newest = history?.until ?? ''
  for (const { updatedAt } of stats.values()) {
    const at = updatedAt?.toISOString().slice(0, 10) ?? ''
    if (at > newest) newest = at
  }
  return newest || now.toISOString().slice(0, 10)
}

/**
 * The downloads of listed packages: those of the last 90 days before the snapshot on their days, where the history knows
 * them, and all others of a version as one number of no known day.
 */
export function* downloadRows(
  packages: ReadonlyMap<string, number>,
  {
    stats,
    history,
    snapshot,
  }: {
    stats: ReadonlyMap<string, PluginStats>
    history: History | undefined
    snapshot: string
  },
): Generator<ImportedDownloads> {
  const since = new Date(Date.parse(snapshot) - (historyDays - 1) * day).toISOString().slice(0, 10)
  const known = dailyOf(history?.curves ?? [], since)
  for (const [name, packageId] of packages) {
    const totals = stats.get(name)?.versions ?? new Map<string, number>()
    const daily = known.get(name)
    for (const version of new Set([...totals.keys(), ...(daily?.keys() ?? [])])) {
      const dated = daily?.get(version)
      let rest = Math.max(totals.get(version) ?? 0, dated?.total ?? 0)
      for (const [at, downloads] of dated?.days ?? []) {
        rest -= downloads
        yield { packageId, version, day: at, downloads, undated: false }
      }
      yield { packageId, version, day: snapshot, downloads: rest, undated: true }
    }
  }
}
