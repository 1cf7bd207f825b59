import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request that the fake registry got, whole. */
export interface Received {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

interface FakeAnswer {
  status: number
  json?: unknown
  headers?: Record<string, string | string[]>
}

/** A web server for one test that collects requests and answers them as it is told. */
export async function fakeRegistry(
  answer: (request: Received) => FakeAnswer,
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const url = await serve((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks),
      }
      received.push(one)
      reply(response, answer(one))
    })
  })
  return { url, received }
}

/** A web server for one test. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export function reply(response: ServerResponse, { status, json, headers = {} }: FakeAnswer): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  response.writeHead(status, json === undefined ? headers : { ...headers, 'content-type': type })
  response.end(json === undefined ? undefined : JSON.stringify(json))
}
