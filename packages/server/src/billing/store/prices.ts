import type { Pricing } from '@waybill/core/pricing'
import type { Database, Transaction } from '../../platform/database/index.ts'
import { tables, type BillingTables } from '../tables.ts'

type Row = Pick<BillingTables['prices'], 'type' | 'amount' | 'currency' | 'interval'>

/** Every price of a package with when it began to count, oldest first. */
export async function pricesOf(
  database: Database | Transaction,
  packageId: number,
): Promise<{ pricing: Pricing; since: Date }[]> {
  const rows = await tables(database)
    .selectFrom('prices')
    .select(['type', 'amount', 'currency', 'interval', 'since'])
    .where('package_id', '=', packageId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ pricing: pricingOf(row), since: row.since }))
}

/** What the package costs now; free when nobody ever said. */
export async function currentPrice(database: Database | Transaction, packageId: number): Promise<Pricing> {
  const row = await tables(database)
    .selectFrom('prices')
    .select(['type', 'amount', 'currency', 'interval'])
    .where('package_id', '=', packageId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? pricingOf(row) : { type: 'free' }
}

export async function addPrice(
  transaction: Transaction,
  packageId: number,
  pricing: Pricing,
  since: Date,
): Promise<void> {
  const priced = 'price' in pricing ? pricing : undefined
  await tables(transaction)
    .insertInto('prices')
    .values({
      package_id: packageId,
      type: pricing.type,
      amount: priced?.price ?? null,
      currency: priced?.currency ?? null,
      interval: pricing.type === 'subscription' ? pricing.interval : null,
      since,
    })
    .execute()
}

function pricingOf({ type, amount: price, currency, interval }: Row): Pricing {
  if (type === 'free') return { type }
  if (price === null || currency === null) return { type: 'freemium' }
  return type === 'subscription'
    ? { type, price, currency, interval: interval ?? 'month' }
    : { type, price, currency }
}
