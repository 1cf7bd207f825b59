import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stripe } from 'stripe'

const secret = 'whsec_test'

/** A payment service on this machine: it opens payment pages, and signs events as the real one does. */
export interface FakeStripe {
  /** A configuration file that makes a registry use it. */
  readonly config: string
  /** What was asked for, as the form’s fields. */
  readonly asked: URLSearchParams[]
  /** When set, every request fails so. */
  failure: { status: number } | undefined
  /** The purchase that the last opened page is for. */
  lastPurchase(): { id: string; session: string }
  close(): Promise<void>
}

export async function startFakeStripe(): Promise<FakeStripe> {
  const asked: URLSearchParams[] = []
  const sessions: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      if (fake.failure) {
        response.writeHead(fake.failure.status)
        response.end(JSON.stringify({ error: { type: 'invalid_request_error', message: 'no' } }))
        return
      }
      asked.push(new URLSearchParams(body))
      const id = `cs_${randomUUID()}`
      sessions.push(id)
      response.end(
        JSON.stringify({
          id,
          object: 'checkout.session',
          url: `https://checkout.example/${id}`,
          expires_at: Math.floor(Date.now() / 1000) + 86_400,
        }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const config = join(tmpdir(), `waybill-stripe-${randomUUID()}.yaml`)
  const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const billing = { stripe: { secretKey: 'sk_test_x', webhookSecret: secret, apiBase } }
  await writeFile(config, JSON.stringify({ billing }))
  const fake: FakeStripe = {
    config,
    asked,
    failure: undefined,
    lastPurchase: () => ({
      id: asked.at(-1)?.get('client_reference_id') ?? '',
      session: sessions.at(-1) ?? '',
    }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return fake
}

export interface TestEvent {
  readonly id: string
  readonly type: string
  readonly created: number
  readonly data: { readonly object: object }
}

/** Sends an event with a signature; parts of that can be wrong. */
export async function sendEvent(
  url: string,
  event: TestEvent,
  wrong: { secret?: string; timestamp?: number; payload?: string; header?: string } = {},
): Promise<number> {
  const payload = JSON.stringify({ object: 'event', api_version: '2026-10-28.endive', ...event })
  const header =
    wrong.header ??
    Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: wrong.secret ?? secret,
      timestamp: wrong.timestamp ?? Math.floor(Date.now() / 1000),
    })
  const response = await fetch(`${url}/api/v1/billing/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': header },
    body: wrong.payload ?? payload,
  })
  await response.body?.cancel()
  return response.status
}

let events = 0

export function event(type: string, created: number, object: object): TestEvent {
  return { id: `evt_${++events}_${randomUUID().slice(0, 8)}`, type, created, data: { object } }
}

export const day = 86_400

/** Events of one purchase, with the ids that the payment service would give its parts. */
export function eventsOf(
  purchase: { id: string; session: string },
  terms = { amount: 999, currency: 'eur' },
) {
  const key = purchase.id.slice(0, 8)
  const metadata = { waybill_purchase: purchase.id }
  const ids = { pi: `pi_${key}`, ch: `ch_${key}`, sub: `sub_${key}` }
  const session = (status: string, mode: string) => ({
    id: purchase.session,
    object: 'checkout.session',
    mode,
    payment_status: status,
    amount_total: terms.amount,
    currency: terms.currency,
    payment_intent: mode === 'payment' ? ids.pi : null,
    subscription: mode === 'payment' ? null : ids.sub,
    invoice: mode === 'payment' ? null : `in_${key}_0`,
    metadata,
  })
  return {
    completed: (at: number, status = 'paid') =>
      event('checkout.session.completed', at, session(status, 'payment')),
    asyncSucceeded: (at: number) =>
      event('checkout.session.async_payment_succeeded', at, session('paid', 'payment')),
    asyncFailed: (at: number) =>
      event('checkout.session.async_payment_failed', at, session('unpaid', 'payment')),
    subscribed: (at: number) => event('checkout.session.completed', at, session('paid', 'subscription')),
    /** `n` counts the renewals; the payment of an invoice is named by another event. */
    invoicePaid: (at: number, until: number, n = 0, total = terms.amount) =>
      event('invoice.paid', at, {
        id: `in_${key}_${n}`,
        currency: terms.currency,
        total,
        parent: { subscription_details: { subscription: ids.sub, metadata } },
        lines: { data: [{ period: { start: at, end: until } }] },
      }),
    invoiceCharged: (at: number, n = 0) =>
      event('invoice_payment.paid', at, {
        invoice: `in_${key}_${n}`,
        payment: { type: 'payment_intent', payment_intent: `${ids.pi}_${n}` },
      }),
    invoiceFailed: (at: number, n: number) =>
      event('invoice.payment_failed', at, {
        id: `in_${key}_${n}`,
        currency: terms.currency,
        total: terms.amount,
        parent: { subscription_details: { subscription: ids.sub } },
        lines: { data: [{ period: { start: at, end: at } }] },
      }),
    subscription: (at: number, status: string, endedAt: number | null = null) =>
      event(status === 'canceled' ? 'customer.subscription.deleted' : 'customer.subscription.updated', at, {
        id: ids.sub,
        status,
        ended_at: endedAt,
        metadata,
      }),
    /** The charge of a single payment, or of the `n`th invoice. */
    refunded: (at: number, refunded = true, n?: number) =>
      event('charge.refunded', at, {
        id: n === undefined ? ids.ch : `${ids.ch}_${n}`,
        refunded,
        payment_intent: n === undefined ? ids.pi : `${ids.pi}_${n}`,
        metadata: n === undefined ? metadata : {},
      }),
    dispute: (at: number, status: string, closed: boolean) =>
      event(closed ? 'charge.dispute.closed' : 'charge.dispute.created', at, {
        id: `dp_${key}`,
        status,
        charge: ids.ch,
        payment_intent: ids.pi,
      }),
  }
}
