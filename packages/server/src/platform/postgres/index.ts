/**
 * The embedded PostgreSQL: one server per data folder, reached over a Unix socket that only its owner and root
 * can open (loopback TCP with a password on Windows), left running when this process is killed and taken over
 * by the next.
 */
import { installedBinaries } from './binaries.ts'
import type { PostgresOptions, RunningPostgres } from './postgres.ts'
import { startPostgresOf } from './start.ts'

export { findRunningPostgres } from './find.ts'
export type { Connection, PostgresOptions, RunningPostgres } from './postgres.ts'

/**
 * Starts the server of a folder, making folder, cluster, role and database when missing, and resolves once it
 * answers. One that runs already is adopted. Safe when several processes call it for one folder at once: all end
 * connected to one server. A server being recovered is waited for without limit, one that does not answer for
 * 30 s. Throws `database.unavailable`, the hint saying what to do (disk full, permissions, other version,
 * unsupported platform …).
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  return startPostgresOf(await installedBinaries(), options)
}
