import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { HttpApp } from '../../platform/http/index.ts'
import type { Image } from './kept-images.ts'
import type { Shown } from './index.ts'

/** What the README of a version is read by, and its images. */
export function readmeRoutes(
  app: HttpApp,
  readmes: {
    readme: (name: string, version: string) => Promise<Shown | undefined>
    imageOf: (asked: { url: string; signature: string; from: string }) => Promise<Image>
  },
): void {
  app.get(
    api.readme,
    {
      config: { operation: 'registry.read' },
      schema: {
        summary: 'The README of a version, as HTML that is safe to show',
        tags: ['packages'],
        params: z.object({ name: z.string().max(300), version: z.string().max(300) }),
        response: {
          200: z.object({
            html: z.string().describe('empty where there is none; code is highlighted by classes'),
            source: z.string().nullable().describe('the file in the archive'),
            truncated: z.boolean(),
          }),
        },
      },
    },
    async ({ params: { name, version } }) => {
      const shown = await readmes.readme(name, version)
      if (shown) return shown
      throw new WaybillError(
        'version.not_found',
        `There is no ${name.slice(0, 100)} ${version.slice(0, 100)}.`,
        {
          hint: `GET ${api.package} lists the versions.`,
          details: { name: name.slice(0, 100), version: version.slice(0, 100) },
        },
      )
    },
  )
  app.get(
    api.readmeImage,
    {
      config: { operation: 'registry.read' },
      schema: {
        summary: 'An image of a README, fetched by the registry; only at addresses that it signed',
        tags: ['packages'],
        params: z.object({ signature: z.string().max(100) }),
        querystring: z.object({ url: z.string().max(4000) }),
      },
    },
    async (request, reply) => {
      const { url } = request.query
      const { signature } = request.params
      const { type, bytes } = await readmes.imageOf({ url, signature, from: request.ip })
      return reply
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cross-origin-resource-policy', 'same-origin')
        .header('cache-control', 'public, max-age=86400')
        .header('content-disposition', 'inline')
        .type(type)
        .send(bytes)
    },
  )
}
