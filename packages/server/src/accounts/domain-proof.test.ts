import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOutgoing, type Outgoing } from '../platform/outgoing/index.ts'
import { startNameServer, type NameServer, type Reply } from '../platform/outgoing/test/name-server.ts'
import { checkDomain, parseDomain, proofOf } from './domain-proof.ts'

const domain = 'plugins.example'
const { expected, txt, file } = proofOf({ domain, publisher: 'acme', secret: 'of the registry' })
const path = new URL(file.url).pathname

let records: Reply
let page: { status: number; body: string; location?: string }
let names: NameServer
let server: Server
let outgoing: Outgoing
let plainHttpPort: number

beforeAll(async () => {
  names = await startNameServer((kind, name) => {
    if (kind === 'TXT') return name === txt.name ? records : 'nxdomain'
    return kind === 'A' ? ['127.0.0.1'] : []
  })
  server = createServer((request, response) => {
    if (request.url === '/elsewhere') response.end(txt.value)
    else if (request.url !== path) response.writeHead(404).end(txt.value)
    else response.writeHead(page.status, page.location ? { location: page.location } : {}).end(page.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  plainHttpPort = (server.address() as AddressInfo).port
  outgoing = createOutgoing({ allow: ['127.0.0.1/32'], dnsServers: [names.address] })
})

afterAll(async () => {
  server.close()
  await names[Symbol.asyncDispose]()
})

beforeEach(() => {
  records = 'nxdomain'
  page = { status: 404, body: '' }
})

const check = () => checkDomain(outgoing, domain, expected, { plainHttpPort })

test('a TXT record among others verifies, without asking the web server', async () => {
  records = ['v=spf1 -all', txt.value]
  const before = names.questions.length
  expect(await check()).toEqual({ verified: true, method: 'dns' })
  expect(names.questions.slice(before)).toEqual([`TXT ${txt.name}`])
})

test.each(['', '\n', '\r\n'])('a line of the file verifies (line end %j)', async (end) => {
  page = { status: 200, body: `# ours\n${txt.value}${end}` }
  expect(await check()).toEqual({ verified: true, method: 'well-known' })
})

test('a name server that fails leaves the file to decide', async () => {
  records = 'servfail'
  expect((await check()).verified).toBe(false)
  page = { status: 200, body: txt.value }
  expect(await check()).toEqual({ verified: true, method: 'well-known' })
})

test.each([
  ['nothing', 'nxdomain', { status: 404, body: '' }],
  ['the file of another status', 'nxdomain', { status: 404, body: txt.value }],
  ['a redirect to the line', 'nxdomain', { status: 302, body: txt.value, location: '/elsewhere' }],
  ['more on the line', 'nxdomain', { status: 200, body: `<p>${txt.value}</p>` }],
  ['space before the line', 'nxdomain', { status: 200, body: ` ${txt.value}` }],
  ['the bare value', [expected], { status: 200, body: expected }],
  ['another value', [`${txt.value}x`, txt.value.toLowerCase()], { status: 200, body: `${txt.value}x` }],
  ['a file that is too large', 'nxdomain', { status: 200, body: `${txt.value}\n${'x'.repeat(70_000)}` }],
] as [string, Reply, typeof page][])(
  '%s does not verify, and says why',
  async (_what, txtRecords, served) => {
    records = txtRecords
    page = served
    const { verified, method, reason } = await check()
    expect([verified, method]).toEqual([false, undefined])
    expect(reason).toContain(txt.name)
    expect(reason).toContain(path)
    expect(reason).not.toContain(expected)
  },
)

test('a domain at a private address is not asked', async () => {
  page = { status: 200, body: txt.value }
  const strict = createOutgoing({ allow: [], dnsServers: [names.address] })
  expect(await checkDomain(strict, domain, expected, { plainHttpPort })).toMatchObject({
    verified: false,
    reason: expect.stringContaining('not public'),
  })
})

test('https is asked when nothing else is said', async () => {
  page = { status: 200, body: txt.value }
  const asked: string[] = []
  const watched: Outgoing = {
    txt: async () => [],
    fetch: async (url, options) => {
      asked.push(url)
      return outgoing.fetch(url, options)
    },
  }
  await checkDomain(watched, domain, expected)
  expect(asked).toEqual([file.url])
})

test('a proof holds for one publisher, one domain and one registry', () => {
  const of = (change: object) => proofOf({ domain, publisher: 'acme', secret: 'of the registry', ...change })
  expect(of({})).toEqual(of({}))
  expect(of({}).expected).toMatch(/^[\w-]{43}$/)
  const all = [of({}), of({ publisher: 'other' }), of({ domain: 'other.example' }), of({ secret: 'another' })]
  expect(new Set(all.map((proof) => proof.expected)).size).toBe(4)
  for (const part of [txt.name, txt.value, file.url]) expect(of({}).instructions).toContain(part)
  expect(() => of({ secret: '' })).toThrow()
})

test.each([
  ['Plugins.Example', 'plugins.example'],
  [' plugins.example. ', 'plugins.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['plugins。example', 'plugins.example'],
  ['a-b.co.uk', 'a-b.co.uk'],
  ['1.example', '1.example'],
])('%s is the domain %s', (text, parsed) => {
  expect(parseDomain(text)).toBe(parsed)
})

test.each([
  '',
  '.',
  'com',
  'com.',
  'localhost',
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '１２７.0.0.1',
  '::1',
  '[::1]',
  'plugins.example:443',
  'https://plugins.example',
  'plugins.example/path',
  'me@plugins.example',
  'plugins..example',
  '.plugins.example',
  'plugins.example..',
  '*.example',
  '_waybill.example',
  'plu gins.example',
  'plugins.example\n.other',
  'plu%67ins.example',
  '-a.example',
  'a-.example',
  'plugins.123',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(120)}example`,
])('%j is no domain', (text) => {
  expect(() => parseDomain(text)).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
})
