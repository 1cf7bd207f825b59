import { lookAlikeKey } from '@waybill/core/names'
import type { MemberRole } from '../../access/index.ts'
import { anyOf, type Database, type Transaction } from '../../platform/database/index.ts'
import { tables, type AccountTables } from '../tables.ts'

/** Takes a name for a new publisher; undefined when it, or one that looks like it, is taken. */
export function insertPublisher(transaction: Transaction, name: string, kind: 'user' | 'organization') {
  return tables(transaction)
    .insertInto('publishers')
    .values({
      name,
      kind,
      look_alike: lookAlikeKey(name),
      domain: null,
      domain_secret: null,
      domain_verified_at: null,
      domain_checked_at: null,
      ownership_changed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'name'])
    .executeTakeFirst()
}

export function publisherByName(database: Database | Transaction, name: string) {
  return tables(database).selectFrom('publishers').selectAll().where('name', '=', name).executeTakeFirst()
}

/** The publisher, locked for the transaction: its members change one operation at a time. */
export function lockPublisher(transaction: Transaction, id: number) {
  return tables(transaction)
    .selectFrom('publishers')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export async function publisherNames(database: Database | Transaction): Promise<Map<number, string>> {
  const rows = await tables(database).selectFrom('publishers').select(['id', 'name']).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

export async function updatePublisher(
  database: Database | Transaction,
  id: number,
  change: Partial<Omit<AccountTables['publishers'], 'id' | 'created_at' | 'domain_failures'>> & {
    domain_failures?: number
  },
): Promise<void> {
  await tables(database).updateTable('publishers').set(change).where('id', '=', id).execute()
}

/** Publishers whose domain was not looked at since `before`. */
export function domainsToCheck(database: Database, before: Date, most: number) {
  return tables(database)
    .selectFrom('publishers')
    .selectAll()
    .where('domain', 'is not', null)
    .where((where) =>
      where.or([where('domain_checked_at', 'is', null), where('domain_checked_at', '<', before)]),
    )
    .orderBy('domain_checked_at')
    .limit(most)
    .execute()
}

export function membersOf(database: Database | Transaction, publisherId: number) {
  return tables(database)
    .selectFrom('members')
    .innerJoin('auth.user as user', 'user.id', 'members.user_id')
    .select(['members.user_id', 'members.role', 'members.since', 'user.name', 'user.email'])
    .where('publisher_id', '=', publisherId)
    .orderBy('members.since')
    .execute()
}

export function membershipsOf(database: Database, userId: string) {
  return tables(database)
    .selectFrom('members')
    .innerJoin('publishers', 'publishers.id', 'members.publisher_id')
    .select(['publishers.id', 'publishers.name', 'members.role'])
    .where('user_id', '=', userId)
    .orderBy('publishers.name')
    .execute()
}

/** The publishers of these ids, by name. */
export function publishersByIds(database: Database, ids: readonly number[]) {
  return tables(database)
    .selectFrom('publishers')
    .selectAll()
    .where('id', '=', anyOf(ids))
    .orderBy('name')
    .execute()
}

export async function putMember(
  transaction: Transaction,
  member: { publisher_id: number; user_id: string; role: MemberRole; since: Date },
): Promise<void> {
  await tables(transaction)
    .insertInto('members')
    .values(member)
    .onConflict((conflict) =>
      conflict.columns(['publisher_id', 'user_id']).doUpdateSet({ role: member.role }),
    )
    .execute()
}

export async function removeMember(
  transaction: Transaction,
  publisherId: number,
  userId: string,
): Promise<boolean> {
  const result = await tables(transaction)
    .deleteFrom('members')
    .where('publisher_id', '=', publisherId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function insertInvitation(
  transaction: Transaction,
  row: AccountTables['invitations'],
): Promise<void> {
  await tables(transaction)
    .deleteFrom('invitations')
    .where('publisher_id', '=', row.publisher_id)
    .where('email', '=', row.email)
    .execute()
  await tables(transaction).insertInto('invitations').values(row).execute()
}

export function invitationsOf(database: Database, publisherId: number, now: Date) {
  return tables(database)
    .selectFrom('invitations')
    .select(['id', 'email', 'role', 'transfers', 'created_at', 'expires_at'])
    .where('publisher_id', '=', publisherId)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .execute()
}

/** An invitation as who is invited sees it. */
export function invitationByHash(database: Database, hash: Buffer, email: string) {
  return tables(database)
    .selectFrom('invitations')
    .innerJoin('publishers', 'publishers.id', 'invitations.publisher_id')
    .innerJoin('auth.user as inviter', 'inviter.id', 'invitations.invited_by')
    .select([
      'publishers.name as publisher',
      'role',
      'transfers',
      'inviter.email as invited_by',
      'expires_at',
    ])
    .where('hash', '=', hash)
    .where('invitations.email', '=', email)
    .executeTakeFirst()
}

/** Removes an invitation and gives it back: it can be used once. */
export function takeInvitation(transaction: Transaction, hash: Buffer, email: string) {
  return tables(transaction)
    .deleteFrom('invitations')
    .where('hash', '=', hash)
    .where('email', '=', email)
    .returningAll()
    .executeTakeFirst()
}

export async function removeInvitation(
  database: Database,
  publisherId: number,
  id: string,
): Promise<boolean> {
  const result = await tables(database)
    .deleteFrom('invitations')
    .where('publisher_id', '=', publisherId)
    .where('id', '=', id)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}
