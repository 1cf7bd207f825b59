import { sql } from 'kysely'
import type { OperatorRole } from '../../access/index.ts'
import type { Database, Transaction } from '../../platform/database/index.ts'
import { tables } from '../tables.ts'

export function userById(database: Database | Transaction, id: string) {
  return tables(database).selectFrom('auth.user').selectAll().where('id', '=', id).executeTakeFirst()
}

export function allUsers(database: Database, most: number, after: string) {
  return tables(database)
    .selectFrom('auth.user as user')
    .select(['id', 'name', 'email', 'email_verified', 'created_at', 'two_factor_enabled'])
    .select(
      sql<OperatorRole[]>`array(select role from operators where user_id = "user".id order by role)`.as(
        'roles',
      ),
    )
    .where('id', '>', after)
    .orderBy('id')
    .limit(most)
    .execute()
}

export async function rolesOf(database: Database | Transaction, userId: string): Promise<OperatorRole[]> {
  const rows = await tables(database)
    .selectFrom('operators')
    .select('role')
    .where('user_id', '=', userId)
    .execute()
  return rows.map(({ role }) => role)
}

export async function countAdmins(transaction: Transaction): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from operators where role = 'admin'`.execute(
    transaction,
  )
  return rows[0]?.count ?? 0
}

/** Lets one transaction at a time change the roles, so that two do not each rely on what the other removes. */
export async function lockOperators(transaction: Transaction): Promise<void> {
  await sql`lock table operators in share row exclusive mode`.execute(transaction)
}

export async function setRoles(
  transaction: Transaction,
  userId: string,
  roles: readonly OperatorRole[],
  since: Date,
): Promise<void> {
  await tables(transaction).deleteFrom('operators').where('user_id', '=', userId).execute()
  if (roles.length > 0)
    await tables(transaction)
      .insertInto('operators')
      .values(roles.map((role) => ({ user_id: userId, role, since })))
      .execute()
}

export function sessionsOf(database: Database, userId: string, now: Date) {
  return tables(database)
    .selectFrom('auth.session')
    .select(['id', 'created_at', 'updated_at', 'expires_at', 'ip_address', 'user_agent'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .orderBy('updated_at', 'desc')
    .execute()
}

/** Ends a session of the user; all but `keep` when no id is given. Says how many ended. */
export async function endSessions(
  database: Database | Transaction,
  userId: string,
  which: { id: string } | { keep: string | undefined },
): Promise<number> {
  const query = tables(database).deleteFrom('auth.session').where('user_id', '=', userId)
  const result = await (
    'id' in which
      ? query.where('id', '=', which.id)
      : which.keep === undefined
        ? query
        : query.where('id', '!=', which.keep)
  ).executeTakeFirst()
  return Number(result.numDeletedRows)
}

export async function signInMethods(
  database: Database | Transaction,
  userId: string,
): Promise<{ password: boolean; passkeys: number }> {
  const { rows } = await sql<{ password: boolean; passkeys: number }>`
    select exists (select from auth.account where user_id = ${userId} and provider_id = 'credential') as password,
      (select count(*) from auth.passkey where user_id = ${userId}) as passkeys`.execute(database)
  return rows[0] ?? { password: false, passkeys: 0 }
}

export async function removePassword(transaction: Transaction, userId: string): Promise<void> {
  await tables(transaction)
    .deleteFrom('auth.account')
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .execute()
}

/** Removes what expired: sessions, codes, challenges. */
export async function sweepAccounts(database: Database, now: Date): Promise<void> {
  for (const table of ['auth.session', 'auth.verification', 'auth.device_code', 'invitations'] as const)
    await tables(database).deleteFrom(table).where('expires_at', '<', now).execute()
}

export async function confirmEmail(transaction: Transaction, userId: string): Promise<void> {
  await tables(transaction)
    .updateTable('auth.user')
    .set({ email_verified: true })
    .where('id', '=', userId)
    .execute()
}

/** Locks the account for the transaction: its ways to sign in change one at a time. */
export async function lockUser(transaction: Transaction, userId: string): Promise<void> {
  await tables(transaction)
    .selectFrom('auth.user')
    .select('id')
    .where('id', '=', userId)
    .forUpdate()
    .execute()
}

export function passkeysOf(database: Database, userId: string) {
  return tables(database)
    .selectFrom('auth.passkey')
    .select(['id', 'name', 'created_at', 'last_used_at', 'backed_up'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
}

export async function removePasskey(transaction: Transaction, userId: string, id: string): Promise<boolean> {
  const result = await tables(transaction)
    .deleteFrom('auth.passkey')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Gives a passkey another name; false where the user has no such. */
export async function renamePasskey(
  database: Database,
  userId: string,
  { id, name }: { id: string; name: string },
): Promise<boolean> {
  const result = await tables(database)
    .updateTable('auth.passkey')
    .set({ name })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function touchPasskey(database: Database, credentialId: string, at: Date): Promise<void> {
  await tables(database)
    .updateTable('auth.passkey')
    .set({ last_used_at: at })
    .where('credential_id', '=', credentialId)
    .execute()
}

/** Ends the session with this text and says whose it was. */
export async function takeSession(database: Database, token: string) {
  const session = await tables(database)
    .deleteFrom('auth.session')
    .where('token', '=', token)
    .returning('user_id')
    .executeTakeFirst()
  return session && userById(database, session.user_id)
}
