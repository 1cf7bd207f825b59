import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import type { openComparison } from './comparison.ts'
import { dependentsPage, packagePage, type PageContext } from './package-page.ts'
import { publisherProfile, type ProfileContext } from './publisher-profile.ts'
import { comparisonSchema, dependentsSchema, packagePageSchema, profileSchema } from './shapes.ts'

const tags = ['web']
const config = { operation: 'registry.read' } as const
const text = z.string().max(300)
const named = z.object({ name: text })

/** What pages about packages and publishers show. */
export function pageRoutes(
  app: HttpApp,
  context: PageContext & ProfileContext,
  compare: ReturnType<typeof openComparison>,
): void {
  app.get(
    api.package,
    {
      config,
      schema: {
        summary: 'All that a page about a package shows',
        tags,
        params: named,
        response: { 200: packagePageSchema },
      },
    },
    (request) => packagePage(context, request.params.name),
  )
  app.get(
    api.dependents,
    {
      config,
      schema: {
        summary: 'Packages whose newest version depends on this one',
        tags,
        params: named,
        querystring: z.object({ cursor: text.optional() }),
        response: { 200: dependentsSchema },
      },
    },
    ({ params, query }) => dependentsPage(context, { name: params.name, cursor: query.cursor }),
  )
  app.get(
    api.comparison,
    {
      config,
      schema: {
        summary: 'What differs between two published versions: files, or, with “file”, the lines of one',
        tags,
        params: named,
        querystring: z.object({ from: text, to: text, file: z.string().max(1000).optional() }),
        response: { 200: comparisonSchema },
      },
    },
    ({ params, query: { from, to, file }, ip }) => compare({ ...params, from, to, file, address: ip }),
  )
  app.get(
    api.publisherProfile,
    {
      config,
      schema: {
        summary: 'What everybody may know of a publisher',
        tags,
        params: z.object({ publisher: text }),
        response: { 200: profileSchema },
      },
    },
    (request) => publisherProfile(context, request.params.publisher),
  )
}
