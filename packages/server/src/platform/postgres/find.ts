import { installedBinaries } from './binaries.ts'
import { existingLayout, hasCluster } from './layout.ts'
import { lookFor } from './look.ts'
import type { RunningPostgres } from './postgres.ts'
import { runningServer } from './running.ts'

/**
 * The server of this folder if one answers now; starts, changes and waits for nothing. `database` is only
 * passed on into `connection`. Throws `database.unavailable` when the folder cannot be read by this user or is
 * not a Waybill cluster of this PostgreSQL version.
 */
export async function findRunningPostgres(
  folder: string,
  database = 'waybill',
): Promise<RunningPostgres | undefined> {
  const layout = await existingLayout(folder)
  const binaries = await installedBinaries()
  if (layout === undefined || !(await hasCluster(layout, binaries.major))) return undefined
  const seen = await lookFor(layout)
  if (seen.kind !== 'ready') return undefined
  await seen.client.end()
  return runningServer({ ...seen, layout, binaries, database, adopted: true, log: () => undefined })
}
