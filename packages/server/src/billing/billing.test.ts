import { lastMail } from '@waybill/testkit/browser'
import { answer, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { verifyLicence } from '@waybill/core/licence'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../platform/database/index.ts'
import { hasPurchased } from './index.ts'
import { day, eventsOf, sendEvent, startFakeStripe, type FakeStripe } from './test/fake-stripe.ts'

let stripe: FakeStripe
let registry: TestRegistry
let acme: TestPublisher
/** A token of the publisher’s owner, who sets prices. */
let payer: string
let names = 0
let paid: string

beforeAll(async () => {
  stripe = await startFakeStripe()
  registry = await startTestRegistry({ config: stripe.config })
  acme = await registry.publisher('acme')
  payer = await registry.token('acme', 'billing')
})
afterAll(async () => {
  await registry.remove()
  await stripe.close()
})
beforeEach(async () => {
  paid = `paid-${++names}`
  await publish(paid, '0.9.0')
  await price(paid, { type: 'paid', price: 999, currency: 'eur' })
  await publish(paid, '1.0.0')
})

const now = () => Math.floor(Date.now() / 1000)

const call = async (method: string, path: string, token?: string, body?: unknown) =>
  answer(
    await fetch(registry.url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

/** It comes back on another port. */
async function restart(changed = {}) {
  registry = await registry.restart(changed)
  acme = await registry.publisher('acme')
}

async function publish(name: string, version: string) {
  const { status, body } = await acme.publish(await packPlugin(name, version))
  expect(status, JSON.stringify(body)).toBe(201)
}

async function price(name: string, pricing: object) {
  const { status, body } = await call('PUT', `/api/v1/packages/${name}/pricing`, payer, pricing)
  expect(status, JSON.stringify(body)).toBe(200)
}

let accounts = 0
const account = () => registry.account(`buyer-${++accounts}@example.org`)

async function buy(token: string, name = paid) {
  const { status, body } = await call('POST', '/api/v1/purchases', token, { name })
  expect(status, JSON.stringify(body)).toBe(201)
  return stripe.lastPurchase()
}

async function held(token: string, name = paid) {
  const { body } = await call('GET', '/api/v1/entitlements', token)
  return body.entitlements.filter((each: { name: string }) => each.name === name)
}

const artifact = (name = paid, version = '1.0.0') =>
  `/api/v1/packages/${name}/versions/${version}/artifacts/any`

describe('prices', () => {
  test('are read by everybody, with their history, and set by who handles the publisher’s money', async () => {
    await price(paid, { type: 'paid', price: 500, currency: 'usd', subscription: true })
    await price(paid, { type: 'paid', price: 500, currency: 'usd', subscription: true })
    const { body } = await call('GET', `/api/v1/packages/${paid}/pricing`)
    expect(body.pricing).toEqual({ type: 'subscription', price: 500, currency: 'usd', interval: 'month' })
    expect(body.history.map((each: { pricing: object }) => each.pricing)).toEqual([
      { type: 'paid', price: 999, currency: 'eur' },
      body.pricing,
    ])
    const other = await registry.token('other', 'owner')
    const free = { type: 'free' }
    for (const [token, status] of [
      [undefined, 401],
      [acme.token, 403],
      [other, 403],
      [(await account()).token, 403],
    ] as const)
      expect((await call('PUT', `/api/v1/packages/${paid}/pricing`, token, free)).status).toBe(status)
    const unnamed = { type: 'paid', price: 700 }
    const answered = await call('PUT', `/api/v1/packages/${paid}/pricing`, payer, unnamed)
    expect(answered.body.pricing).toEqual({ ...unnamed, currency: 'eur' })
    const bad = { type: 'paid', price: 9.99, currency: 'eur' }
    expect((await call('PUT', `/api/v1/packages/${paid}/pricing`, payer, bad)).status).toBe(400)
    expect((await call('GET', '/api/v1/packages/nothing/pricing')).status).toBe(404)
  })
})

const mailTo = (email: string, about: string) =>
  lastMail((text, values) => registry.query(text, values), email, about)

async function sendTwice(event: Parameters<typeof sendEvent>[1]) {
  for (const _ of [1, 2]) expect(await sendEvent(registry.url, event)).toBe(200)
}

describe('a purchase', () => {
  test('opens one payment page at the price, and gives the package when it is paid', async () => {
    const buyer = await account()
    const purchase = await buy(buyer.token)
    const asked = Object.fromEntries(stripe.asked.at(-1) ?? [])
    expect(asked).toMatchObject({
      mode: 'payment',
      customer_email: buyer.email,
      'metadata[waybill_purchase]': purchase.id,
      'payment_intent_data[metadata][waybill_purchase]': purchase.id,
      'line_items[0][price_data][unit_amount]': '999',
      'line_items[0][price_data][currency]': 'eur',
      success_url: `${registry.url}/purchases/done`,
      cancel_url: `${registry.url}/purchases/cancelled`,
    })
    const pages = stripe.asked.length
    expect(await buy(buyer.token), 'an open page is given again').toEqual(purchase)
    expect(stripe.asked.length).toBe(pages)
    expect((await call('GET', artifact(), buyer.token)).body).toMatchObject({ code: 'entitlement.required' })
    expect(await sendEvent(registry.url, eventsOf(purchase).completed(now()))).toBe(200)
    expect(await held(buyer.token)).toMatchObject([
      { kind: 'purchase', status: 'active', history: [{ status: 'active', why: 'paid' }] },
    ])
    expect((await call('GET', artifact(), buyer.token)).status).toBe(200)
    const { body: thanks } = await mailTo(buyer.email, 'is yours')
    expect(thanks).toContain(`waybill install ${paid}`)
    expect(thanks).toContain(`${registry.url}/account/notifications`)
    expect(await call('POST', '/api/v1/purchases', buyer.token, { name: paid })).toMatchObject({
      status: 409,
      body: { code: 'purchase.not_needed' },
    })
  })

  test('is told to its buyer, once, and not to one who wants no such mails', async () => {
    const [told, quiet] = [await account(), await account()]
    const wishes = { submissions: true, reviews: true, purchases: false }
    expect((await call('PUT', '/api/v1/account/notifications', quiet.token, wishes)).status).toBe(200)
    for (const buyer of [told, quiet]) await sendTwice(eventsOf(await buy(buyer.token)).completed(now()))
    const mails = await registry.query<{ recipient: string }>(
      'select recipient from mails where recipient in ($1, $2)',
      [told.email, quiet.email],
    )
    expect(mails.map(({ recipient }) => recipient)).toEqual([told.email])
  })

  test('is refused for what costs nothing, by tokens of publishers, and when the service fails', async () => {
    const buyer = await account()
    await publish(`free-${paid}`, '1.0.0')
    const start = (token: string, name: string) => call('POST', '/api/v1/purchases', token, { name })
    expect(await start(buyer.token, `free-${paid}`)).toMatchObject({ body: { code: 'purchase.not_needed' } })
    expect((await start(payer, paid)).status).toBe(403)
    expect((await start(buyer.token, 'nothing')).status).toBe(404)
    stripe.failure = { status: 400 }
    expect(await start(buyer.token, paid)).toMatchObject({ status: 502, body: { code: 'billing.failed' } })
    stripe.failure = undefined
    expect((await start(buyer.token, paid)).status).toBe(201)
  })

  test('ends with a full refund, not with one of a part', async () => {
    const buyer = await account()
    const events = eventsOf(await buy(buyer.token))
    await sendEvent(registry.url, events.completed(now() - 100))
    await sendEvent(registry.url, events.refunded(now() - 50, false))
    expect(await held(buyer.token)).toMatchObject([{ status: 'active' }])
    await sendEvent(registry.url, events.refunded(now() - 40))
    expect(await held(buyer.token)).toMatchObject([
      { status: 'revoked', history: [{ status: 'active' }, { status: 'revoked', why: 'paid back' }] },
    ])
    expect((await call('GET', artifact(), buyer.token)).status).toBe(403)
    expect((await call('POST', '/api/v1/licences', buyer.token, { name: paid })).status).toBe(403)
  })

  test('of another amount than offered gives nothing, and is recorded', async () => {
    const buyer = await account()
    const purchase = await buy(buyer.token)
    for (const terms of [
      { amount: 1, currency: 'eur' },
      { amount: 999, currency: 'usd' },
    ])
      await sendTwice(eventsOf(purchase, terms).completed(now()))
    expect(await held(buyer.token)).toEqual([])
    const changes = await registry.query<{ status: string; why: string }>(
      'select status, why from entitlement_changes where purchase_id = $1 order by id',
      [purchase.id],
    )
    expect(changes).toEqual([
      { status: 'refused', why: '1 eur were paid where 999 eur were offered' },
      { status: 'refused', why: '999 usd were paid where 999 eur were offered' },
    ])
  })

  test('of a subscription is renewed, runs out, and is linked to refunds by the payment of its invoice', async () => {
    const name = `subscription-${paid}`
    await publish(name, '1.0.0')
    await price(name, { type: 'subscription', price: 999, currency: 'eur', interval: 'month' })
    const buyer = await account()
    const events = eventsOf(await buy(buyer.token, name))
    expect(stripe.asked.at(-1)?.get('line_items[0][price_data][recurring][interval]')).toBe('month')
    const start = now() - 40 * day
    const send = (event: Parameters<typeof sendEvent>[1]) => sendEvent(registry.url, event)
    await send(events.subscribed(start))
    await send(events.invoicePaid(start, start + 30 * day))
    expect(await held(buyer.token, name)).toMatchObject([{ kind: 'subscription', status: 'expired' }])
    await send(events.invoiceFailed(start + 30 * day, 1))
    await send(events.invoicePaid(start + 31 * day, start + 60 * day, 1))
    const [renewed] = await held(buyer.token, name)
    expect(renewed).toMatchObject({
      status: 'active',
      until: new Date((start + 60 * day) * 1000).toISOString(),
    })
    expect(renewed.history.map(({ why }: { why: string }) => why)).toContain(
      'a payment of the subscription failed',
    )
    // The refund names a payment, and only a later event says which invoice that was for.
    await send(events.refunded(start + 32 * day, true, 1))
    expect(await held(buyer.token, name)).toMatchObject([{ status: 'active' }])
    await send(events.invoiceCharged(start + 31 * day, 1))
    expect(await held(buyer.token, name)).toMatchObject([{ status: 'revoked' }])
  })

  test('ends in one state for every order and repetition of its events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (dice) => {
        const buyer = await account()
        const events = eventsOf(await buy(buyer.token))
        const at = now() - 1000
        const all = [
          events.completed(at, 'unpaid'),
          events.asyncSucceeded(at + 1),
          events.refunded(at + 2, false),
          events.dispute(at + 3, 'needs_response', false),
          events.dispute(at + 4, 'won', true),
        ]
        const weighed = [...all, ...all].map((event) => ({ event, weight: dice.next().value }))
        for (const { event } of weighed.sort((a, b) => a.weight - b.weight))
          expect(await sendEvent(registry.url, event)).toBe(200)
        expect(await held(buyer.token)).toMatchObject([
          { status: 'active', since: new Date((at + 1) * 1000).toISOString() },
        ])
      }),
      { numRuns: 12 },
    )
  })
})

