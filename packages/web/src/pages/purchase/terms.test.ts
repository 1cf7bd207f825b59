import { expect, test } from 'vitest'
import { boughtOf, heldOf, isSold, termsOf, type Entitlement } from './terms.ts'

const now = Date.UTC(2026, 10, 21, 12)
const entitlement = (name: string, given: Partial<Entitlement> = {}): Entitlement => ({
  id: name,
  name,
  kind: 'purchase',
  status: 'active',
  since: new Date(now - 60_000).toISOString(),
  why: '',
  history: [],
  ...given,
})

test('what is free is not sold, and freemium only with a price', () => {
  expect(isSold({ type: 'free' })).toBe(false)
  expect(isSold({ type: 'freemium' })).toBe(false)
  expect(isSold({ type: 'freemium', price: 700, currency: 'eur' })).toBe(true)
  expect(isSold({ type: 'paid', price: 999, currency: 'eur' })).toBe(true)
})

test('terms say how often one pays, and what freemium sells', () => {
  expect(termsOf({ type: 'paid' }, '€9.99')[0]).toBe('You pay €9.99 once.')
  expect(termsOf({ type: 'subscription', interval: 'year' }, '€9.99 / year').join(' ')).toMatch(
    /end of the year/,
  )
  expect(termsOf({ type: 'freemium' }, '€7.00').join(' ')).toMatch(/free for everybody/)
})

test('only what is active is held', () => {
  expect(heldOf([entitlement('a', { status: 'revoked' })], 'a')).toBeUndefined()
  expect(heldOf([entitlement('a', { status: 'expired' }), entitlement('a')], 'a')?.status).toBe('active')
})

test('a payment brought what was being bought, else what was bought just now', () => {
  const former = entitlement('old', { since: new Date(now - 3_600_000).toISOString() })
  const given = entitlement('gift', { kind: 'grant' })
  expect(boughtOf([former, given], undefined, now)).toBeUndefined()
  expect(boughtOf([former, given, entitlement('pro')], undefined, now)?.name).toBe('pro')
  expect(boughtOf([entitlement('pro')], 'other', now)).toBeUndefined()
  expect(boughtOf([former], 'old', now)?.name).toBe('old')
})
