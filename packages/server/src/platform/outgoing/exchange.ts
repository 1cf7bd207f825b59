import { Agent, request } from 'undici'
import { failed, refused } from './failures.ts'
import type { Address } from './names.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One request to one address, and what bounds the answer. */
export interface Exchange {
  url: URL
  /** Checked before; no other address is connected to. */
  addresses: readonly Address[]
  method: Method
  headers: Readonly<Record<string, string>>
  body: Uint8Array | string | undefined
  maxBytes: number
  timeoutMs: number
  signal: AbortSignal
}

export interface Answer {
  status: number
  headers: Headers
  bytes: Buffer
}

const maxHeaderBytes = 16 * 1024

const userAgent = 'waybill/0.1.0'

/** What says where a message begins, ends and goes is ours to set. */
const ours =
  /^(host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-length|expect|accept-encoding|proxy-.*)$/i

/** Sends a request over a connection of its own and reads the whole answer. Throws what the network throws. */
export async function exchange(asked: Exchange): Promise<Answer> {
  const name = Object.keys(asked.headers).find((header) => ours.test(header))
  if (name !== undefined) throw refused(asked.url.href, `the header ${name} is not the caller's to set`)
  const agent = pinnedAgent(asked)
  try {
    const response = await request(asked.url, {
      dispatcher: agent,
      method: asked.method,
      headers: { 'user-agent': userAgent, ...lowerCase(asked.headers), 'accept-encoding': 'identity' },
      body: asked.body ?? null,
      signal: asked.signal,
    })
    // A body that is left unread breaks off later, when nobody listens any more.
    response.body.on('error', () => undefined)
    const headers = headersOf(response.headers)
    return { status: response.statusCode, headers, bytes: await read(asked, headers, response.body) }
  } finally {
    await agent.destroy()
  }
}

function pinnedAgent({ addresses, timeoutMs }: Exchange): Agent {
  return new Agent({
    connect: {
      timeout: timeoutMs,
      // Whatever the name says by now: these were checked.
      lookup: (_host, options, answer) => {
        const [first] = addresses
        if (options.all) answer(null, [...addresses])
        else answer(null, first?.address ?? '', first?.family)
      },
      // NODE_TLS_REJECT_UNAUTHORIZED shall not open this door.
      rejectUnauthorized: true,
    },
    allowH2: false,
    pipelining: 0,
    maxHeaderSize: maxHeaderBytes,
    // The signal ends all of it; these would end parts of it earlier or not at all.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
}

async function read(asked: Exchange, headers: Headers, body: AsyncIterable<Buffer>): Promise<Buffer> {
  const { url, maxBytes } = asked
  const encoding = headers.get('content-encoding')
  // A cap on what arrives would say nothing about what it unpacks to.
  if (encoding && encoding.trim().toLowerCase() !== 'identity')
    throw failed(url.href, 'encoding', 'it is compressed, which was not asked for')
  const tooLarge = () => failed(url.href, 'too_large', `it is over the limit of ${maxBytes} bytes`)
  if (asked.method !== 'HEAD' && Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  // Copied, not gathered: each piece, of one byte perhaps, would keep alive all that arrived together with it.
  let bytes = Buffer.allocUnsafe(Math.min(maxBytes, 16 * 1024))
  let size = 0
  for await (const piece of body) {
    if (size + piece.length > maxBytes) throw tooLarge()
    if (size + piece.length > bytes.length) {
      const room = Math.max(2 * bytes.length, size + piece.length)
      bytes = Buffer.concat([bytes.subarray(0, size)], Math.min(maxBytes, room))
    }
    size += piece.copy(bytes, size)
  }
  return bytes.subarray(0, size)
}

function headersOf(received: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received))
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one)
  return headers
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
