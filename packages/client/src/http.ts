import { readFileUrl } from './http-file.ts'
import { errorCodes, WaybillError, type ErrorCode } from '@waybill/core/errors'

/** All requests of the client go through here. */

export const userAgent = `waybill/0.1.0 node/${process.versions.node} ${process.platform}-${process.arch}`

export interface RequestOptions {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array | ReadableStream
  signal?: AbortSignal
  /** Longest wait for the answer's head, milliseconds; default a minute. */
  timeoutMs?: number
  /** `manual` where following would carry a secret elsewhere; default `follow`. */
  redirect?: 'follow' | 'manual'
}

/**
 * Sends a request and gives the answer, whatever its status. Throws `registry.unreachable`, saying which address and why.
 */
export async function send(url: string, options: RequestOptions = {}): Promise<Response> {
  if (url.startsWith('file:')) return readFileUrl(url, options)
  const { timeoutMs = 60_000, headers, signal, ...rest } = options
  const timeout = new AbortController()
  const timer = setTimeout(
    () => timeout.abort(new Error(`no answer within ${timeoutMs / 1000} s`)),
    timeoutMs,
  )
  try {
    const streaming = rest.body instanceof ReadableStream ? { duplex: 'half' } : {}
    return await fetch(url, {
      ...rest,
      ...streaming,
      headers: { 'user-agent': userAgent, ...headers },
      signal: signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal,
    } as RequestInit)
  } catch (cause) {
    if (signal?.aborted)
      throw new WaybillError('operation.cancelled', 'The operation was cancelled.', { cause })
    throw unreachable(url, cause)
  } finally {
    clearTimeout(timer)
  }
}

/** Says that an address did not answer, or broke off, and why. */
export function unreachable(url: string, cause: unknown): WaybillError {
  return new WaybillError('registry.unreachable', `${originOf(url)} cannot be reached: ${reasonOf(cause)}.`, {
    hint: 'Check the address and your connection; “waybill registry list” shows the registries you have pinned.',
    // A query may be what gives access.
    details: { url: url.split('?')[0] },
    cause,
  })
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up now',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ETIMEDOUT: 'it does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
}

function reasonOf(cause: unknown): string {
  for (let error = cause; error instanceof Error; error = error.cause) {
    const { code } = error as NodeJS.ErrnoException
    if (code && reasons[code]) return reasons[code]
    if (!(error.cause instanceof Error)) return error.message
  }
  return String(cause)
}

export function originOf(url: string): string {
  return URL.canParse(url) && URL.parse(url)?.protocol !== 'file:' ? new URL(url).origin : url
}

/** Reads a body of at most `limit` bytes. Throws `trust.mismatch` beyond it, `registry.unreachable` when it breaks off. */
export async function readBody(url: string, response: Response, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += (chunk as Uint8Array).length
      if (size > limit) break
      chunks.push(chunk)
    }
  } catch (cause) {
    throw unreachable(url, cause)
  }
  if (size > limit)
    throw new WaybillError(
      'trust.mismatch',
      `${url.split('?')[0]} has more than the ${limit} bytes that it may have.`,
      {
        details: { url: url.split('?')[0], limit },
      },
    )
  return Buffer.concat(chunks)
}

/** The registry's clock as an answer tells it, with the time it spent in caches added (RFC 9110 §6.6.1, RFC 9111 §5.1). */
export function answerTime(response: Response): Date | undefined {
  const date = Date.parse(response.headers.get('date') ?? '')
  const age = Number(response.headers.get('age') ?? 0)
  return Number.isNaN(date) ? undefined : new Date(date + (Number.isFinite(age) ? age * 1000 : 0))
}

/** Calls a JSON operation of the API. A problem document becomes a WaybillError with its code, hint and details. */
export async function callApi<T>(url: string, options: RequestOptions & { json?: unknown } = {}): Promise<T> {
  const { json, ...rest } = options
  const headers = {
    accept: 'application/json',
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...rest.headers,
  }
  const response = await send(url, {
    ...rest,
    headers,
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
  return readAnswer<T>(url, response)
}

/** Reads the JSON of an answer of at most 4 MB, or throws what its problem document says. */
export async function readAnswer<T>(url: string, response: Response): Promise<T> {
  const text = new TextDecoder().decode(await readBody(url, response, 4 * 1024 * 1024))
  return parseAnswer<T>(url, response.status, response.headers.get('content-type') ?? '', text)
}

/** Reads an answer's JSON, or throws what its problem document says. */
export function parseAnswer<T>(url: string, status: number, contentType: string, text: string): T {
  if (status === 204) return undefined as T
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (cause) {
    const what = contentType.includes('html') ? 'a web page' : 'something'
    throw new WaybillError(
      'registry.refused',
      `${originOf(url)} answered ${status} with ${what} that is not the registry’s JSON.`,
      {
        hint: 'Check that the address is that of a Waybill registry, and that no proxy stands before it.',
        details: { url, status },
        cause,
      },
    )
  }
  if (status >= 200 && status < 300) return body as T
  const problem = body as { code?: unknown; detail?: unknown; hint?: unknown; details?: unknown }
  const code =
    typeof problem.code === 'string' && problem.code in errorCodes
      ? (problem.code as ErrorCode)
      : 'registry.refused'
  throw new WaybillError(
    code,
    typeof problem.detail === 'string' ? problem.detail : `${originOf(url)} answered ${status}.`,
    {
      ...(typeof problem.hint === 'string' ? { hint: problem.hint } : {}),
      details:
        typeof problem.details === 'object' && problem.details !== null
          ? (problem.details as Record<string, unknown>)
          : { status },
    },
  )
}
