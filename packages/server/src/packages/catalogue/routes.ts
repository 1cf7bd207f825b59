import { isPackageName, isPublisherName } from '@waybill/core/names'
import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { HttpApp } from '../../platform/http/index.ts'
import { assign, type CatalogueContext } from './assign.ts'
import { feature, readFeatured } from './feature.ts'

const tags = ['administration']
const mostFeatured = 24
const packageName = z.string().refine(isPackageName, 'is not a package name')
const featured = { 200: z.object({ packages: z.array(z.string()) }) }

/** Routes of the registry's own people: what is shown first, and whose a listed package is. */
export function catalogueRoutes(app: HttpApp, context: CatalogueContext): void {
  app.get(
    api.featured,
    {
      config: { operation: 'package.feature' },
      schema: { summary: 'The packages that are shown first', tags, response: featured },
    },
    () => readFeatured(context.database),
  )
  app.put(
    api.featured,
    {
      config: { operation: 'package.feature' },
      schema: {
        summary: 'Choose the packages that are shown first',
        tags,
        body: z.strictObject({ packages: z.array(packageName).max(mostFeatured) }),
        response: featured,
      },
    },
    (request) => feature(context.database, request.actor, request.body.packages),
  )
  app.put(
    api.catalogueOwner,
    {
      config: { operation: 'catalogue.change' },
      schema: {
        summary: 'Hand a package that is only listed to a publisher',
        tags,
        params: z.object({ name: z.string().max(220) }),
        body: z.strictObject({ publisher: z.string().refine(isPublisherName, 'is not a publisher name') }),
        response: { 200: z.object({ name: z.string(), publisher: z.string() }) },
      },
    },
    (request) =>
      assign(context, request.actor, { name: request.params.name, publisher: request.body.publisher }),
  )
}
