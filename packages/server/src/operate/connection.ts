import { join } from 'node:path'
import type pg from 'pg'
import { migrate, openDatabase, tryLock, type Database } from '../platform/database/index.ts'
import { readEnvironment } from '../platform/environment.ts'
import { findRunningPostgres, startPostgres } from '../platform/postgres/index.ts'
import { loadSettings, type Settings, type SettingsOverrides } from '../platform/settings.ts'

export interface Connection {
  readonly connection: string | pg.ClientConfig
  /** Stops an embedded PostgreSQL; does nothing for one that is somebody else's. */
  stop(): Promise<void>
}

/** Name of the advisory lock that the registry of a data folder holds. */
export const registryLock = (settings: Settings) => `waybill registry ${settings.data}`

/** The database of these settings: `DATABASE_URL`, else the embedded PostgreSQL, started when it does not run. */
export async function connect(settings: Settings, log: (line: string) => void): Promise<Connection> {
  if (settings.databaseUrl !== undefined)
    return { connection: settings.databaseUrl, stop: () => Promise.resolve() }
  const postgres = await startPostgres({ folder: join(settings.data, 'postgres'), database: 'waybill', log })
  return { connection: postgres.connection, stop: () => postgres.stop() }
}

export interface OperateOptions extends SettingsOverrides {
  progress?: (line: string) => void
}

/**
 * Runs an operator's command on the database of a data folder, whether its registry runs or not. An embedded
 * PostgreSQL that did not run before is stopped again.
 */
export async function withRegistryDatabase<T>(
  options: OperateOptions,
  work: (database: Database, settings: Settings) => Promise<T>,
): Promise<T> {
  const settings = loadSettings(readEnvironment(process.env), options)
  const running =
    settings.databaseUrl === undefined && (await findRunningPostgres(join(settings.data, 'postgres')))
  const own = running ? undefined : await connect(settings, options.progress ?? (() => undefined))
  const connection = running ? running.connection : (own?.connection ?? '')
  const database = openDatabase(connection, () => undefined)
  try {
    await migrate(database)
    return await work(database, settings)
  } finally {
    await database.destroy()
    await own?.stop()
  }
}

/** True when a registry holds the lock of the data folder. */
export async function isRegistryRunning(settings: Settings): Promise<boolean> {
  const running =
    settings.databaseUrl ?? (await findRunningPostgres(join(settings.data, 'postgres')))?.connection
  if (running === undefined) return false
  const lock = await tryLock(running, registryLock(settings))
  await lock?.release()
  return lock === undefined
}
