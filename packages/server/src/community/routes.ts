import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import { rate, readRating, type RatingContext } from './rate.ts'

const params = z.object({ name: z.string().max(220) })
const tags = ['packages']

const rating = {
  200: z.object({
    average: z.number().meta({ description: 'Mean of the stars; 0 where nobody rated' }),
    count: z.int(),
    distribution: z.array(z.int()).length(5).meta({ description: 'How many gave 1, 2, 3, 4 and 5 stars' }),
    own: z.int().nullable().meta({ description: 'The stars that the caller gave' }),
  }),
}

export function communityRoutes(app: HttpApp, context: RatingContext): void {
  app.get(
    api.rating,
    {
      config: { operation: 'registry.read' },
      schema: { summary: 'How a package is rated', tags, params, response: rating },
    },
    (request) => readRating(context, request.actor, request.params.name),
  )
  app.put(
    api.rating,
    {
      config: { operation: 'rating.give' },
      schema: {
        summary: 'Rate a package',
        description: 'One rating of each account; not for packages of a publisher that it is a member of.',
        tags,
        params,
        body: z.strictObject({ stars: z.int().min(1).max(5) }),
        response: rating,
      },
    },
    async (request) => {
      const { name } = request.params
      await rate(context, request.actor, { name, stars: request.body.stars })
      return readRating(context, request.actor, name)
    },
  )
  app.delete(
    api.rating,
    {
      config: { operation: 'rating.give' },
      schema: { summary: 'Take a rating back', tags, params, response: rating },
    },
    async (request) => {
      const { name } = request.params
      await rate(context, request.actor, { name, stars: undefined })
      return readRating(context, request.actor, name)
    },
  )
}
