import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { parseAnswer, readBody, send } from '../http.ts'

const facet = z.object({ value: z.string(), title: z.string(), count: z.number() })

const card = z.object({
  name: z.string(),
  title: z.string(),
  version: z.string().nullable(),
  description: z.string(),
  publisher: z.string(),
  category: z.string(),
  tags: z.array(z.string()),
  updatedAt: z.string().nullable(),
  verified: z.boolean(),
  downloads: z.number(),
  trend: z.number(),
  rating: z.object({ average: z.number(), count: z.number() }).nullable(),
  price: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('free') }),
    z.object({ kind: z.literal('paid'), label: z.string() }),
  ]),
  license: z.string().nullable(),
  platforms: z.array(z.string()),
  listedOnly: z.boolean(),
  repository: z.string().nullable(),
})

const answer = z.object({
  results: z.array(card),
  total: z.number(),
  totalIsExact: z.boolean(),
  corrected: z.string().nullable(),
  next: z.string().nullable(),
  facets: z.record(z.string(), z.array(facet)),
})
export type SearchFacet = z.infer<typeof facet>
export type IndexAnswer = z.infer<typeof answer>

const answerLimit = 4 * 1024 * 1024

/** Asks the registry's search; undefined where nothing answers searches, as on a mirror or a static copy. */
export async function askSearch(url: string, query: URLSearchParams): Promise<IndexAnswer | undefined> {
  if (!/^https?:/.test(url)) return undefined
  const address = `${url}${api.search}?${query.toString()}`
  const response = await send(address, { headers: { accept: 'application/json' } })
  const type = response.headers.get('content-type') ?? ''
  if ([404, 405, 501].includes(response.status) || !type.includes('json')) {
    await response.body?.cancel()
    return undefined
  }
  const text = new TextDecoder().decode(await readBody(address, response, answerLimit))
  const read = answer.safeParse(parseAnswer<unknown>(address, response.status, type, text))
  if (read.success) return read.data
  const field = read.error.issues[0]?.path.join('.')
  throw new WaybillError(
    'registry.refused',
    `${url} answered a search in a form that is not known: ${field}.`,
    {
      hint: 'Bring Waybill up to date, on this machine or on the registry’s.',
    },
  )
}
