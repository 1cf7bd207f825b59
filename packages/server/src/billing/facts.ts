import { WaybillError } from '@waybill/core/errors'
import { z } from 'zod'

/** What one event of the payment service says, as far as a purchase depends on it. Amounts are as the service counts. */
export type Fact =
  | {
      readonly kind: 'session'
      readonly session: string
      readonly payment: 'paid' | 'failed' | 'waiting'
      readonly mode: string
      readonly amount: number
      readonly currency: string
      readonly subscription: string | null
    }
  | {
      readonly kind: 'invoice'
      readonly isPaid: boolean
      readonly amount: number
      readonly currency: string
      readonly subscription: string | null
      /** End of the time that is paid for, seconds since 1970. */
      readonly until: number
    }
  | {
      readonly kind: 'subscription'
      readonly subscription: string
      readonly status: string
      readonly isDeleted: boolean
      /** Seconds since 1970. */
      readonly endedAt: number | null
    }
  | { readonly kind: 'refund'; readonly isFull: boolean }
  | {
      readonly kind: 'dispute'
      readonly dispute: string
      readonly status: string
      readonly isClosed: boolean
    }
  /** Says only that the ids it names belong together. */
  | { readonly kind: 'link' }

/** A fact with the ids that it names: `purchase:<id>` is one of ours, the others are the service's own. */
export interface ReadFact {
  readonly fact: Fact
  readonly refs: readonly string[]
}

const idOf = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .transform((id) => id ?? null)
const metadata = z
  .object({ waybill_purchase: z.string().optional() })
  .nullish()
  .transform((found) => (found?.waybill_purchase === undefined ? null : purchaseRef(found.waybill_purchase)))
const payment = z.object({ payment_intent: idOf, charge: idOf })

const session = z.object({
  id: z.string(),
  mode: z.string(),
  payment_status: z.string(),
  amount_total: z.int().nullable(),
  currency: z.string().nullable(),
  payment_intent: idOf,
  subscription: idOf,
  invoice: idOf,
  metadata,
})
const subscriptionDetails = z.object({ subscription: idOf, metadata }).nullish()
/** Where things stand in an invoice depends on the version of the API that the account has. */
const invoice = z.object({
  id: z.string(),
  currency: z.string(),
  total: z.int(),
  subscription: idOf,
  payment_intent: idOf,
  charge: idOf,
  subscription_details: subscriptionDetails,
  parent: z.object({ subscription_details: subscriptionDetails }).nullish(),
  payments: z.object({ data: z.array(z.object({ payment })) }).nullish(),
  lines: z.object({ data: z.array(z.object({ period: z.object({ end: z.int() }) })) }),
})
const subscription = z.object({
  id: z.string(),
  status: z.string(),
  ended_at: z.int().nullish(),
  metadata,
})
const charge = z.object({
  id: z.string(),
  refunded: z.boolean().default(false),
  payment_intent: idOf,
  invoice: idOf,
  metadata,
})
const dispute = z.object({ id: z.string(), status: z.string(), charge: idOf, payment_intent: idOf })
const invoicePayment = z.object({ invoice: idOf, payment })

const readers: Readonly<Record<string, (object: unknown) => ReadFact>> = {
  'checkout.session.completed': (object) => readSession(object, undefined),
  'checkout.session.async_payment_succeeded': (object) => readSession(object, 'paid'),
  'checkout.session.async_payment_failed': (object) => readSession(object, 'failed'),
  'invoice.paid': (object) => readInvoice(object, true),
  'invoice.payment_failed': (object) => readInvoice(object, false),
  'customer.subscription.updated': (object) => readSubscription(object, false),
  'customer.subscription.deleted': (object) => readSubscription(object, true),
  'charge.refunded': (object) => {
    const read = charge.parse(object)
    return { fact: { kind: 'refund', isFull: read.refunded }, refs: refsOfCharge(read) }
  },
  'charge.succeeded': (object) => ({ fact: { kind: 'link' }, refs: refsOfCharge(charge.parse(object)) }),
  'invoice_payment.paid': (object) => {
    const { invoice: paid, payment: by } = invoicePayment.parse(object)
    return { fact: { kind: 'link' }, refs: present(paid, by.payment_intent, by.charge) }
  },
  'charge.dispute.created': (object) => readDispute(object, false),
  'charge.dispute.closed': (object) => readDispute(object, true),
}

/** The events that a Stripe account must be told to send. */
export const neededEvents = Object.keys(readers)

export const purchaseRef = (id: string) => `purchase:${id}`

/** Reads an event’s object; undefined for a type that says nothing to us. Throws `billing.event_refused`. */
export function readFact(type: string, object: unknown): ReadFact | undefined {
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined
  try {
    return reader?.(object)
  } catch (cause) {
    throw new WaybillError('billing.event_refused', `The event ${type} is not of the expected form.`, {
      hint: 'The account may use a version of the API that this registry does not know.',
      cause,
    })
  }
}

function readSession(object: unknown, outcome: 'paid' | 'failed' | undefined): ReadFact {
  const read = session.parse(object)
  const isPaid = read.payment_status !== 'unpaid'
  return {
    fact: {
      kind: 'session',
      session: read.id,
      payment: outcome ?? (isPaid ? 'paid' : 'waiting'),
      mode: read.mode,
      amount: read.amount_total ?? 0,
      currency: read.currency ?? '',
      subscription: read.subscription,
    },
    refs: present(read.id, read.payment_intent, read.subscription, read.invoice, read.metadata),
  }
}

function readInvoice(object: unknown, isPaid: boolean): ReadFact {
  const read = invoice.parse(object)
  const details = read.parent?.subscription_details ?? read.subscription_details
  const of = details?.subscription ?? read.subscription
  const payments = (read.payments?.data ?? []).flatMap(({ payment: by }) => [by.payment_intent, by.charge])
  return {
    fact: {
      kind: 'invoice',
      isPaid,
      amount: read.total,
      currency: read.currency,
      subscription: of,
      until: Math.max(0, ...read.lines.data.map(({ period }) => period.end)),
    },
    refs: present(read.id, of, read.payment_intent, read.charge, details?.metadata ?? null, ...payments),
  }
}

function readSubscription(object: unknown, isDeleted: boolean): ReadFact {
  const read = subscription.parse(object)
  return {
    fact: {
      kind: 'subscription',
      subscription: read.id,
      status: read.status,
      isDeleted,
      endedAt: read.ended_at ?? null,
    },
    refs: present(read.id, read.metadata),
  }
}

function readDispute(object: unknown, isClosed: boolean): ReadFact {
  const read = dispute.parse(object)
  return {
    fact: { kind: 'dispute', dispute: read.id, status: read.status, isClosed },
    refs: present(read.charge, read.payment_intent),
  }
}

function refsOfCharge({ id, payment_intent: intent, invoice: of, metadata: ours }: z.infer<typeof charge>) {
  return present(id, intent, of, ours)
}

function present(...refs: readonly (string | null)[]): string[] {
  return [...new Set(refs.filter((ref) => ref !== null))]
}
