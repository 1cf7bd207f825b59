import { isDeepStrictEqual } from 'node:util'
import { isGated, type Pricing } from '@waybill/core/pricing'
import { authorize, type Actor } from '../access/index.ts'
import { requirePackage, setGated } from '../packages/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Outbox } from '../platform/outbox.ts'
import { pricingChanged } from './events.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import * as store from './store/index.ts'

/**
 * Sets what a package costs, from `at` on, in the caller's transaction; the same price again changes nothing. Artifacts that
 * are published from then on are gated where the price asks for it, also those that the very same transaction published.
 */
export async function setPricing(
  transaction: Transaction,
  packageId: number,
  pricing: Pricing,
  at: Date,
): Promise<void> {
  await setGated(transaction, packageId, isGated(pricing))
  if (isDeepStrictEqual(await store.currentPrice(transaction, packageId), pricing)) return
  await store.addPrice(transaction, packageId, pricing, at)
}

/** What a package costs now; a package without a price is free. */
export async function currentPricing(transaction: Transaction, packageId: number): Promise<Pricing> {
  return (await store.currentPrice(transaction, packageId)) ?? { type: 'free' }
}

/** What a package costs, and what it did. Throws `package.not_found`. */
export async function readPricing(database: Database, name: string) {
  const { id } = await requirePackage(database, name)
  const history = await store.pricesOf(database, id)
  return { name, pricing: history.at(-1)?.pricing ?? { type: 'free' as const }, history }
}

/** Changes a price, by a billing member or owner of the package's publisher. Throws `package.not_found`, `auth.*`. */
export async function changePricing(
  { database, clock, outbox }: { database: Database; clock: Clock; outbox: Outbox },
  actor: Actor | undefined,
  { name, pricing }: { name: string; pricing: Pricing },
) {
  await database.transaction().execute(async (transaction) => {
    const found = await requirePackage(transaction, name)
    authorize(actor, 'pricing.change', { publisher: found.publisher, package: found.name })
    await setPricing(transaction, found.id, pricing, clock())
    await outbox.emit(transaction, pricingChanged, { packageId: found.id })
  })
  return readPricing(database, name)
}