test('what was bought is told from what was given and from what was paid back', async () => {
  const database = openDatabase(registry.databaseUrl, () => undefined)
  try {
    const [row] = await registry.query<{ id: number }>('select id::int from packages where name = $1', [paid])
    const bought = (userId: string) => hasPurchased(database, userId, row?.id ?? 0)
    const [buyer, friend] = [await account(), await account()]
    await call('POST', `/api/v1/packages/${paid}/entitlements`, payer, { email: friend.email, why: 'x' })
    const events = eventsOf(await buy(buyer.token))
    expect([await bought(buyer.id), await bought(friend.id)]).toEqual([false, false])
    await sendEvent(registry.url, events.completed(now()))
    expect([await bought(buyer.id), await bought(friend.id)]).toEqual([true, false])
    await sendEvent(registry.url, events.refunded(now()))
    expect(await bought(buyer.id)).toBe(false)
  } finally {
    await database.destroy()
  }
})

describe('payment events', () => {
  test('that are forged, altered or stale change nothing', async () => {
    const buyer = await account()
    const purchase = await buy(buyer.token)
    const event = eventsOf(purchase).completed(now())
    for (const wrong of [
      { secret: 'whsec_other' },
      { timestamp: now() - 400 },
      { header: '' },
      { header: 't=1,v1=00' },
      { payload: JSON.stringify({ object: 'event', ...event, id: 'evt_other' }) },
    ])
      expect(await sendEvent(registry.url, event, wrong)).toBe(400)
    expect(await held(buyer.token)).toEqual([])
    const counted = await registry.query('select id from payment_events where id = $1', [event.id])
    expect(counted).toEqual([])
    expect(await sendEvent(registry.url, event)).toBe(200)
    expect(await held(buyer.token)).toHaveLength(1)
  })

  test('that arrive many times at once count once', async () => {
    const buyer = await account()
    const event = eventsOf(await buy(buyer.token)).completed(now())
    const sent = await Promise.all(Array.from({ length: 8 }, () => sendEvent(registry.url, event)))
    expect(new Set(sent)).toEqual(new Set([200]))
    expect((await held(buyer.token))[0].history).toHaveLength(1)
  })

  test('of no purchase are kept and harm nothing; history cannot be rewritten', async () => {
    const events = eventsOf({ id: '00000000-0000-4000-8000-000000000000', session: 'cs_none' })
    expect(await sendEvent(registry.url, events.completed(now()))).toBe(200)
    for (const table of ['entitlement_changes', 'prices'])
      await expect(registry.query(`delete from ${table}`)).rejects.toThrow('never changed')
  })
})

