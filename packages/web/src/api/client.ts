import { queryOptions } from '@tanstack/react-query'
import createClient, { createFinalURL, createQuerySerializer, defaultPathSerializer } from 'openapi-fetch'
import { takePageData } from './page-data.ts'
import { problemOf } from './problem.ts'
import type { paths as ApiPaths } from './schema.d.ts'

export type { ApiPaths }

/** The registry's HTTP API, typed by its OpenAPI document. Its answers are checked with `settled`. */
export const api = createClient<ApiPaths>({ baseUrl: '' })

/** The data of an answer; throws the `Problem` that a refusal tells. */
export async function settled<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<NonNullable<T>> {
  const { data, error, response } = await answer
  if (!response.ok) throw problemOf(response.status, error)
  return (data ?? {}) as NonNullable<T>
}

type GetPath = { [P in keyof ApiPaths]: ApiPaths[P] extends { get: object } ? P : never }[keyof ApiPaths]
/** What a GET of the API answers. */
export type Answer<P extends GetPath> = ApiPaths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer T } } } }
}
  ? T
  : never
type Params<P extends GetPath> = ApiPaths[P] extends { get: { parameters: infer T } } ? T : never
/** The parts of a path and what stands behind the “?”; only what the route knows. */
type Init<P extends GetPath> = {
  params: (Params<P> extends { path: infer T } ? { path: T } : { path?: never }) &
    (Params<P> extends { query?: infer T } ? { query?: T } : { query?: never })
}
/** Only routes without parts in their path can be read without saying more. */
type Rest<P extends GetPath> = P extends `${string}{${string}` ? [init: Init<P>] : [init?: Init<P>]

const serializeQuery = createQuerySerializer()

/** The address of a GET as the server writes it, to find what it put into the page. */
function urlOf(path: string, init: unknown): string {
  const { params = {} } = (init ?? {}) as { params?: { query?: object; path?: object } }
  return createFinalURL(path, {
    baseUrl: '',
    params: params as { query?: Record<string, unknown>; path?: Record<string, unknown> },
    querySerializer: serializeQuery,
    pathSerializer: defaultPathSerializer,
  })
}

/** Reads a GET of the API once: what the registry put into the page, else what it answers. */
export async function read<P extends GetPath>(
  path: P,
  init: Init<P> | undefined,
  signal: AbortSignal,
): Promise<Answer<P>> {
  const known = takePageData(urlOf(path, init))
  if (known !== undefined) return known as Answer<P>
  return settled(api.GET(path, { ...init, signal } as never))
}

/** A read of the API for TanStack Query. Its key begins with the path, so `refresh(path)` finds every variant. */
export function reading<P extends GetPath>(path: P, ...[init]: Rest<P>) {
  return queryOptions({
    queryKey: [path, init ?? {}] as const,
    queryFn: ({ signal }) => read(path, init as Init<P> | undefined, signal),
  })
}
