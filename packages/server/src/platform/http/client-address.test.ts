import { expect, test } from 'vitest'
import { clientAddressOf } from './client-address.ts'

const from = (trusted: string[], remoteAddress: string, forwarded?: string) =>
  clientAddressOf(trusted)({
    socket: { remoteAddress } as never,
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  })

test('without a trusted proxy, what a request says of its address counts for nothing', () => {
  expect(from([], '192.0.2.7', '198.51.100.1')).toBe('192.0.2.7')
  expect(from(['10.0.0.0/8'], '192.0.2.7', '198.51.100.1')).toBe('192.0.2.7')
})

test('behind trusted proxies it is the last address that is none of theirs', () => {
  const trusted = ['10.0.0.0/8', '2001:db8::5']
  expect(from(trusted, '10.1.2.3', '203.0.113.66, 198.51.100.1, 10.9.9.9')).toBe('198.51.100.1')
  expect(from(trusted, '::ffff:10.1.2.3', '198.51.100.1')).toBe('198.51.100.1')
  expect(from(trusted, '2001:db8::5', '2001:db8::99')).toBe('2001:db8::99')
  expect(from(trusted, '10.1.2.3')).toBe('10.1.2.3')
  expect(from(trusted, '10.1.2.3', '10.4.4.4')).toBe('10.4.4.4')
  expect(from(trusted, '10.1.2.3', 'not an address, 10.4.4.4')).toBe('not an address')
})
