import { callApi, type RequestOptions } from '../http.ts'

/** A registry's write side, and who asks. */
export interface RegistryAccess {
  /** Base URL of the registry. */
  readonly url: string
  readonly token: string
  readonly signal?: AbortSignal
}

/** The address of an API route of `core/paths`; `:part` parameters are filled in and encoded. */
export function apiUrl(
  access: { readonly url: string },
  route: string,
  params: Record<string, string> = {},
): string {
  const path = route.replaceAll(/:(\w+)/g, (_, part: string) => encodeURIComponent(params[part] ?? ''))
  return access.url.replace(/\/+$/, '') + path
}

/** Calls an operation as the token's owner. Throws what the registry's problem document says, or `registry.unreachable`. */
export function call<T>(
  access: RegistryAccess,
  url: string,
  options: RequestOptions & { json?: unknown } = {},
): Promise<T> {
  return callApi<T>(url, {
    ...options,
    headers: { authorization: `Bearer ${access.token}` },
    ...(access.signal ? { signal: access.signal } : {}),
  })
}
