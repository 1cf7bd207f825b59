import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { neededEvents, readFact } from './facts.ts'
import { outcomeOf, type DatedFact, type Offer } from './outcome.ts'
import { day, eventsOf, type TestEvent } from './test/fake-stripe.ts'

const once: Offer = { type: 'paid', amount: 999, currency: 'eur', interval: null, session_id: 'cs_1' }
const monthly: Offer = { ...once, type: 'subscription', interval: 'month' }
const of = eventsOf({ id: '01234567-89ab-4cde-8f01-23456789abcd', session: 'cs_1' })
const start = Date.UTC(2026, 0, 31) / 1000
const at = (second: number) => new Date(second * 1000)

function fold(offer: Offer, events: readonly TestEvent[]) {
  const facts = events.map((event): DatedFact => {
    const read = readFact(event.type, event.data.object)
    if (!read) throw new Error(`${event.type} is not read`)
    return { at: at(event.created), fact: read.fact }
  })
  return outcomeOf(offer, facts)
}

describe('a single payment', () => {
  test('gives from the moment that it is paid, until it is paid back in full', () => {
    expect(fold(once, [of.completed(start)])).toMatchObject({
      status: 'active',
      since: at(start),
      until: null,
    })
    expect(fold(once, [of.completed(start), of.refunded(start + 9, false)])).toMatchObject({
      status: 'active',
    })
    expect(fold(once, [of.completed(start), of.refunded(start + 9)])).toMatchObject({ status: 'revoked' })
  })

  test('that arrives later gives when it arrives, and nothing when it fails', () => {
    expect(fold(once, [of.completed(start, 'unpaid')])).toBeUndefined()
    expect(fold(once, [of.completed(start, 'unpaid'), of.asyncFailed(start + 9)])).toBeUndefined()
    expect(fold(once, [of.completed(start, 'unpaid'), of.asyncSucceeded(start + 9)])).toMatchObject({
      status: 'active',
      since: at(start + 9),
    })
  })

  test('of another amount, currency, kind or page gives nothing', () => {
    for (const offer of [
      { ...once, amount: 1000 },
      { ...once, currency: 'usd' },
      { ...once, type: 'subscription' as const, interval: 'month' as const },
      { ...once, session_id: 'cs_2' },
    ])
      expect(fold(offer, [of.completed(start)])).toBeUndefined()
    expect(fold({ ...once, session_id: null }, [of.completed(start)])).toBeDefined()
  })

  test('that is disputed gives nothing until the dispute is won', () => {
    const opened = of.dispute(start + 9, 'needs_response', false)
    expect(fold(once, [of.completed(start), opened])).toMatchObject({ status: 'revoked' })
    expect(fold(once, [of.completed(start), opened, of.dispute(start + 99, 'won', true)])).toMatchObject({
      status: 'active',
    })
    expect(fold(once, [of.completed(start), opened, of.dispute(start + 99, 'lost', true)])).toMatchObject({
      status: 'revoked',
    })
    const asked = of.dispute(start + 9, 'warning_needs_response', false)
    expect(fold(once, [of.completed(start), asked])).toMatchObject({ status: 'active' })
  })
})

describe('a subscription', () => {
  const first = [of.subscribed(start), of.invoicePaid(start, start + 30 * day)]

  test('gives until the end of what is paid, and longer with each renewal', () => {
    expect(fold(monthly, first)?.until).toEqual(at(start + 30 * day))
    const renewed = [...first, of.invoicePaid(start + 30 * day, start + 60 * day, 1)]
    expect(fold(monthly, renewed)?.until).toEqual(at(start + 60 * day))
    expect(fold(monthly, [...first, of.invoiceFailed(start + 30 * day, 1)])?.until).toEqual(
      at(start + 30 * day),
    )
  })

  test('gives one interval while no invoice is known; a month after the 31st is the last of the next', () => {
    expect(fold(monthly, [of.subscribed(start)])?.until).toEqual(new Date('2026-02-28T00:00:00Z'))
  })

  test('that was ended ends then; one that was set to end runs on to its end', () => {
    const ended = fold(monthly, [...first, of.subscription(start + 9, 'canceled', start + 9)])
    expect(ended?.until).toEqual(at(start + 9))
    const late = fold(monthly, [...first, of.subscription(start + 90 * day, 'canceled', start + 90 * day)])
    expect(late?.until).toEqual(at(start + 30 * day))
    const behind = [...first, of.subscription(start + 5, 'unpaid')]
    expect(fold(monthly, behind)?.until).toEqual(at(start + 5))
    expect(fold(monthly, [...behind, of.subscription(start + 6, 'active')])?.until).toEqual(
      at(start + 30 * day),
    )
  })

  test('whose invoice was cheaper than offered is not extended by it; a foreign one neither', () => {
    const cheap = of.invoicePaid(start + 30 * day, start + 60 * day, 1, 1)
    expect(fold(monthly, [...first, cheap])?.until).toEqual(at(start + 30 * day))
    const other = eventsOf({ id: 'ffffffff-89ab-4cde-8f01-23456789abcd', session: 'cs_1' })
    expect(fold(monthly, [...first, other.invoicePaid(start, start + 90 * day)])?.until).toEqual(
      at(start + 30 * day),
    )
  })

  test('that was paid back gives nothing until it is paid again', () => {
    const back = [...first, of.refunded(start + 9, true, 0)]
    expect(fold(monthly, back)).toMatchObject({ status: 'revoked' })
    const again = [...back, of.invoicePaid(start + 30 * day, start + 60 * day, 1)]
    expect(fold(monthly, again)).toMatchObject({ status: 'active', until: at(start + 60 * day) })
  })
})

test('the documentation names every event that is needed', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/billing.md'), 'utf8')
  for (const type of neededEvents) expect(text).toContain(`\`${type}\``)
})

test('neither order nor repetition of events counts', () => {
  const moments = fc.nat(40 * day).map((offset) => start + offset)
  const anyEvent = fc.oneof(
    moments.map((moment) => of.completed(moment)),
    moments.map((moment) => of.completed(moment, 'unpaid')),
    moments.map((moment) => of.asyncSucceeded(moment)),
    moments.map((moment) => of.asyncFailed(moment)),
    moments.map((moment) => of.subscribed(moment)),
    fc.tuple(moments, fc.nat(3)).map(([moment, n]) => of.invoicePaid(moment, moment + 30 * day, n)),
    fc
      .tuple(moments, fc.constantFrom('active', 'past_due', 'unpaid', 'canceled'))
      .map(([moment, status]) => of.subscription(moment, status)),
    fc.tuple(moments, fc.boolean()).map(([moment, full]) => of.refunded(moment, full)),
    fc
      .tuple(moments, fc.constantFrom('won', 'lost', 'needs_response'))
      .map(([moment, status]) => of.dispute(moment, status, status !== 'needs_response')),
  )
  const shuffled = fc.array(anyEvent, { maxLength: 10 }).chain((events) =>
    fc.record({
      events: fc.constant(events),
      other: fc
        .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events))
        .map(([all, again]) => [...again, ...all]),
    }),
  )
  fc.assert(
    fc.property(shuffled, fc.constantFrom(once, monthly), ({ events, other }, offer) => {
      expect(fold(offer, other)).toEqual(fold(offer, events))
    }),
    { numRuns: 500 },
  )
})