describe('grants', () => {
  test('are to an address, with or without an account yet, and end as said', async () => {
    const email = `granted-${paid}@example.org`
    const path = `/api/v1/packages/${paid}/entitlements`
    const given = await call('POST', path, payer, { email: email.toUpperCase(), why: 'a prize' })
    expect(given).toMatchObject({ status: 201, body: { email, kind: 'grant', status: 'active' } })
    const winner = await registry.account(email)
    expect((await call('GET', artifact(), winner.token)).status).toBe(200)
    expect((await call('GET', path, payer)).body.entitlements).toMatchObject([{ id: given.body.id, email }])
    expect((await call('DELETE', `${path}/${given.body.id}`, acme.token)).status).toBe(403)
    expect((await call('DELETE', `${path}/${given.body.id}?why=error`, payer)).status).toBe(204)
    expect((await call('GET', artifact(), winner.token)).status).toBe(403)
    expect(await held(winner.token)).toMatchObject([{ status: 'revoked', why: 'error' }])
  })

  test('are for who handles the publisher’s money or runs the registry, and are no purchases', async () => {
    const path = `/api/v1/packages/${paid}/entitlements`
    const buyer = await account()
    const given = { email: buyer.email, why: 'x' }
    for (const [token, status] of [
      [undefined, 401],
      [acme.token, 403],
      [buyer.token, 403],
      [await registry.token('other', 'owner'), 403],
      [registry.ownerToken, 201],
    ] as const)
      expect((await call('POST', path, token, given)).status).toBe(status)
    const past = { ...given, until: '2020-01-01T00:00:00Z' }
    expect((await call('POST', path, payer, past)).status).toBe(400)
    const bought = await registry.query(
      `select id from entitlements where kind = 'purchase' and email = $1`,
      [buyer.email],
    )
    expect(bought).toEqual([])
  })

  test('of an address that nobody confirmed count for nobody', async () => {
    const buyer = await account()
    await registry.query('update auth."user" set email_verified = false where id = $1', [buyer.id])
    await call('POST', `/api/v1/packages/${paid}/entitlements`, payer, { email: buyer.email, why: 'x' })
    expect((await call('GET', artifact(), buyer.token)).status).toBe(403)
  })
})

