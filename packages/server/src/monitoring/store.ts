import { sql } from 'kysely'
import type { Database } from '../platform/database/index.ts'

/** All SQL of monitoring: what the database says of itself. */

export async function databaseFacts(
  database: Database,
): Promise<{ bytes: number; version: string; connections: number }> {
  const { rows } = await sql<{ bytes: number; version: string; connections: number }>`
    select pg_database_size(current_database())::float8 as bytes,
      current_setting('server_version') as version,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`.execute(
    database,
  )
  return rows[0] ?? { bytes: 0, version: '', connections: 0 }
}

/** The time of one question and its answer, milliseconds: the least of some, so that a busy moment does not count. */
export async function roundTrip(database: Database): Promise<number> {
  return database.connection().execute(async (connection) => {
    let least = Infinity
    for (let tries = 0; tries < 3; tries++) {
      const before = performance.now()
      await sql`select 1`.execute(connection)
      least = Math.min(least, performance.now() - before)
    }
    return least
  })
}
