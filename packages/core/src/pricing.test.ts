import { expect, test } from 'vitest'
import { formatAmount, parseAmount } from './money.ts'
import { pricingSchema } from './pricing.ts'

const read = (given: object) => {
  const result = pricingSchema.safeParse(given)
  return result.success ? result.data : `refused: ${result.error.issues[0]?.path.join('.')}`
}

test('prices of every kind are read into one form', () => {
  const eur = { price: 999, currency: 'eur' }
  for (const [given, expected] of [
    [{ type: 'free' }, { type: 'free' }],
    [{ type: 'free', price: 0, currency: 'eur' }, { type: 'free' }],
    [{ type: 'freemium' }, { type: 'freemium' }],
    [
      { type: 'freemium', ...eur },
      { type: 'freemium', ...eur },
    ],
    [
      { type: 'paid', ...eur, subscription: false },
      { type: 'paid', ...eur },
    ],
    [
      { type: 'paid', ...eur, subscription: true },
      { type: 'subscription', ...eur, interval: 'month' },
    ],
    [
      { type: 'subscription', ...eur, interval: 'year' },
      { type: 'subscription', ...eur, interval: 'year' },
    ],
  ] as const)
    expect(read(given)).toEqual(expected)
})

test('anything else is refused, naming the field', () => {
  const paid = { type: 'paid', price: 999, currency: 'eur' }
  for (const [given, field] of [
    [{ type: 'donation' }, 'type'],
    [{ ...paid, price: 9.99 }, 'price'],
    [{ ...paid, price: '999' }, 'price'],
    [{ ...paid, price: 0 }, 'price'],
    [{ ...paid, price: -1 }, 'price'],
    [{ ...paid, price: 1_000_000_001 }, 'price'],
    [{ ...paid, price: NaN }, 'price'],
    [{ type: 'paid', price: 999 }, 'currency'],
    [{ ...paid, currency: 'EUR' }, 'currency'],
    [{ ...paid, currency: 'xyz' }, 'currency'],
    [{ ...paid, interval: 'month' }, 'interval'],
    [{ type: 'free', price: 1, currency: 'eur' }, 'price'],
    [{ type: 'free', subscription: true }, 'subscription'],
    [{ ...paid, type: 'subscription', subscription: false }, 'subscription'],
    [{ ...paid, extra: 1 }, ''],
  ] as const)
    expect(read(given)).toBe(`refused: ${field}`)
})

test('decimal text becomes the smallest unit exactly, by the decimals of the currency', () => {
  expect(parseAmount('9.99', 'eur')).toBe(999)
  expect(parseAmount('1.1', 'eur')).toBe(110)
  expect(parseAmount('0.29', 'usd')).toBe(29)
  expect(parseAmount('4.35', 'usd')).toBe(435)
  expect(parseAmount('500', 'jpy')).toBe(500)
  expect(parseAmount('1.234', 'kwd')).toBe(1234)
  for (const [text, currency] of [
    ['9.999', 'eur'],
    ['1.5', 'jpy'],
    ['9,99', 'eur'],
    ['-1', 'eur'],
    ['1e3', 'eur'],
    ['.5', 'eur'],
    ['', 'eur'],
    ['1', 'xyz'],
    ['10000000.01', 'eur'],
  ] as const)
    expect(() => parseAmount(text, currency)).toThrow(expect.objectContaining({ code: 'pricing.invalid' }))
  expect([formatAmount(999, 'eur'), formatAmount(5, 'eur'), formatAmount(500, 'jpy')]).toEqual([
    '9.99 EUR',
    '0.05 EUR',
    '500 JPY',
  ])
})