describe('codes', () => {
  const make = (asked: object) => call('POST', `/api/v1/packages/${paid}/codes`, payer, asked)
  const redeem = (token: string, code: string) =>
    call('POST', '/api/v1/entitlements/redemption', token, { code })

  test('are used as often as they allow, however many try at once', async () => {
    const { body } = await make({ uses: 3, days: 10 })
    const buyers = await Promise.all(Array.from({ length: 8 }, () => account()))
    const answers = await Promise.all(
      buyers.flatMap(({ token }) => [redeem(token, body.code), redeem(token, body.code.toLowerCase())]),
    )
    const perBuyer = buyers.map((_, i) => answers.slice(2 * i, 2 * i + 2).map(({ status }) => status))
    expect(perBuyer.filter((statuses) => statuses.includes(200))).toHaveLength(3)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]))
    const rows = await registry.query('select id from entitlements where code_id = $1', [body.id])
    expect(rows).toHaveLength(3)
    const lucky = buyers[perBuyer.findIndex((statuses) => statuses.includes(200))]
    expect((await redeem(lucky?.token ?? '', body.code)).status, 'the same account again').toBe(200)
    expect((await call('GET', artifact(), lucky?.token)).status).toBe(200)
    const stored = await registry.query<{ row: string }>(
      'select row_to_json(c)::text as row from entitlement_codes c',
    )
    expect(stored.every(({ row }) => !row.includes(body.code))).toBe(true)
  })

  test('that are wrong or over are refused, and guessing is limited', async () => {
    const buyer = await account()
    const { body } = await make({ uses: 1, until: new Date(Date.now() + 1000 * 3600).toISOString() })
    await registry.query(`update entitlement_codes set until = now() - interval '1 s' where id = $1`, [
      body.id,
    ])
    expect(await redeem(buyer.token, body.code)).toMatchObject({ body: { code: 'entitlement.code_invalid' } })
    const statuses: number[] = []
    for (let i = 0; i < 21; i++) statuses.push((await redeem(buyer.token, `WRONG-${i}`)).status)
    expect(new Set(statuses)).toEqual(new Set([422, 429]))
  })
})

