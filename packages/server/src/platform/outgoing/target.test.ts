import { expect, test } from 'vitest'
import { hostOf, isLocalName, parseRedirect, parseTarget } from './target.ts'

const isRefused = expect.objectContaining({ code: 'outgoing.refused' })

test.each([
  'ftp://example.com/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'gopher://example.com/',
  'javascript:alert(1)',
  'http://user@example.com/',
  'http://user:secret@example.com/',
  'http://:secret@example.com/',
  'http://example.com:22/',
  'https://example.com:25/',
  'http://example.com:6379/',
  'http://example.com:0/',
  'example.com',
  '//example.com',
  'http://',
  'http://[fe80::1%25eth0]/',
  'http://999.1.1.1/',
  '',
])('%s is refused', (url) => {
  expect(() => parseTarget(url)).toThrow(isRefused)
})

test.each(['https://example.com/a?b', 'http://example.com:8080/', 'https://example.com:443/'])(
  '%s is taken',
  (url) => {
    expect(parseTarget(url).hostname).toBe('example.com')
  },
)

test.each([
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://127.0.0.1./',
  'http:\\\\127.0.0.1\\',
  'http://①②⑦.0.0.1/',
  'http://127。0。0。1/',
  'http://%31%32%37.0.0.1/',
])('%s is seen as 127.0.0.1', (url) => {
  expect(hostOf(parseTarget(url))).toBe('127.0.0.1')
})

test('what a refusal says has no credentials, no query and no fragment', () => {
  for (const url of ['ftp://me:secret@example.com/a?secret#secret', 'http://me:secret@[bad/?secret'])
    expect(() => parseTarget(url)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/secret/) }),
    )
})

test('local names are known with and without a final dot', () => {
  for (const host of ['localhost', 'LOCALHOST.', 'a.localhost', 'printer.local', 'metadata.google.internal'])
    expect(isLocalName(hostOf(new URL(`http://${host}/`))), host).toBe(true)
  for (const host of ['localhost.example', 'notlocal.example', 'mylocalhost'])
    expect(isLocalName(hostOf(new URL(`http://${host}/`))), host).toBe(false)
})

test('a redirect may not lead from https to http, nor to what may not be asked at all', () => {
  const from = new URL('https://example.com/a/b')
  expect(parseRedirect(from, '../c').href).toBe('https://example.com/c')
  expect(parseRedirect(from, '//other.example/').href).toBe('https://other.example/')
  expect(() => parseRedirect(from, 'http://example.com/')).toThrow(isRefused)
  expect(() => parseRedirect(from, 'https://me:x@example.com/')).toThrow(isRefused)
  expect(() => parseRedirect(from, 'file:///etc/passwd')).toThrow(isRefused)
  expect(() => parseRedirect(from, 'http://[')).toThrow(expect.objectContaining({ code: 'outgoing.failed' }))
})
