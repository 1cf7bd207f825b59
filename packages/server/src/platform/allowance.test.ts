import { expect, test } from 'vitest'
import { networkOf } from './allowance.ts'

test('an address counts as what one customer has', () => {
  const counted: Record<string, string> = {
    '192.0.2.7': '192.0.2.7',
    '::ffff:192.0.2.7': '192.0.2.7',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:DB8:1:2::1': '2001:db8:1:2::/64',
    '2001:db8::1': '2001:db8:0:0::/64',
    '1::2:3:4:5:6:7': '1:0:2:3::/64',
    'fe80::1%eth0': 'fe80:0:0:0::/64',
    '::1': '0:0:0:0::/64',
    '': '',
  }
  for (const [address, network] of Object.entries(counted))
    expect([address, networkOf(address)]).toEqual([address, network])
})