describe('licences', () => {
  test('are verified with the keys of the signed index, and live no longer than what they stand on', async () => {
    const buyer = await account()
    const until = new Date((now() + 5 * day) * 1000)
    await call('POST', `/api/v1/packages/${paid}/entitlements`, payer, {
      email: buyer.email,
      why: 'x',
      until: until.toISOString(),
    })
    const { body } = await call('POST', '/api/v1/licences', buyer.token, { name: paid })
    const index = await indexOf()
    const check = { package: paid, registry: registry.fingerprint, now: new Date() }
    expect(verifyLicence(body.token, index.licenceKeys, check)).toMatchObject({
      sub: buyer.id,
      pkg: paid,
      plan: 'grant',
      exp: until.getTime() / 1000,
    })
    expect(body.expiresAt).toBe(until.toISOString())
    expect((await call('POST', '/api/v1/licences', (await account()).token, { name: paid })).status).toBe(403)
    expect((await call('POST', '/api/v1/licences', payer, { name: paid })).status).toBe(403)
  })

  test('keep their key over a restart', async () => {
    const before = (await indexOf()).licenceKeys
    await restart()
    expect((await indexOf()).licenceKeys).toEqual(before)
    expect(before).toHaveLength(1)
  })

  async function indexOf() {
    for (;;) {
      const response = await fetch(`${registry.url}/metadata/index.json`)
      if (response.ok) return (await response.json()) as { licenceKeys: { keyId: string; pem: string }[] }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
})

test('time ends what was given for a time, before and after the job has marked it', async () => {
  const buyer = await account()
  const until = new Date((now() + 3600) * 1000).toISOString()
  await call('POST', `/api/v1/packages/${paid}/entitlements`, payer, { email: buyer.email, why: 'x', until })
  expect((await call('GET', artifact(), buyer.token)).status).toBe(200)
  await restart({ clockSkewMs: 2 * 3600 * 1000 })
  expect((await call('GET', artifact(), buyer.token)).status).toBe(403)
  expect(await held(buyer.token)).toMatchObject([{ status: 'expired' }])
  await restart({ clockSkewMs: 0 })
})

test('the API’s description has the routes with who may call them', async () => {
  const { body } = await call('GET', '/api/openapi.json')
  expect(body.paths['/api/v1/packages/{name}/pricing'].put).toMatchObject({
    'x-operation': 'pricing.change',
    'x-roles': ['owner', 'billing'],
    requestBody: { content: { 'application/json': { schema: { required: ['type'] } } } },
  })
  expect(body.paths['/api/v1/billing/stripe'].post['x-roles']).toEqual(['anyone'])
})

test('a registry without payments says who can give the package', async () => {
  const plain = await startTestRegistry()
  try {
    const publisher = await plain.publisher('acme')
    await publisher.publish(await packPlugin('csv', '1.0.0'))
    const send = async (method: string, path: string, token: string, body: object) =>
      answer(
        await fetch(plain.url + path, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      )
    const owner = await plain.token('acme', 'owner')
    await send('PUT', '/api/v1/packages/csv/pricing', owner, { type: 'paid', price: 1, currency: 'eur' })
    const buyer = await plain.account('buyer@example.org')
    expect(await send('POST', '/api/v1/purchases', buyer.token, { name: 'csv' })).toMatchObject({
      status: 409,
      body: { code: 'billing.unavailable', hint: expect.stringContaining('grant') },
    })
  } finally {
    await plain.remove()
  }
})
