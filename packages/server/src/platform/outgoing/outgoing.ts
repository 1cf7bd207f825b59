import { isIP } from 'node:net'
import { inRanges, refusedRange } from './addresses.ts'
import { parseAllowed, type Allowed } from './allowed.ts'
import type { Answer, Method } from './exchange.ts'
import { aborted, failed, failureOf, refused } from './failures.ts'
import { createNames, type Address, type Names } from './names.ts'
import { hostOf, isLocalName, parseRedirect, parseTarget } from './target.ts'

export interface OutgoingRequest {
  /** GET by default. */
  method?: Method
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array | string
  /** Largest body that is taken, in bytes; 1 MB by default. */
  maxBytes?: number
  /** Time for all of it, names and redirects included; 10 s by default. */
  timeoutMs?: number
  /** Redirects that are followed; by default none, and the redirect itself is the answer. */
  redirects?: number
  signal?: AbortSignal
}

export interface OutgoingResponse extends Answer {
  /** The address that answered, after redirects. */
  url: string
}

/** The one road out of the registry to addresses that users or the configuration name. */
export interface Outgoing {
  /**
   * Asks an http or https address and reads the whole answer, whatever its status. Connects only to addresses it has
   * checked; all addresses of a host must be public or allowed. Uses no cookies and no proxy, and takes no compressed
   * answer. Throws `outgoing.refused`, `outgoing.failed`, or `operation.cancelled` when `signal` fires.
   */
  fetch(url: string, options?: OutgoingRequest): Promise<OutgoingResponse>
  /** The TXT records of a domain, each joined; empty when there are none. Throws `outgoing.failed`. */
  txt(domain: string): Promise<string[]>
}

export interface OutgoingSettings {
  /** CIDRs or host names that may be reached although they are private. */
  allow: readonly string[]
  /** Name servers to ask instead of the system's. */
  dnsServers?: readonly string[] | undefined
}

const megabyte = 1024 * 1024
const redirecting = [301, 302, 303, 307, 308]
/** What another origin may see of a request's headers. */
const forAnyOrigin = ['accept', 'accept-language', 'content-type', 'user-agent']

/** Makes the fetcher. Throws `usage.invalid` for a setting that is not of its form. */
export function createOutgoing(settings: OutgoingSettings): Outgoing {
  const allowed = parseAllowed(settings.allow)
  const names = createNames(settings.dnsServers)
  return {
    async fetch(text, options = {}) {
      const signal = within(options.timeoutMs ?? 10_000, options.signal)
      let { url, request } = { url: parseTarget(text), request: options }
      for (let left = options.redirects ?? 0; ; left--) {
        const answer = await ask(url, request, signal)
        const location = answer.headers.get('location')
        if (!options.redirects || location === null || !redirecting.includes(answer.status))
          return { ...answer, url: url.href }
        if (left === 0) throw failed(text, 'redirects', 'it redirects too often')
        const next = parseRedirect(url, location)
        request = redirected(request, answer.status, next.origin === url.origin)
        url = next
      }
    },
    async txt(domain) {
      const signal = within(10_000)
      return names.txt(domain, signal).catch((error: unknown) => {
        throw failureOf(domain, error, signal)
      })
    },
  }

  async function ask(url: URL, request: OutgoingRequest, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) throw aborted(url.href, signal)
    try {
      // Loaded for the first request: most registries ask nobody.
      const { exchange } = await import('./exchange.ts')
      return await exchange({
        url,
        addresses: await checkedAddresses(url, { allowed, names, signal }),
        method: request.method ?? 'GET',
        headers: request.headers ?? {},
        body: request.body,
        maxBytes: request.maxBytes ?? megabyte,
        timeoutMs: request.timeoutMs ?? 10_000,
        signal,
      })
    } catch (error) {
      throw failureOf(url.href, error, signal)
    }
  }
}

async function checkedAddresses(
  url: URL,
  { allowed, names, signal }: { allowed: Allowed; names: Names; signal: AbortSignal },
): Promise<Address[]> {
  const host = hostOf(url)
  const literal = isIP(host)
  const local = isLocalName(host)
  const named = allowed.hosts.has(host)
  // What means this machine or network is reached only where the operator said so; without ranges nobody has.
  if (local && !named && allowed.ranges.length === 0) throw refused(url.href, `${host} is a local name`)
  const addresses: Address[] =
    literal === 0
      ? await names.addresses(host, url.href, signal)
      : [{ address: host, family: literal === 6 ? 6 : 4 }]
  for (const { address } of addresses) {
    if (named || inRanges(address, allowed.ranges)) continue
    if (local) throw refused(url.href, `${host} is a local name`)
    const range = refusedRange(address)
    if (range !== undefined) throw refused(url.href, `its address is not public (${range})`)
  }
  return addresses
}

/** As browsers do it (Fetch standard, section 4.4), but other origins get hardly any headers. */
function redirected(request: OutgoingRequest, status: number, sameOrigin: boolean): OutgoingRequest {
  const { method = 'GET', body, headers = {}, ...rest } = request
  const becomesGet = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST'
  const kept = Object.entries(headers).filter(
    ([name]) =>
      (sameOrigin || forAnyOrigin.includes(name.toLowerCase())) && !(becomesGet && /^content-/i.test(name)),
  )
  const next = { ...rest, headers: Object.fromEntries(kept) }
  if (becomesGet) return { ...next, method: 'GET' }
  return body === undefined ? { ...next, method } : { ...next, method, body }
}

function within(timeoutMs: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs)
  return signal ? AbortSignal.any([timeout, signal]) : timeout
}
