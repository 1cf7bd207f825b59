import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refusedRange } from './addresses.ts'

test.each([
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['10.0.0.1', 'private'],
  ['100.64.0.1', 'carrier grade nat'],
  ['100.100.100.200', 'carrier grade nat'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.255', 'loopback'],
  ['168.63.129.16', 'cloud metadata'],
  ['169.254.169.254', 'link local'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.0.0.192', 'reserved'],
  ['192.0.2.1', 'reserved'],
  ['192.168.0.1', 'private'],
  ['198.18.0.1', 'reserved'],
  ['198.51.100.1', 'reserved'],
  ['203.0.113.1', 'reserved'],
  ['224.0.0.1', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::8.8.8.8', 'reserved'],
  ['100::1', 'discard'],
  ['64:ff9b:1::1', 'rfc6052'],
  ['2001::1', 'teredo'],
  ['2001:db8::1', 'reserved'],
  ['2002:808:808::1', '6to4'],
  ['3fff::1', 'reserved'],
  ['4000::1', 'reserved'],
  ['5f00::1', 'segment routing'],
  ['fc00::1', 'unique local'],
  ['fd00:ec2::254', 'unique local'],
  ['fe80::1', 'link local'],
  ['fe80::1%eth0', 'link local'],
  ['fec0::1', 'deprecated site local'],
  ['ff02::1', 'multicast'],
])('%s is refused: %s', (address, range) => {
  expect(refusedRange(address)).toBe(range)
})

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:800::200e',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
])('%s is public', (address) => {
  expect(refusedRange(address)).toBeUndefined()
})

const bytes = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
/** Two hexadecimal groups, as the last or other 32 bits of an IPv6 address. */
const groups = ([a, b, c, d]: readonly number[]) =>
  `${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}`

test('an IPv4 address inside an IPv6 one is never better off than alone', () => {
  fc.assert(
    fc.property(bytes, (four) => {
      const plain = refusedRange(four.join('.'))
      const hex = groups(four)
      for (const form of [`::ffff:${hex}`, `::ffff:${four.join('.')}`, `64:ff9b::${hex}`])
        expect(refusedRange(form), form).toBe(plain)
      for (const form of [`2606:4700::5efe:${hex}`, `2606:4700::200:5efe:${hex}`])
        expect(refusedRange(form), form).toBe(plain)
      for (const form of [
        `::${hex}`,
        `::${four.join('.')}`,
        `::ffff:0:${four.join('.')}`,
        `::ffff:0:${hex}`,
        `64:ff9b:1::${hex}`,
        `2002:${hex}::1`,
        `2001:0:${hex}::1`,
        `fe80::5efe:${hex}`,
      ])
        expect(refusedRange(form), form).toBeDefined()
    }),
  )
})
