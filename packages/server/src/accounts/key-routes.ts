import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import { challengeKey, listKeys, registerKey, revokeKey, type KeyContext } from './keys.ts'

const keyId = z.string().regex(/^[0-9a-f]{64}$/, 'is not a key id')
const keySchema = z.object({
  keyId: z.string(),
  publisher: z.string(),
  pem: z.string(),
  validFrom: z.date(),
  revoked: z.object({ at: z.date(), reason: z.string() }).optional(),
})

/** `settled` waits until what was just committed can be seen in the tree. */
export function keyRoutes(app: HttpApp, context: KeyContext & { settled: () => Promise<void> }): void {
  app.post(
    api.keyChallenge,
    {
      config: { operation: 'key.register' },
      schema: {
        summary: 'A text to sign, to prove possession of a key',
        tags: ['keys'],
        body: z.strictObject({ keyId, publisher: z.string().max(100).optional() }),
        response: { 200: z.object({ challenge: z.string(), expiresAt: z.date() }) },
      },
    },
    (request) => challengeKey(context, request.actor, request.body),
  )

  app.post(
    api.keys,
    {
      config: { operation: 'key.register' },
      schema: {
        summary: 'Register a publisher key',
        tags: ['keys'],
        body: z.strictObject({
          pem: z.string().max(2000),
          challenge: z.string().max(1000),
          proof: z.base64().max(200),
          publisher: z.string().max(100).optional(),
        }),
        response: { 201: z.object({ keyId: z.string(), publisher: z.string(), validFrom: z.date() }) },
      },
    },
    async (request, reply) => reply.status(201).send(await registerKey(context, request.actor, request.body)),
  )

  app.get(
    api.keys,
    {
      config: { operation: 'key.list' },
      schema: {
        summary: 'Keys of the publishers one is a member of',
        tags: ['keys'],
        response: { 200: z.object({ keys: z.array(keySchema) }) },
      },
    },
    async (request) => ({
      keys: (await listKeys(context, request.actor)).map((key) => ({
        keyId: key.key_id,
        publisher: key.publisher,
        pem: key.pem,
        validFrom: key.valid_from,
        ...(key.revoked_at ? { revoked: { at: key.revoked_at, reason: key.revoked_reason ?? '' } } : {}),
      })),
    }),
  )

  app.post(
    api.keyRevocation,
    {
      config: { operation: 'key.revoke' },
      schema: {
        summary: 'Revoke a key: clients refuse everything signed with it',
        tags: ['keys'],
        params: z.object({ keyId }),
        body: z.strictObject({ reason: z.string().min(1).max(500) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await revokeKey(context, request.actor, request.params.keyId, request.body.reason)
      await context.settled()
      return reply.status(204).send(null)
    },
  )
}
