import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import { readDownloads } from './downloads.ts'

/** What is told of the downloads of a package. */
const downloads = z.object({
  total: z.int(),
  week: z.int(),
  daily: z.array(z.object({ day: z.iso.date(), downloads: z.int() })),
  versions: z.array(z.object({ version: z.string(), downloads: z.int() })),
})

export function analyticsRoutes(app: HttpApp, context: { database: Database; clock: Clock }): void {
  app.get(
    api.downloads,
    {
      config: { operation: 'registry.read' },
      schema: {
        summary: 'How often a package was downloaded',
        description:
          'In all, in the last seven days, on each of the last 90 days that had downloads (UTC), and by version. A package that only a catalogue counts is counted up to the day of its snapshot.',
        tags: ['packages'],
        params: z.object({ name: z.string().max(220) }),
        response: { 200: downloads },
      },
    },
    (request) => readDownloads(context, request.params.name),
  )
}
