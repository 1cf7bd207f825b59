import { sql } from 'kysely'
import type { Database, Transaction } from '../platform/database/index.ts'

export type TrustTables = {
  tuf_roots: { version: number; bytes: Buffer }
  tuf_roles: { role: string; version: number; expires_at: Date; path: string }
}

/** All SQL of trust. */
const tables = (database: Database | Transaction) => (database as Database).withTables<TrustTables>()

/** A version that no metadata had before and none will have again, and the versions that are current. */
export async function nextVersion(
  database: Database | Transaction,
): Promise<{ next: number; root: number; timestamp: number }> {
  const { rows } = await sql<{
    next: number
    root: number
    timestamp: number
  }>`select nextval('tuf_version') as next,
    coalesce((select max(version) from tuf_roots), 0) as root,
    coalesce((select version from tuf_roles where role = 'timestamp'), 0) as timestamp`.execute(database)
  return rows[0] ?? { next: 0, root: 0, timestamp: 0 }
}

export function roots(database: Database | Transaction) {
  return tables(database).selectFrom('tuf_roots').selectAll().orderBy('version').execute()
}

export async function insertRoot(transaction: Transaction, version: number, bytes: Buffer): Promise<void> {
  await tables(transaction).insertInto('tuf_roots').values({ version, bytes }).execute()
}

export function currentRoles(database: Database | Transaction) {
  return tables(database).selectFrom('tuf_roles').selectAll().execute()
}

/** Version and path of every current metadata file. */
export function currentFiles(database: Database | Transaction) {
  return tables(database).selectFrom('tuf_roles').select(['role', 'version', 'path']).execute()
}

export async function upsertRoles(
  transaction: Transaction,
  roles: readonly TrustTables['tuf_roles'][],
): Promise<void> {
  const column = <K extends keyof TrustTables['tuf_roles']>(name: K) => roles.map((role) => role[name])
  await sql`insert into tuf_roles (role, version, expires_at, path)
    select * from unnest(${column('role')}::text[], ${column('version')}::bigint[], ${column('expires_at')}::timestamptz[], ${column('path')}::text[])
    on conflict (role) do update set version = excluded.version, expires_at = excluded.expires_at, path = excluded.path`.execute(
    transaction,
  )
}

/** The soonest expiry of each kind of metadata; all bins count as one. */
export async function soonestExpiries(database: Database): Promise<Record<string, Date>> {
  const soonest: Record<string, Date> = {}
  for (const { role, expires_at } of await currentRoles(database)) {
    const kind = role.startsWith('bin-') ? 'bins' : role
    const known = soonest[kind]
    if (!known || expires_at < known) soonest[kind] = expires_at
  }
  return soonest
}
