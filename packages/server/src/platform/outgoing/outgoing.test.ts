import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { createOutgoing, type Outgoing } from './index.ts'
import { startNameServer, type NameServer, type Reply } from './test/name-server.ts'

const loopback = ['127.0.0.1/32']
/** An address of documentation (RFC 5737): nobody has it, so that connecting to it meets nobody. */
const nowhere = '192.0.2.1'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]()
})

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push({
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  })
  return (server.address() as AddressInfo).port
}

const serve = (answer: RequestListener) => listening(createServer(answer))

/** Sends these bytes to whoever connects, and keeps the connection. */
const sendRaw = (bytes: string | Buffer) =>
  listening(createRawServer((socket) => void socket.once('data', () => socket.write(bytes))))

async function nameServer(answer: (kind: string, name: string) => Reply): Promise<NameServer> {
  const server = await startNameServer(answer)
  open.push(server)
  return server
}

async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error as { code: string; message: string; details?: { reason?: string } } | undefined
}

const toLoopback = createOutgoing({ allow: loopback })

test('an allowed address is asked, with our name and without compression', async () => {
  const port = await serve((request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }))
  })
  const answer = await toLoopback.fetch(`http://127.0.0.1:${port}/a?b#c`, {
    headers: { Accept: 'text/plain' },
  })
  expect(answer.status).toBe(200)
  expect(answer.url).toBe(`http://127.0.0.1:${port}/a?b`)
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  const seen = JSON.parse(answer.bytes.toString())
  expect(seen).toMatchObject({ method: 'GET', url: '/a?b' })
  expect(seen.headers).toEqual({
    host: `127.0.0.1:${port}`,
    connection: 'close',
    accept: 'text/plain',
    'accept-encoding': 'identity',
    'user-agent': expect.stringMatching(/^waybill\/\d/),
  })
})

test('a body is sent, and every status is an answer', async () => {
  const port = await serve((request, response) => {
    response.statusCode = 418
    request.pipe(response)
  })
  for (const body of ['text', Buffer.from('bytes')]) {
    const answer = await toLoopback.fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })
    expect([answer.status, answer.bytes.toString()]).toEqual([418, body.toString()])
  }
})

test('HEAD has no body to be too large', async () => {
  const port = await serve((_request, response) =>
    response.writeHead(200, { 'content-length': '5000000' }).end(),
  )
  const answer = await toLoopback.fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' })
  expect([answer.status, answer.bytes.length]).toEqual([200, 0])
})

test('private addresses are refused in every spelling, and nobody is asked', async () => {
  let asked = 0
  const port = await serve((_request, response) => response.end(String(++asked)))
  const outgoing = createOutgoing({ allow: [] })
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    'localhost',
    'localhost.',
    'LocalHost',
    'a.localhost',
    'registry.internal',
  ]) {
    const failure = await failureOf(outgoing.fetch(`http://${host}:${port}/?secret`))
    expect([host, failure?.code]).toEqual([host, 'outgoing.refused'])
    expect(failure?.message).not.toContain('secret')
  }
  expect(asked).toBe(0)
})

test('a host name that is allowed is reached at its private address; others at the same address are not', async () => {
  const port = await serve((_request, response) => response.end('here'))
  const names = await nameServer((kind) => (kind === 'A' ? ['127.0.0.1'] : []))
  const outgoing = createOutgoing({ allow: ['git.internal'], dnsServers: [names.address] })
  expect((await outgoing.fetch(`http://git.internal:${port}/`)).bytes.toString()).toBe('here')
  for (const host of ['other.example', 'a.git.internal', '127.0.0.1'])
    expect((await failureOf(outgoing.fetch(`http://${host}:${port}/`)))?.code).toBe('outgoing.refused')
})

test('a local name is reached only where its address is allowed', async () => {
  const port = await serve((_request, response) => response.end('here'))
  const names = await nameServer((kind, name) =>
    kind === 'A' ? [name.startsWith('a') ? '127.0.0.1' : '8.8.8.8'] : [],
  )
  const outgoing = createOutgoing({ allow: loopback, dnsServers: [names.address] })
  expect((await outgoing.fetch(`http://a.internal:${port}/`)).bytes.toString()).toBe('here')
  expect(await failureOf(outgoing.fetch(`http://b.internal:${port}/`))).toMatchObject({
    code: 'outgoing.refused',
    message: expect.stringContaining('local name'),
  })
})

