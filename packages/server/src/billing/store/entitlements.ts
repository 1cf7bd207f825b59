import { sql } from 'kysely'
import type { Database, Transaction } from '../../platform/database/index.ts'
import { tables, type BillingTables, type Entitlement } from '../tables.ts'

/** Whoever holds it: the account itself, or the confirmed address that a grant names. */
const heldBy = (userId: string) =>
  sql<boolean>`(user_id = ${userId} or email = (
    select lower(email) from auth."user" where id = ${userId} and email_verified))`

/** The account's entitlements to the package that count now, the longest first. */
export function activeEntitlements(
  database: Database | Transaction,
  holder: { userId: string; packageId: number },
  now: Date,
): Promise<Entitlement[]> {
  return tables(database)
    .selectFrom('entitlements')
    .selectAll()
    .where(heldBy(holder.userId))
    .where('package_id', '=', holder.packageId)
    .where('status', '=', 'active')
    .where('since', '<=', now)
    .where(({ eb, or }) => or([eb('until', 'is', null), eb('until', '>', now)]))
    .orderBy(sql`until desc nulls first`)
    .orderBy('id')
    .execute()
}

/** True when the account paid for the package and was not paid back; also when the time it paid for is over. */
export async function hasPurchased(
  database: Database | Transaction,
  userId: string,
  packageId: number,
): Promise<boolean> {
  const row = await tables(database)
    .selectFrom('entitlements')
    .select('id')
    .where('user_id', '=', userId)
    .where('package_id', '=', packageId)
    .where('kind', 'in', ['purchase', 'subscription'])
    .where('status', '!=', 'revoked')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export function entitlementsOfUser(database: Database, userId: string) {
  return tables(database)
    .selectFrom('entitlements')
    .innerJoin('packages', 'packages.id', 'package_id')
    .selectAll('entitlements')
    .select('packages.name')
    .where(heldBy(userId))
    .orderBy('since', 'desc')
    .orderBy('entitlements.id')
    .execute()
}

/** Grants and redeemed codes of a package, newest first: what its publisher gave. Buyers are not told. */
export function givenEntitlements(database: Database, packageId: number, most: number) {
  return tables(database)
    .selectFrom('entitlements')
    .selectAll()
    .where('package_id', '=', packageId)
    .where('kind', 'in', ['grant', 'code'])
    .orderBy('since', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
}

export function entitlementOfPurchase(transaction: Transaction, purchaseId: string) {
  return tables(transaction)
    .selectFrom('entitlements')
    .selectAll()
    .where('purchase_id', '=', purchaseId)
    .executeTakeFirst()
}

/** One that the package's publisher gave, locked for the transaction. */
export function givenEntitlement(transaction: Transaction, packageId: number, id: string) {
  return tables(transaction)
    .selectFrom('entitlements')
    .selectAll()
    .where('id', '=', id)
    .where('package_id', '=', packageId)
    .where('kind', 'in', ['grant', 'code'])
    .forUpdate()
    .executeTakeFirst()
}

/** Adds an entitlement and the first row of its history; false when this code gave the account one before. */
export async function insertEntitlement(
  transaction: Transaction,
  entitlement: Entitlement,
  at: Date,
): Promise<boolean> {
  const result = await tables(transaction)
    .insertInto('entitlements')
    .values(entitlement)
    .onConflict((conflict) => conflict.columns(['code_id', 'user_id']).doNothing())
    .executeTakeFirst()
  if ((result.numInsertedOrUpdatedRows ?? 0n) === 0n) return false
  await addChange(transaction, changeOf(entitlement, at))
  return true
}

export type EntitlementState = Pick<Entitlement, 'status' | 'since' | 'until' | 'why'>

/** Changes an entitlement, and says so in its history. */
export async function changeEntitlement(
  transaction: Transaction,
  entitlement: Entitlement,
  state: EntitlementState,
  at: Date,
): Promise<void> {
  await tables(transaction).updateTable('entitlements').set(state).where('id', '=', entitlement.id).execute()
  await addChange(transaction, changeOf({ ...entitlement, ...state }, at))
}

type Change = Omit<BillingTables['entitlement_changes'], 'id'>

function changeOf({ id, purchase_id, package_id, status, until, why }: Entitlement, at: Date): Change {
  return { entitlement_id: id, purchase_id, package_id, status, until, why, at }
}

export async function addChange(transaction: Transaction, change: Change): Promise<void> {
  await tables(transaction).insertInto('entitlement_changes').values(change).execute()
}

export function changesOf(database: Database, entitlementIds: readonly string[]) {
  return tables(database)
    .selectFrom('entitlement_changes')
    .select(['entitlement_id', 'status', 'until', 'why', 'at'])
    .where('entitlement_id', '=', sql<string>`any(${[...entitlementIds]}::uuid[])`)
    .orderBy('id')
    .execute()
}

/** Marks what is over, with its history, in one statement. */
export async function expireEntitlements(database: Database, now: Date): Promise<void> {
  await sql`
    with expired as (
      update entitlements set status = 'expired' where status = 'active' and until <= ${now}
      returning id, purchase_id, package_id, until
    )
    insert into entitlement_changes (entitlement_id, purchase_id, package_id, status, until, why, at)
    select id, purchase_id, package_id, 'expired', until, 'its time is over', ${now} from expired`.execute(
    database,
  )
}
