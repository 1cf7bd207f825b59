import { expect, test } from 'vitest'
import { draftOf, noPrice, priceWords, readPrice } from './price.ts'

const typed = (amount: string, change: Partial<typeof noPrice> = {}) =>
  readPrice({ ...noPrice, type: 'paid', amount, ...change })

test('an amount is read into the smallest unit of its currency, exactly', () => {
  expect(typed('9.99')).toEqual({ pricing: { type: 'paid', price: 999, currency: 'eur' } })
  expect(typed('0.29')).toEqual({ pricing: { type: 'paid', price: 29, currency: 'eur' } })
  expect(typed('9,5')).toEqual({ pricing: { type: 'paid', price: 950, currency: 'eur' } })
  expect(typed('1200', { currency: 'jpy' })).toEqual({
    pricing: { type: 'paid', price: 1200, currency: 'jpy' },
  })
  expect(typed('2', { type: 'subscription', interval: 'year' })).toEqual({
    pricing: { type: 'subscription', price: 200, currency: 'eur', interval: 'year' },
  })
})

test('what is no amount, or none of the currency, is refused with a reason', () => {
  for (const bad of ['', 'ten', '-1', '1.999', '0', '9999999999999', '1e3'])
    expect(typed(bad), bad).toHaveProperty('error')
  expect(typed('1.5', { currency: 'jpy' })).toEqual({ error: 'JPY has no decimals.' })
})

test('free needs no amount, and freemium may have none', () => {
  expect(readPrice({ ...noPrice, amount: 'rest of a former choice' })).toEqual({ pricing: { type: 'free' } })
  expect(typed('', { type: 'freemium' })).toEqual({ pricing: { type: 'freemium' } })
})

test('a price comes back as it was typed', () => {
  for (const [amount, currency] of [
    ['0.05', 'eur'],
    ['10.00', 'usd'],
    ['1200', 'jpy'],
  ] as const) {
    const read = typed(amount, { currency })
    expect('pricing' in read && draftOf(read.pricing).amount).toBe(amount)
  }
})

test('a price in words says how often it is paid', () => {
  expect(priceWords({ type: 'subscription', price: 250, currency: 'usd', interval: 'year' })).toBe(
    '$2.50 each year',
  )
  expect(priceWords({ type: 'paid', price: 999, currency: 'eur' })).toBe('€9.99 once')
})
