import type { MemberRole, OperatorRole } from '../../access/index.ts'
import { anyOf, type Database, type Transaction } from '../../platform/database/index.ts'
import { tables } from '../tables.ts'

export interface NewToken {
  id: string
  hash: Buffer
  name: string
  /** A token is a user's or a publisher's, never both. */
  user_id: string | null
  publisher_id: number | null
  role: MemberRole | null
  operator: OperatorRole | null
  actions: string[]
  packages: string[]
  expires_at: Date | null
}

export async function insertToken(database: Database | Transaction, token: NewToken): Promise<void> {
  await tables(database)
    .insertInto('tokens')
    .values({ ...token, revoked_at: null, last_used_at: null })
    .execute()
}

const columns = [
  'tokens.id',
  'tokens.name',
  'tokens.user_id',
  'tokens.role',
  'tokens.operator',
  'tokens.actions',
  'tokens.packages',
  'tokens.created_at',
  'tokens.expires_at',
  'tokens.revoked_at',
  'tokens.last_used_at',
] as const

export function tokensByHashes(database: Database, hashes: readonly Buffer[]) {
  return tables(database)
    .selectFrom('tokens')
    .leftJoin('publishers', 'publishers.id', 'tokens.publisher_id')
    .select([...columns, 'tokens.hash', 'publishers.id as publisher_id', 'publishers.name as publisher'])
    .where('hash', '=', anyOf(hashes))
    .execute()
}

export async function touchToken(database: Database, id: string, at: Date): Promise<void> {
  await tables(database).updateTable('tokens').set({ last_used_at: at }).where('id', '=', id).execute()
}

/** Every token, for the operator. */
export function allTokens(database: Database) {
  return tables(database)
    .selectFrom('tokens')
    .leftJoin('publishers', 'publishers.id', 'tokens.publisher_id')
    .leftJoin('auth.user as user', 'user.id', 'tokens.user_id')
    .select([...columns, 'publishers.name as publisher', 'user.email'])
    .orderBy('tokens.created_at')
    .execute()
}

export function tokensOfUser(database: Database, userId: string) {
  return tables(database)
    .selectFrom('tokens')
    .select(columns)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .execute()
}

/** Revokes a token, only one of `userId` where that is given. Returns false when there is none that is still good. */
export async function revokeToken(
  database: Database,
  id: string,
  at: Date,
  userId?: string,
): Promise<boolean> {
  const query = tables(database)
    .updateTable('tokens')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
  const result = await (userId === undefined ? query : query.where('user_id', '=', userId)).executeTakeFirst()
  return result.numUpdatedRows > 0n
}