test('one private address among the addresses of a host is enough to refuse it', async () => {
  const names = await nameServer((kind, name) => {
    if (name === 'four.example') return kind === 'A' ? ['8.8.8.8', '10.0.0.1'] : []
    return kind === 'A' ? ['8.8.8.8'] : ['fd00:0:0:0:0:0:0:1']
  })
  const outgoing = createOutgoing({ allow: [], dnsServers: [names.address] })
  for (const host of ['four.example', 'six.example'])
    expect(await failureOf(outgoing.fetch(`http://${host}/`))).toMatchObject({
      code: 'outgoing.refused',
      message: expect.not.stringMatching(/10\.0\.0\.1|fd00/),
    })
})

test('a name that changes after the check changes nothing: the checked address is connected to', async () => {
  let hits = 0
  const port = await serve((_request, response) => response.end(String(++hits)))
  const rebinding = (first: string, later: string) => {
    let asked = 0
    return nameServer((kind) => (kind === 'A' ? [asked++ === 0 ? first : later] : []))
  }
  const allow = [...loopback, `${nowhere}/32`]

  const leaving = await rebinding('127.0.0.1', nowhere)
  const staying = createOutgoing({ allow, dnsServers: [leaving.address] })
  expect((await staying.fetch(`http://rebind.example:${port}/`)).bytes.toString()).toBe('1')
  expect(leaving.questions.filter((question) => question.startsWith('A '))).toHaveLength(1)

  const coming = await rebinding(nowhere, '127.0.0.1')
  const missing = createOutgoing({ allow, dnsServers: [coming.address] })
  const failure = await failureOf(missing.fetch(`http://rebind.example:${port}/`, { timeoutMs: 500 }))
  expect(failure?.code).toBe('outgoing.failed')
  expect(hits).toBe(1)
})

test('each request checks anew', async () => {
  const port = await serve((_request, response) => response.end('here'))
  let asked = 0
  const names = await nameServer((kind) => (kind === 'A' ? [asked++ === 0 ? '127.0.0.1' : '127.0.0.2'] : []))
  const outgoing = createOutgoing({ allow: loopback, dnsServers: [names.address] })
  const url = `http://rebind.example:${port}/`
  expect((await outgoing.fetch(url)).status).toBe(200)
  expect((await failureOf(outgoing.fetch(url)))?.code).toBe('outgoing.refused')
})

test('redirects are answers, unless asked to follow', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/end') response.end('end')
    else response.writeHead(302, { location: request.url === '/loop' ? '/loop' : '/end' }).end()
  })
  const at = (path: string) => `http://127.0.0.1:${port}${path}`
  expect((await toLoopback.fetch(at('/start'))).status).toBe(302)
  const followed = await toLoopback.fetch(at('/start'), { redirects: 1 })
  expect([followed.url, followed.bytes.toString()]).toEqual([at('/end'), 'end'])
  expect(await failureOf(toLoopback.fetch(at('/loop'), { redirects: 3 }))).toMatchObject({
    code: 'outgoing.failed',
    details: { reason: 'redirects' },
  })
})

test('every hop of a redirect is checked', async () => {
  let asked = 0
  const inner = await serve((_request, response) => response.end(String(++asked)))
  const targets = [
    `http://127.0.0.2:${inner}/`,
    `http://[::ffff:127.0.0.2]:${inner}/`,
    `http://localhost:${inner}/`,
    `http://inside.example:${inner}/`,
    'http://169.254.169.254/latest/meta-data/',
    'http://me:secret@127.0.0.1/',
    'file:///etc/passwd',
    'http://127.0.0.1:22/',
  ]
  const port = await serve((request, response) =>
    response.writeHead(302, { location: targets[Number(request.url?.slice(1))] }).end(),
  )
  const names = await nameServer((kind, name) =>
    kind === 'A' ? [name === 'inside.example' ? '127.0.0.3' : '127.0.0.2'] : [],
  )
  const outgoing = createOutgoing({ allow: loopback, dnsServers: [names.address] })
  for (const [index, target] of targets.entries()) {
    const failure = await failureOf(outgoing.fetch(`http://127.0.0.1:${port}/${index}`, { redirects: 5 }))
    expect([target, failure?.code]).toEqual([target, 'outgoing.refused'])
  }
  expect(asked).toBe(0)
})

test('another origin sees no secrets of the request; a POST becomes a GET where browsers make it one', async () => {
  const seen: unknown[] = []
  const other = await serve((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      seen.push([request.method, request.headers.authorization, request.headers['content-type'], body])
      response.end()
    })
  })
  const port = await serve((request, response) =>
    response.writeHead(Number(request.url?.slice(1)), { location: `http://127.0.0.1:${other}/` }).end(),
  )
  for (const status of [302, 303, 307])
    await toLoopback.fetch(`http://127.0.0.1:${port}/${status}`, {
      method: 'POST',
      body: '{}',
      headers: { Authorization: 'Bearer secret', 'Content-Type': 'application/json' },
      redirects: 1,
    })
  expect(seen).toEqual([
    ['GET', undefined, undefined, ''],
    ['GET', undefined, undefined, ''],
    ['POST', undefined, 'application/json', '{}'],
  ])
})

