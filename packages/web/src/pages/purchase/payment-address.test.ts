import { expect, test } from 'vitest'
import { paymentAddress } from './payment-address.ts'

const here = 'https://plugins.example.org/packages/pro/buy'

test('a payment page is one of https', () => {
  expect(paymentAddress('https://checkout.example/cs_1', here)).toBe('https://checkout.example/cs_1')
  for (const bad of [
    'http://checkout.example/cs_1',
    'javascript:alert(1)',
    'data:text/html,x',
    '//checkout.example/cs_1',
    '/purchases/done',
    'https://plugins.example.org@evil.example/',
    '',
  ])
    expect(paymentAddress(bad, here), bad).toBeUndefined()
})

test('a machine may send to itself without TLS, and nobody else to it', () => {
  const own = 'http://127.0.0.1:9000/pay'
  expect(paymentAddress(own, 'http://127.0.0.1:4600/packages/pro/buy')).toBe(own)
  expect(paymentAddress(own, here)).toBeUndefined()
  expect(paymentAddress('http://127.0.0.1.evil.example/', 'http://localhost:4600/')).toBeUndefined()
})
