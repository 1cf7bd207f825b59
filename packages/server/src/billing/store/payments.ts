import { sql } from 'kysely'
import { locks, type Database, type Transaction } from '../../platform/database/index.ts'
import { tables, type BillingTables, type Purchase } from '../tables.ts'

export async function insertPurchase(
  database: Database,
  purchase: Omit<Purchase, 'session_id' | 'checkout_url' | 'session_expires_at'>,
): Promise<void> {
  await tables(database)
    .insertInto('purchases')
    .values({ ...purchase, session_id: null, checkout_url: null, session_expires_at: null })
    .execute()
}

export async function setSession(
  database: Database,
  id: string,
  session: Pick<Purchase, 'session_id' | 'checkout_url' | 'session_expires_at'>,
): Promise<void> {
  await tables(database).updateTable('purchases').set(session).where('id', '=', id).execute()
}

/** A purchase on the same terms whose payment page is open still and was not paid at. */
export function openPurchase(
  database: Database,
  terms: Pick<Purchase, 'user_id' | 'package_id' | 'type' | 'amount' | 'currency' | 'interval'>,
  openAt: Date,
) {
  return tables(database)
    .selectFrom('purchases')
    .select(['id', 'checkout_url'])
    .where('user_id', '=', terms.user_id)
    .where('package_id', '=', terms.package_id)
    .where('type', '=', terms.type)
    .where('amount', '=', terms.amount)
    .where('currency', '=', terms.currency)
    .where(sql<boolean>`"interval" is not distinct from ${terms.interval}`)
    .where('session_expires_at', '>', openAt)
    .where(
      sql<boolean>`not exists (select from payment_events where refs @> array['purchase:' || purchases.id])`,
    )
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export function purchaseById(transaction: Transaction, id: string): Promise<Purchase | undefined> {
  return tables(transaction).selectFrom('purchases').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Payment events are handled one at a time: what one links, the next must see. */
export async function lockPayments(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${locks.payments})`.execute(transaction)
}

type NewEvent = Omit<BillingTables['payment_events'], 'fact'> & { fact: string }

/** Records an event; false when it was recorded before. */
export async function insertEvent(transaction: Transaction, event: NewEvent): Promise<boolean> {
  const result = await tables(transaction)
    .insertInto('payment_events')
    .values(event)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** The events that name one of these ids. */
export async function eventsNaming(transaction: Transaction, refs: readonly string[]) {
  return tables(transaction)
    .selectFrom('payment_events')
    .select(['id', 'type', 'created_at', 'refs', 'fact'])
    .where(sql<boolean>`refs && ${[...refs]}::text[]`)
    .execute()
}
