import type { Role } from '../access/index.ts'
import { anyOf, type Database, type Transaction } from '../platform/database/index.ts'
import type { AccountTables } from './tables.ts'

/** All SQL of accounts. */
const tables = (database: Database | Transaction) => (database as Database).withTables<AccountTables>()

export async function ensurePublisher(
  database: Database,
  name: string,
): Promise<{ id: number; name: string }> {
  await tables(database)
    .insertInto('publishers')
    .values({ name })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tables(database)
    .selectFrom('publishers')
    .select(['id', 'name'])
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
}

export interface NewToken {
  id: string
  hash: Buffer
  name: string
  role: Role
  publisher_id: number
  expires_at: Date | null
}

export async function insertToken(database: Database, token: NewToken): Promise<void> {
  await tables(database)
    .insertInto('tokens')
    .values({ ...token, revoked_at: null, last_used_at: null })
    .execute()
}

export function tokensByHashes(database: Database, hashes: readonly Buffer[]) {
  return tables(database)
    .selectFrom('tokens')
    .innerJoin('publishers', 'publishers.id', 'tokens.publisher_id')
    .select([
      'tokens.id',
      'tokens.hash',
      'tokens.name',
      'tokens.role',
      'tokens.expires_at',
      'tokens.revoked_at',
      'tokens.last_used_at',
      'publishers.id as publisher_id',
      'publishers.name as publisher',
    ])
    .where('hash', '=', anyOf(hashes))
    .execute()
}

export async function touchToken(database: Database, id: string, at: Date): Promise<void> {
  await tables(database).updateTable('tokens').set({ last_used_at: at }).where('id', '=', id).execute()
}

export function allTokens(database: Database) {
  return tables(database)
    .selectFrom('tokens')
    .innerJoin('publishers', 'publishers.id', 'tokens.publisher_id')
    .select([
      'tokens.id',
      'tokens.name',
      'tokens.role',
      'tokens.created_at',
      'tokens.expires_at',
      'tokens.revoked_at',
      'tokens.last_used_at',
      'publishers.name as publisher',
    ])
    .orderBy('tokens.created_at')
    .execute()
}

/** Returns false when there is no such token that is still good. */
export async function revokeToken(database: Database, id: string, at: Date): Promise<boolean> {
  const result = await tables(database)
    .updateTable('tokens')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function insertChallenge(
  database: Database,
  row: AccountTables['key_challenges'],
  now: Date,
): Promise<void> {
  await tables(database).deleteFrom('key_challenges').where('expires_at', '<', now).execute()
  await tables(database).insertInto('key_challenges').values(row).execute()
}

/** Removes a challenge and gives it back: it can be used once. */
export function takeChallenge(database: Database, challenge: string, publisherId: number) {
  return tables(database)
    .deleteFrom('key_challenges')
    .where('challenge', '=', challenge)
    .where('publisher_id', '=', publisherId)
    .returningAll()
    .executeTakeFirst()
}

/** Returns false when the key is registered already, to whomever. */
export async function insertKey(
  database: Database,
  key: { key_id: string; publisher_id: number; pem: string; valid_from: Date },
): Promise<boolean> {
  const result = await tables(database)
    .insertInto('publisher_keys')
    .values({ ...key, revoked_at: null, revoked_reason: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function keyById(database: Database | Transaction, keyId: string) {
  return (await keysByIds(database, [keyId]))[0]
}

export function keysOfPublisher(database: Database, publisherId: number) {
  return tables(database)
    .selectFrom('publisher_keys')
    .selectAll()
    .where('publisher_id', '=', publisherId)
    .orderBy('valid_from')
    .execute()
}

export type PublisherKey = Awaited<ReturnType<typeof keysByIds>>[number]

export function keysByIds(database: Database | Transaction, keyIds: readonly string[]) {
  return tables(database)
    .selectFrom('publisher_keys')
    .innerJoin('publishers', 'publishers.id', 'publisher_keys.publisher_id')
    .selectAll('publisher_keys')
    .select('publishers.name as publisher')
    .where('key_id', '=', anyOf(keyIds))
    .execute()
}

/** Returns false when the key was revoked before. */
export async function markKeyRevoked(
  transaction: Transaction,
  keyId: string,
  at: Date,
  reason: string,
): Promise<boolean> {
  const result = await tables(transaction)
    .updateTable('publisher_keys')
    .set({ revoked_at: at, revoked_reason: reason })
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function publisherNames(database: Database | Transaction): Promise<Map<number, string>> {
  const rows = await tables(database).selectFrom('publishers').select(['id', 'name']).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}
