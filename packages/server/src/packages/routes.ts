import { parsePackageName } from '@waybill/core/names'
import { api } from '@waybill/core/paths'
import { parseVersion } from '@waybill/core/versions'
import { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import { publish, refuseUnreviewed, type PackageContext } from './publish.ts'
import { receive } from './receive.ts'
import { unpublish } from './unpublish.ts'
import { yank } from './yank.ts'

const versionParams = z.object({ name: z.string(), version: z.string() })

export function packageRoutes(app: HttpApp, context: PackageContext & { uploads: string }): void {
  app.post(
    api.publish,
    {
      config: { operation: 'package.publish', form: publishForm },
      schema: {
        summary: 'Publish a signed artifact',
        description:
          'A form of the fields `keyId` (SHA-256 of the public key, hex) and `signature` (Ed25519 over the artifact, base64), then the file `artifact`. Answers when the version is durable, signed and indexed.',
        tags: ['packages'],
        consumes: ['multipart/form-data'],
        response: {
          201: z.object({
            name: z.string(),
            version: z.string(),
            publisher: z.string(),
            category: z.string(),
            publishedAt: z.date(),
            artifact: z.object({ path: z.string(), size: z.int(), sha256: z.string(), sha512: z.string() }),
          }),
        },
      },
    },
    async (request, reply) => {
      refuseUnreviewed(context.settings)
      const upload = await receive(request, context.uploads, context.settings.limits.packedBytes)
      const published = await publish(context, request.actor, upload)
      await context.settled()
      return reply.status(201).send(published)
    },
  )

  app.put(
    api.yank,
    {
      config: { operation: 'package.yank' },
      schema: {
        summary: 'Yank a version: new installs leave it out',
        tags: ['packages'],
        params: versionParams,
        body: z.strictObject({ reason: z.string().min(1).max(500) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await yank(context, request.actor, { ...parsed(request.params), reason: request.body.reason })
      return reply.status(204).send(null)
    },
  )

  app.post(
    api.unpublish,
    {
      config: { operation: 'package.unpublish' },
      schema: {
        summary: 'Take a version back for good, within the registry’s policy',
        tags: ['packages'],
        params: versionParams,
        body: z.strictObject({ reason: z.string().min(1).max(500) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await unpublish(context, request.actor, { ...parsed(request.params), reason: request.body.reason })
      return reply.status(204).send(null)
    },
  )

  app.delete(
    api.yank,
    {
      config: { operation: 'package.yank' },
      schema: {
        summary: 'Take a yank back',
        tags: ['packages'],
        params: versionParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await yank(context, request.actor, { ...parsed(request.params), reason: undefined })
      return reply.status(204).send(null)
    },
  )
}

const publishForm = {
  type: 'object',
  required: ['keyId', 'signature', 'artifact'],
  properties: {
    keyId: { type: 'string', description: 'SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex' },
    signature: { type: 'string', format: 'byte', description: 'Ed25519 over the artifact’s bytes, base64' },
    artifact: {
      type: 'string',
      format: 'binary',
      description: 'The .tar.gz or .zip; the last part of the form',
    },
  },
}

function parsed(params: z.infer<typeof versionParams>) {
  return { name: parsePackageName(params.name).full, version: parseVersion(params.version) }
}
