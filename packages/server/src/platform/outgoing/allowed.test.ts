import { expect, test } from 'vitest'
import { inRanges } from './addresses.ts'
import { isAllowedEntry, isNameServer, parseAllowed } from './allowed.ts'

test('ranges, single addresses and host names are told apart', () => {
  const { hosts, ranges } = parseAllowed([
    '10.1.0.0/16',
    'fd00::/8',
    '192.168.0.7',
    'Git.Example.',
    'bücher.example',
  ])
  expect([...hosts]).toEqual(['git.example', 'xn--bcher-kva.example'])
  expect(inRanges('10.1.200.3', ranges)).toBe(true)
  expect(inRanges('::ffff:10.1.200.3', ranges)).toBe(true)
  expect(inRanges('10.2.0.1', ranges)).toBe(false)
  expect(inRanges('fd12::1', ranges)).toBe(true)
  expect(inRanges('192.168.0.7', ranges)).toBe(true)
  expect(inRanges('192.168.0.8', ranges)).toBe(false)
})

test.each([
  '',
  '*.example.com',
  'http://git.example',
  'git.example:8080',
  'a b',
  '10/8',
  '010.0.0.1/8',
  '0x0a000001',
  '2130706433',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  'fd00::/129',
  'fe80::1%eth0',
  'ex%61mple.com',
])('“%s” allows nothing and is an error', (entry) => {
  expect(isAllowedEntry(entry)).toBe(false)
  expect(() => parseAllowed([entry])).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
})

test('a name server is an address, with or without a port', () => {
  for (const text of ['9.9.9.9', '9.9.9.9:5353', '2620:fe::fe', '[2620:fe::fe]', '[2620:fe::fe]:53'])
    expect(isNameServer(text), text).toBe(true)
  for (const text of ['', 'dns.example', '9.9.9.9:99999', '9.9.9', '[9.9.9.9]:53', '2620:fe::fe:53:x'])
    expect(isNameServer(text), text).toBe(false)
})
