import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { sql } from 'kysely'
import { locks, withLock, type Database } from './database.ts'

const folder = join(import.meta.dirname, 'migrations')

/**
 * Applies the migrations that the database lacks, each in its own transaction, under an advisory lock so that
 * several processes may start at once. A database of a newer Waybill is refused and left as it is.
 */
export async function migrate(database: Database): Promise<void> {
  const known = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  await withLock(database, locks.migrations, async (connection) => {
    await sql`create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())`.execute(
      connection,
    )
    const { rows } = await sql<{ name: string }>`select name from migrations`.execute(connection)
    const applied = new Set(rows.map((row) => row.name))
    const unknown = [...applied].filter((name) => !known.includes(name))
    if (unknown.length > 0) {
      throw new WaybillError(
        'database.unavailable',
        `The database was made by a newer Waybill (it has ${unknown.join(', ')}).`,
        {
          hint: 'Start the newer version, or restore a backup from before the upgrade.',
        },
      )
    }
    for (const name of known.filter((file) => !applied.has(file))) {
      const text = await readFile(join(folder, name), 'utf8')
      await connection.transaction().execute(async (transaction) => {
        await sql.raw(text).execute(transaction)
        await sql`insert into migrations (name) values (${name})`.execute(transaction)
      })
    }
  })
}
