import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import type { PluginHost } from './host.ts'

export interface PluginServer {
  readonly url: string
  close(): Promise<void>
}

/** Largest body of a call, bytes. */
const bodyLimit = 1024 * 1024

/**
 * Serves installed plugins over HTTP: `GET /` lists them, `GET /healthz` answers while it runs, `POST /plugins/NAME` calls
 * a plugin's `run`, and a plugin that exports `handle(request)` answers everything below `/plugins/NAME/`. What fails
 * inside a plugin becomes a problem document (RFC 9457), and takes no other plugin with it.
 */
export async function servePlugins(
  host: PluginHost,
  options: { port: number; host?: string },
): Promise<PluginServer> {
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => {
    answer(host, request)
      .catch((error: unknown) => problem(error))
      .then((answered) => reply(response, answered))
      .catch(() => response.destroy())
  })
  const address = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new WaybillError(
          'usage.invalid',
          `${address}:${options.port} cannot be listened on: ${cause.code === 'EADDRINUSE' ? 'another program does' : cause.message}.`,
          {
            hint: 'Choose another one with --port.',
            cause,
          },
        ),
      )
    })
    server.listen(options.port, address, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

async function answer(host: PluginHost, incoming: IncomingMessage): Promise<Response> {
  const url = new URL(incoming.url ?? '/', 'http://plugins')
  if (url.pathname === '/healthz') return Response.json({ alive: true })
  if (url.pathname === '/') {
    const plugins = (await host.list()).map(({ name, version }) => ({ name, version }))
    return Response.json({ plugins })
  }
  const [, name = '', rest] = /^\/plugins\/((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(url.pathname) ?? []
  if (name === '') throw notFound(url.pathname)
  const module = await host.import(decodeURIComponent(name))
  if (typeof module.handle === 'function') {
    const request = new Request(new URL((rest ?? '/') + url.search, url), {
      method: incoming.method ?? 'GET',
      headers: headersOf(incoming),
      ...(/^(GET|HEAD)$/.test(incoming.method ?? 'GET')
        ? {}
        : { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
    })
    return (await (module.handle as (request: Request) => unknown)(request)) as Response
  }
  if (rest !== undefined || typeof module.run !== 'function') throw notFound(url.pathname)
  if (incoming.method !== 'POST')
    throw new WaybillError('usage.invalid', `${name} is called with POST.`, {
      hint: 'Send {"args": […]} as JSON.',
    })
  return callRun(host, module.run as Run, await argsOf(incoming))
}

type Run = (given: object) => unknown

async function callRun(host: PluginHost, run: Run, args: readonly string[]): Promise<Response> {
  const written: string[] = []
  const write = (text: string) => void written.push(text)
  await run({ args, write, load: (other: string) => host.import(other) })
  return Response.json({ output: written.join('') })
}

async function argsOf(incoming: IncomingMessage): Promise<string[]> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyLimit)
      throw new WaybillError('upload.too_large', `The body has more than ${bodyLimit} bytes.`)
    chunks.push(chunk)
  }
  if (size === 0) return []
  try {
    const { args } = JSON.parse(Buffer.concat(chunks).toString()) as { args?: unknown }
    if (Array.isArray(args) && args.every((each) => typeof each === 'string')) return args
  } catch {
    // Said below, as for any other form.
  }
  throw new WaybillError('usage.invalid', 'The body is not of the form {"args": ["…"]}.')
}

function headersOf({ headers }: IncomingMessage): Headers {
  const own = new Headers()
  for (const [name, value] of Object.entries(headers))
    for (const each of [value ?? []].flat()) own.append(name, each)
  return own
}

function notFound(path: string): WaybillError {
  return new WaybillError('package.not_found', `There is nothing at ${path}.`, {
    hint: 'GET / lists the plugins.',
  })
}

function problem(error: unknown): Response {
  const { code, status, message, hint } = isWaybillError(error)
    ? error
    : {
        code: 'internal.failed',
        status: 500,
        message: error instanceof Error ? error.message : String(error),
        hint: undefined,
      }
  return Response.json(
    { code, status, detail: message, ...(hint === undefined ? {} : { hint }) },
    {
      status,
      headers: { 'content-type': 'application/problem+json' },
    },
  )
}

async function reply(response: ServerResponse, answered: Response): Promise<void> {
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  if (answered.body)
    await pipeline(Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0]), response)
  else response.end()
}
