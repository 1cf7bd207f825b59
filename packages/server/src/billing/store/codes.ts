import { sql } from 'kysely'
import type { Database, Transaction } from '../../platform/database/index.ts'
import { tables, type BillingTables } from '../tables.ts'

export type Code = BillingTables['entitlement_codes']

export async function insertCode(database: Database, code: Code): Promise<void> {
  await tables(database).insertInto('entitlement_codes').values(code).execute()
}

/** Takes one use of the code with this digest; undefined when it is unknown, used up or expired. */
export function takeUse(transaction: Transaction, hash: Buffer, now: Date): Promise<Code | undefined> {
  return tables(transaction)
    .updateTable('entitlement_codes')
    .set({ uses_left: sql<number>`uses_left - 1` })
    .where('hash', '=', hash)
    .where('uses_left', '>', 0)
    .where(({ eb, or }) => or([eb('until', 'is', null), eb('until', '>', now)]))
    .returningAll()
    .executeTakeFirst()
}

/** What the account got by this code before. */
export function redeemedBefore(database: Database | Transaction, hash: Buffer, userId: string) {
  return tables(database)
    .selectFrom('entitlements')
    .innerJoin('entitlement_codes', 'entitlement_codes.id', 'code_id')
    .innerJoin('packages', 'packages.id', 'entitlements.package_id')
    .select(['packages.name', 'entitlements.id', 'entitlements.until', 'entitlements.status'])
    .where('hash', '=', hash)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}
