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
        await sql.raw(text).execute(transaction).catch(explainExtension)
        await sql`insert into migrations (name) values (${name})`.execute(transaction)
      })
    }
  })
}

/** A PostgreSQL of somebody else's may lack an extension, or keep it from us. */
function explainExtension(error: unknown): never {
  const { code, message } = error as { code?: string; message?: string }
  const isMissing = code === '0A000' || code === '58P01' || code === '42501'
  if (!isMissing || !/extension/.test(message ?? '')) throw error
  throw new WaybillError('database.unavailable', `The database gives no extension pg_trgm: ${message}`, {
    hint: 'Install PostgreSQL’s contrib modules there, and run “create extension pg_trgm” in this database as a superuser; then start again.',
    cause: error,
  })
}
