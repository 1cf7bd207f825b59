import { randomUUID } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { pages } from '@waybill/core/paths'
import type { Notifier } from '../accounts/index.ts'
import { second, type Clock } from '../platform/clock.ts'
import { packageById } from '../packages/index.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import { readFact, type Fact } from './facts.ts'
import { mismatch, outcomeOf, type DatedFact, type Outcome } from './outcome.ts'
import * as store from './store/index.ts'
import type { Payments } from './stripe.ts'
import type { EntitlementStatus, Purchase } from './tables.ts'

export interface NotifyContext {
  database: Database
  clock: Clock
  log: Logger
  payments: () => Promise<Payments>
  notifier: Notifier
  /** Public address of the registry. */
  url: () => string
}

/**
 * Takes an event of the payment service: its signature and age are checked over the bytes as they came, it is recorded once,
 * and what its purchase gives is worked out anew from all that is recorded. Throws `billing.event_refused`.
 */
export async function notify(
  context: NotifyContext,
  body: Buffer,
  signature: string | undefined,
): Promise<void> {
  const { database, clock, log } = context
  const event = await authentic(context, body, signature)
  const read = readFact(event.type, event.data.object)
  if (!read) return
  const now = clock()
  await database.transaction().execute(async (transaction) => {
    await store.lockPayments(transaction)
    const isNew = await store.insertEvent(transaction, {
      id: event.id,
      type: event.type,
      created_at: new Date(event.created * second),
      received_at: now,
      refs: [...read.refs],
      fact: JSON.stringify(read.fact),
    })
    if (!isNew) return
    const { purchase, facts } = await purchaseOf(transaction, read.refs)
    if (!purchase) {
      log.warn({ event: event.id, type: event.type }, 'a payment event belongs to no purchase that is known')
      return
    }
    const became = await settle(transaction, purchase, outcomeOf(purchase, facts), now)
    if (became) await tellBuyer(context, transaction, purchase, became)
    await note(transaction, purchase, read.fact, now)
  })
}

async function authentic({ payments, clock }: NotifyContext, body: Buffer, signature: string | undefined) {
  const { stripe, webhookSecret } = await payments()
  try {
    return stripe.webhooks.constructEvent(
      body,
      signature ?? '',
      webhookSecret,
      undefined,
      undefined,
      clock().getTime(),
    )
  } catch (cause) {
    throw new WaybillError('billing.event_refused', 'The event is not signed by the payment service.', {
      hint: 'Check that the webhook secret is the one of this endpoint.',
      cause,
    })
  }
}

/** The purchase that ids lead to, by however many events in between, with all that is known of it. */
async function purchaseOf(
  transaction: Transaction,
  refs: readonly string[],
): Promise<{ purchase: Purchase | undefined; facts: DatedFact[] }> {
  const known = new Set(refs)
  for (;;) {
    const { size } = known
    const events = await store.eventsNaming(transaction, [...known])
    for (const event of events) for (const ref of event.refs) known.add(ref)
    if (known.size > size) continue
    const id = [...known].find((ref) => uuidRef.test(ref))?.slice('purchase:'.length)
    return {
      purchase: id === undefined ? undefined : await store.purchaseById(transaction, id),
      facts: events.map(({ created_at: at, fact }) => ({ at, fact })),
    }
  }
}

const uuidRef = /^purchase:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Makes the entitlement what the facts say, with its history; answers its state where that is another one than before. */
async function settle(
  transaction: Transaction,
  purchase: Purchase,
  outcome: Outcome | undefined,
  now: Date,
): Promise<{ status: EntitlementStatus; why: string } | undefined> {
  if (!outcome) return undefined
  const former = await store.entitlementOfPurchase(transaction, purchase.id)
  const isOver = outcome.status === 'active' && outcome.until !== null && outcome.until <= now
  const state = { ...outcome, status: isOver ? ('expired' as const) : outcome.status }
  if (!former) {
    const { id: purchase_id, user_id, package_id, type } = purchase
    const kind = type === 'subscription' ? ('subscription' as const) : ('purchase' as const)
    const none = { email: null, code_id: null, granted_by: null }
    const entitlement = { id: randomUUID(), user_id, package_id, kind, purchase_id, ...none, ...state }
    await store.insertEntitlement(transaction, entitlement, now)
    return state
  }
  const isSame =
    former.status === state.status &&
    former.why === state.why &&
    former.since.getTime() === state.since.getTime() &&
    former.until?.getTime() === state.until?.getTime()
  if (!isSame) await store.changeEntitlement(transaction, former, state, now)
  return former.status === state.status ? undefined : state
}

/** What a buyer is told: that it is theirs, or that it is no more. */
async function tellBuyer(
  { notifier, url }: NotifyContext,
  transaction: Transaction,
  { user_id: userId, package_id: packageId }: Purchase,
  { status, why }: { status: EntitlementStatus; why: string },
): Promise<void> {
  const found = await packageById(transaction, packageId)
  if (!found) return
  const { name } = found
  const page = url() + pages.package.replace(':name', encodeURIComponent(name))
  const message =
    status === 'active'
      ? {
          subject: `${name} is yours`,
          lines: [`Thank you. ${name} is yours now:`, '', `waybill install ${name}`, page],
        }
      : {
          subject: `${name} is not yours any more`,
          lines: [`${name} is not yours any more: ${why}.`, '', page],
        }
  await notifier.tell(transaction, 'purchases', userId, message)
}

/** Records what an event says though it gives nothing: a wrong amount, a renewal that could not be charged. */
async function note(transaction: Transaction, purchase: Purchase, fact: Fact, now: Date): Promise<void> {
  const wrong = fact.kind === 'session' && fact.payment !== 'paid' ? undefined : mismatch(purchase, fact)
  const failed = fact.kind === 'invoice' && !fact.isPaid ? 'a payment of the subscription failed' : undefined
  const why = wrong ?? failed
  if (why === undefined) return
  const entitlement = await store.entitlementOfPurchase(transaction, purchase.id)
  await store.addChange(transaction, {
    entitlement_id: entitlement?.id ?? null,
    purchase_id: purchase.id,
    package_id: purchase.package_id,
    status: wrong === undefined && entitlement ? entitlement.status : 'refused',
    until: entitlement?.until ?? null,
    why,
    at: now,
  })
}
