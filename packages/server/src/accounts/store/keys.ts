import { anyOf, type Database, type Transaction } from '../../platform/database/index.ts'
import { tables, type AccountTables } from '../tables.ts'

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

export function keysOfPublishers(database: Database, publisherIds: readonly number[]) {
  return tables(database)
    .selectFrom('publisher_keys')
    .innerJoin('publishers', 'publishers.id', 'publisher_keys.publisher_id')
    .selectAll('publisher_keys')
    .select('publishers.name as publisher')
    .where('publisher_id', '=', anyOf(publisherIds))
    .orderBy('valid_from')
    .execute()
}

export type PublisherKey = Awaited<ReturnType<typeof keysByIds>>[number]

export function keysByIds(database: Database | Transaction, keyIds: readonly string[]) {
  return tables(database)
    .selectFrom('publisher_keys')
    .innerJoin('publishers', 'publishers.id', 'publisher_keys.publisher_id')
    .selectAll('publisher_keys')
    .select([
      'publishers.name as publisher',
      'publishers.domain',
      'publishers.domain_verified_at',
      'publishers.ownership_changed_at',
    ])
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