test('a body over the limit is refused, announced or not, and its bytes are not quoted', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/announced')
      return response.writeHead(200, { 'content-length': '101' }).end('x'.repeat(101))
    if (request.url === '/exact') return response.end('x'.repeat(100))
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(50)));
      if (!response.destroyed) response.once('drain', more)
    }
    return more()
  })
  const ask = (path: string) => toLoopback.fetch(`http://127.0.0.1:${port}${path}`, { maxBytes: 100 })
  expect((await ask('/exact')).bytes).toHaveLength(100)
  for (const path of ['/announced', '/endless'])
    expect(await failureOf(ask(path))).toMatchObject({
      code: 'outgoing.failed',
      message: expect.not.stringContaining('xx'),
      details: { reason: 'too_large' },
    })
})

test('a body in pieces of any size arrives whole', async () => {
  const body = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7) % 251))
  const port = await serve((_request, response) => {
    for (let at = 0, step = 1; at < body.length; at += step, step = Math.ceil(step * 1.5))
      response.write(body.subarray(at, at + step))
    response.end()
  })
  const answer = await toLoopback.fetch(`http://127.0.0.1:${port}/`, { maxBytes: body.length })
  expect(answer.bytes.equals(body)).toBe(true)
  expect(
    await failureOf(toLoopback.fetch(`http://127.0.0.1:${port}/`, { maxBytes: body.length - 1 })),
  ).toMatchObject({ details: { reason: 'too_large' } })
})

test('a compressed answer is refused before a byte of it is unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000))
  for (const encoding of ['gzip', 'x-gzip', 'br', 'zstd', 'identity, gzip']) {
    const port = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb),
    )
    expect(await failureOf(toLoopback.fetch(`http://127.0.0.1:${port}/`))).toMatchObject({
      code: 'outgoing.failed',
      details: { reason: 'encoding' },
    })
  }
})

test('the time is for all of it: silence, a stalled body, drops, redirects without end, a silent name server', async () => {
  const silent = await listening(createRawServer())
  const stalled = await serve((_request, response) => void response.writeHead(200).write('begun'))
  const dripping = await serve((_request, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(timer))
  })
  const informing = await listening(
    createRawServer((socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20)
      socket.on('close', () => clearInterval(timer))
    }),
  )
  const circling = await serve((_request, response) =>
    setTimeout(() => response.writeHead(302, { location: '/' }).end(), 20),
  )
  const names = await nameServer(() => 'silence')
  const byNames = createOutgoing({ allow: loopback, dnsServers: [names.address] })
  const asked: [Outgoing, string][] = [
    [toLoopback, `http://127.0.0.1:${silent}/`],
    [toLoopback, `https://127.0.0.1:${silent}/`],
    [toLoopback, `http://127.0.0.1:${stalled}/`],
    [toLoopback, `http://127.0.0.1:${dripping}/`],
    [toLoopback, `http://127.0.0.1:${informing}/`],
    [toLoopback, `http://127.0.0.1:${circling}/`],
    [byNames, 'http://silent.example/'],
  ]
  for (const [outgoing, url] of asked)
    expect(await failureOf(outgoing.fetch(url, { timeoutMs: 300, redirects: 1_000_000 })), url).toMatchObject(
      {
        code: 'outgoing.failed',
        details: { reason: 'timeout' },
      },
    )
})

test('the caller can give up', async () => {
  const port = await listening(createRawServer())
  const stop = new AbortController()
  const work = toLoopback.fetch(`http://127.0.0.1:${port}/`, { signal: stop.signal })
  stop.abort()
  expect((await failureOf(work))?.code).toBe('operation.cancelled')
})

