import { send, readAnswer, type RequestOptions } from '../http.ts'

/** Where a registry is, for whoever has no token yet. */
export interface RegistryAddress {
  /** Base URL of the registry. */
  readonly url: string
  readonly signal?: AbortSignal
}

/**
 * A session of an account with a registry. Its cookies are kept in memory and end with it; what a token may not do
 * (passwords, second factors, approving devices) is done in one.
 */
export interface RegistrySession extends RegistryAddress {
  /** Calls an operation of the API by its address. Throws what the registry's problem document says, or `registry.unreachable`. */
  call<T>(url: string, options?: RequestOptions & { json?: unknown }): Promise<T>
}

/** A session that nobody is signed in to yet: `signIn` does that. */
export function openSession({ url, signal }: RegistryAddress): RegistrySession {
  const cookies = new Map<string, string>()
  const { origin } = new URL(url)
  return {
    url,
    ...(signal ? { signal } : {}),
    async call<T>(address: string, { json, ...options }: RequestOptions & { json?: unknown } = {}) {
      const response = await send(address, {
        ...(signal ? { signal } : {}),
        ...options,
        headers: {
          accept: 'application/json',
          // The registry takes a session's changes from its own origin only.
          origin,
          ...(cookies.size > 0
            ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
            : {}),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        // A password must not be carried elsewhere.
        redirect: 'manual',
      })
      for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
      return readAnswer<T>(address, response)
    },
  }
}

/** Takes what a `Set-Cookie` says (RFC 6265, section 5.2); all requests go to the origin that set it. */
function keep(cookies: Map<string, string>, header: string): void {
  const [, name = '', value = ''] = /^\s*([^=;\s]+)\s*=\s*([^;]*)/.exec(header) ?? []
  const maxAge = /;\s*max-age=(-?\d+)/i.exec(header)?.[1]
  if (name === '') return
  if (value === '' || (maxAge !== undefined && Number(maxAge) <= 0)) cookies.delete(name)
  else cookies.set(name, value)
}
