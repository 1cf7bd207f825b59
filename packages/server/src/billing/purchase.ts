import { randomUUID } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { pages } from '@waybill/core/paths'
import type { Pricing } from '@waybill/core/pricing'
import { authorize, type Actor } from '../access/index.ts'
import { takeAllowance } from '../platform/allowance.ts'
import { minute, second, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { requirePackage } from '../packages/index.ts'
import { purchaseRef } from './facts.ts'
import * as store from './store/index.ts'
import { stripeAmount, type Payments } from './stripe.ts'
import type { Purchase } from './tables.ts'

export interface PurchaseContext {
  database: Database
  clock: Clock
  payments: () => Promise<Payments>
  /** Public address of the registry. */
  url: () => string
}

/** Payment pages that one account may have opened. */
const openings = { most: 60, seconds: 3600 }

/**
 * Opens a payment page for an account, at today's price. An open page of the same terms is given again. Throws
 * `purchase.not_needed`, `billing.unavailable`, `billing.failed` or `package.not_found`.
 */
export async function startPurchase(
  context: PurchaseContext,
  actor: Actor | undefined,
  name: string,
): Promise<{ checkoutUrl: string }> {
  const { database, clock } = context
  const { user } = authorize(actor, 'purchase.start', { package: name })
  if (!user) throw new WaybillError('auth.required', 'An account buys; a token of a publisher cannot.')
  const found = await requirePackage(database, name)
  const pricing = await store.currentPrice(database, found.id)
  if (!('price' in pricing))
    throw notNeeded(`${name} costs nothing.`, `Install it: “waybill install ${name}”.`)
  const now = clock()
  const held = await store.activeEntitlements(database, { userId: user.id, packageId: found.id }, now)
  if (held.length > 0) throw notNeeded(`You have ${name} already.`, `Install it: “waybill install ${name}”.`)
  const { stripe } = await context.payments()
  const terms = { user_id: user.id, package_id: found.id, ...termsOf(pricing) }
  const open = await store.openPurchase(database, terms, new Date(now.getTime() + 5 * minute))
  if (open?.checkout_url) return { checkoutUrl: open.checkout_url }
  await takeAllowance(context, `purchase ${user.id}`, openings)
  const purchase = { id: randomUUID(), ...terms, started_at: now }
  await store.insertPurchase(database, purchase)
  const session = await sessionFor(stripe, purchase, {
    name,
    email: user.email,
    returnTo: (outcome) => context.url() + pages.purchaseOutcome.replace(':outcome', outcome),
  })
  await store.setSession(database, purchase.id, session)
  return { checkoutUrl: session.checkout_url }
}

type Priced = Extract<Pricing, { price: number }>

function termsOf(pricing: Priced): Pick<Purchase, 'type' | 'amount' | 'currency' | 'interval'> {
  const { type, price, currency } = pricing
  const interval = pricing.type === 'subscription' ? pricing.interval : null
  return { type, amount: stripeAmount(price, currency), currency, interval }
}

async function sessionFor(
  stripe: Payments['stripe'],
  { id, amount, currency, interval }: Pick<Purchase, 'id' | 'amount' | 'currency' | 'interval'>,
  buyer: { name: string; email: string; returnTo: (outcome: string) => string },
) {
  const metadata = { waybill_purchase: id }
  try {
    const session = await stripe.checkout.sessions.create(
      {
        mode: interval === null ? 'payment' : 'subscription',
        client_reference_id: id,
        customer_email: buyer.email,
        metadata,
        // Later events name the payment or the subscription, not the page.
        ...(interval === null ? { payment_intent_data: { metadata } } : { subscription_data: { metadata } }),
        line_items: [
          {
            quantity: 1,
            price_data: {
              currency,
              unit_amount: amount,
              product_data: { name: buyer.name },
              ...(interval === null ? {} : { recurring: { interval } }),
            },
          },
        ],
        success_url: buyer.returnTo('done'),
        cancel_url: buyer.returnTo('cancelled'),
      },
      { idempotencyKey: purchaseRef(id) },
    )
    if (!session.url) throw new Error('it gave no address')
    return {
      session_id: session.id,
      checkout_url: session.url,
      session_expires_at: new Date(session.expires_at * second),
    }
  } catch (cause) {
    throw new WaybillError('billing.failed', 'The payment service did not open a payment page.', {
      hint: 'Nothing was charged. Try again; if it stays, tell the registry’s operator.',
      cause,
    })
  }
}

function notNeeded(message: string, hint: string): WaybillError {
  return new WaybillError('purchase.not_needed', message, { hint })
}
