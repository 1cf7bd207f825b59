import { WaybillError } from '@waybill/core/errors'

export type FailureReason =
  'timeout' | 'too_large' | 'tls' | 'dns' | 'connection' | 'protocol' | 'headers' | 'encoding' | 'redirects'

/** The address may not be asked. `why` completes “… is refused: ”. */
export function refused(url: string, why: string): WaybillError {
  return new WaybillError('outgoing.refused', `${shown(url)} is refused: ${why}.`, {
    hint: 'Use a public http or https address. What is private must be listed in the setting outgoing.allow.',
    details: { url: shown(url) },
  })
}

/** The address was asked, in vain. `why` completes “… gave no usable answer: ”. */
export function failed(url: string, reason: FailureReason, why: string, code?: string): WaybillError {
  return new WaybillError('outgoing.failed', `${shown(url)} gave no usable answer: ${why}.`, {
    details: { url: shown(url), reason, ...(code === undefined ? {} : { code }) },
  })
}

/**
 * Says what a failure of the network, of TLS or of the HTTP parser was. The failure itself is not kept as a cause: a
 * parser's holds bytes of the response. What has no code is no such failure and comes back as it is.
 */
export function failureOf(url: string, error: unknown, signal: AbortSignal): unknown {
  if (error instanceof WaybillError) return error
  if (signal.aborted) return aborted(url, signal)
  const code = codeOf(error)
  // A parser's failure has not always a code.
  if (
    (error instanceof Error && error.name === 'HTTPParserError') ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
  )
    return failed(url, 'protocol', 'it does not speak HTTP as it should', code)
  if (code === undefined) return error
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
    return failed(url, 'timeout', 'it took too long to connect', code)
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return failed(url, 'headers', 'its headers are too large', code)
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED')
    return refused(url, 'a header of the request is not valid')
  if (tlsCodes.test(code)) return failed(url, 'tls', `TLS does not accept it (${code})`, code)
  return failed(url, 'connection', `the connection failed (${code})`, code)
}

/** What a signal that fired means: the time is over, or the caller gave up. */
export function aborted(url: string, signal: AbortSignal): WaybillError {
  const reason: unknown = signal.reason
  if (reason instanceof DOMException && reason.name === 'TimeoutError')
    return failed(url, 'timeout', 'it took too long')
  return new WaybillError('operation.cancelled', `Asking ${shown(url)} was cancelled.`)
}

const tlsCodes =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH_|EPROTO$)/

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** A URL without credentials, query and fragment: those hold secrets. */
function shown(url: string): string {
  const bare = (url.split(/[?#]/)[0] ?? '').replace(/[\\/]{2}[^\\/]*@/, '//')
  return bare.length > 200 ? `${bare.slice(0, 200)}…` : bare
}