test('floods of headers and answers that are no HTTP fail and are not quoted', async () => {
  const head = 'HTTP/1.1 200 OK\r\n'
  const answers: [string | Buffer, string][] = [
    [`${head}${'x-flood: 1\r\n'.repeat(5000)}\r\n`, 'headers'],
    [`${head}x-flood: ${'leak'.repeat(10_000)}\r\n\r\n`, 'headers'],
    ['leaked bytes\r\n\r\n', 'protocol'],
    [`${head}content-length: 5\r\ncontent-length: 6\r\n\r\nleaked`, 'protocol'],
    [`${head}transfer-encoding: chunked\r\n\r\nleaked\r\n`, 'protocol'],
    [`${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\nleaked`, 'protocol'],
  ]
  for (const [bytes, reason] of answers) {
    const port = await sendRaw(bytes)
    const failure = await failureOf(toLoopback.fetch(`http://127.0.0.1:${port}/`))
    expect([bytes.slice(0, 60), failure?.code, failure?.details?.reason]).toEqual([
      bytes.slice(0, 60),
      'outgoing.failed',
      reason,
    ])
    expect(inspect(failure, { depth: 9 })).not.toContain('leak')
    expect(failure).not.toHaveProperty('cause')
  }
})

test('headers in any bytes are no fault of ours', async () => {
  const port = await sendRaw(
    Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nx-utf8: 日本 é\r\nx-latin: '),
      Buffer.of(0xe9),
      Buffer.from('\r\ncontent-length: 2\r\n\r\nok'),
    ]),
  )
  expect((await toLoopback.fetch(`http://127.0.0.1:${port}/`)).bytes.toString()).toBe('ok')
})

test('a connection that is refused or breaks off is a failure', async () => {
  const breaking = await listening(
    createRawServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf')),
  )
  const closed = await serve(() => undefined)
  await open.pop()?.[Symbol.asyncDispose]()
  for (const port of [breaking, closed])
    expect(await failureOf(toLoopback.fetch(`http://127.0.0.1:${port}/`))).toMatchObject({
      code: 'outgoing.failed',
      details: { reason: 'connection' },
    })
})

test('headers that steer the connection are not the callers to set', async () => {
  for (const name of [
    'Host',
    'Content-Length',
    'transfer-encoding',
    'Connection',
    'Accept-Encoding',
    'Proxy-Authorization',
  ])
    expect((await failureOf(toLoopback.fetch('http://127.0.0.1/', { headers: { [name]: '1' } })))?.code).toBe(
      'outgoing.refused',
    )
  for (const headers of [{ 'x-a': 'b\r\nx-c: d' }, { 'x y': 'z' }])
    expect((await failureOf(toLoopback.fetch('http://127.0.0.1/', { headers })))?.code).toBe(
      'outgoing.refused',
    )
})

test('the proxies of the environment are not used', async () => {
  const port = await serve((_request, response) => response.end('here'))
  const proxy = `http://127.0.0.1:${await sendRaw('HTTP/1.1 502 Proxy\r\ncontent-length: 0\r\n\r\n')}`
  const before = { ...process.env }
  Object.assign(process.env, {
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    ALL_PROXY: proxy,
    NODE_USE_ENV_PROXY: '1',
  })
  try {
    expect((await toLoopback.fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  } finally {
    process.env = before
  }
})

test('the system knows names without name servers of our own', async () => {
  const port = await serve((_request, response) => response.end('here'))
  const outgoing = createOutgoing({ allow: ['localhost'] })
  expect((await outgoing.fetch(`http://localhost:${port}/`)).bytes.toString()).toBe('here')
})

test('a host without an address, and a name server that fails, are failures', async () => {
  const names = await nameServer((_kind, name) => (name === 'broken.example' ? 'servfail' : 'nxdomain'))
  const outgoing = createOutgoing({ allow: [], dnsServers: [names.address] })
  for (const host of ['absent.example', 'broken.example'])
    expect(await failureOf(outgoing.fetch(`https://${host}/?secret`))).toMatchObject({
      code: 'outgoing.failed',
      message: expect.not.stringContaining('secret'),
      details: { reason: 'dns' },
    })
})

test('TXT records come joined; none is an answer, a failing server is not', async () => {
  const long = 'v'.repeat(450)
  const names = await nameServer((_kind, name) => {
    if (name === 'two.example') return ['one', long]
    if (name === 'empty.example') return []
    return name === 'broken.example' ? 'servfail' : 'nxdomain'
  })
  const outgoing = createOutgoing({ allow: [], dnsServers: [names.address] })
  expect(await outgoing.txt('two.example')).toEqual(['one', long])
  expect(await outgoing.txt('empty.example')).toEqual([])
  expect(await outgoing.txt('absent.example')).toEqual([])
  expect(await failureOf(outgoing.txt('broken.example'))).toMatchObject({
    code: 'outgoing.failed',
    details: { reason: 'dns' },
  })
})

test('a setting that is not of its form is said at once', () => {
  expect(() => createOutgoing({ allow: ['*.internal'] })).toThrow(
    expect.objectContaining({ code: 'usage.invalid' }),
  )
})
