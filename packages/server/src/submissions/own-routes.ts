import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { Database } from '../platform/database/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import { listOwnPackages } from './own-packages.ts'
import { stateSchema } from './view-schema.ts'

/** What a publisher's people begin with. */
export function ownRoutes(app: HttpApp, context: { database: Database }): void {
  app.get(
    api.accountPackages,
    {
      config: { operation: 'account.read' },
      schema: {
        summary: 'Packages of one’s publishers, with downloads and the last submission of each',
        tags: ['account'],
        querystring: z.object({ publisher: z.string().max(100).optional() }),
        response: {
          200: z.object({
            packages: z.array(
              z.object({
                name: z.string(),
                publisher: z.string(),
                category: z.string().nullable(),
                newest: z.string().nullable(),
                updatedAt: z.date().nullable(),
                versions: z.int(),
                downloads: z.number(),
                submission: z.object({ id: z.string(), state: stateSchema }).nullable(),
                gated: z.boolean().describe('only for who is entitled'),
                listedOnly: z.boolean().describe('of an imported catalogue; nothing is published here'),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({ packages: await listOwnPackages(context, request.actor, request.query.publisher) }),
  )
}
