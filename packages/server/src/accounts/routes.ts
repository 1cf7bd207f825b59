import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { authorize, type Actor } from '../access/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import { challengeKey, listKeys, registerKey, revokeKey, type KeyContext } from './keys.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, from the token; set before any handler runs. */
    actor: Actor | undefined
  }
}

const security = [{ token: [] }]
const keyId = z.string().regex(/^[0-9a-f]{64}$/, 'is not a key id')
const keySchema = z.object({
  keyId: z.string(),
  pem: z.string(),
  validFrom: z.date(),
  revoked: z.object({ at: z.date(), reason: z.string() }).optional(),
})

/** `settled` waits until what was just committed can be seen in the tree. */
export function accountRoutes(
  app: HttpApp,
  context: KeyContext & { fingerprint: string; settled: () => Promise<void> },
): void {
  app.get(
    api.whoami,
    {
      schema: {
        summary: 'Who the token belongs to',
        tags: ['account'],
        security,
        response: {
          200: z.object({
            publisher: z.string(),
            role: z.string(),
            token: z.object({ id: z.string(), name: z.string(), expiresAt: z.date().optional() }),
            registry: z.string().describe('Fingerprint of the registry’s first root'),
          }),
        },
      },
    },
    (request) => {
      const actor = authorize(request.actor, 'account.read')
      return {
        publisher: actor.publisher.name,
        role: actor.role,
        token: { id: actor.tokenId, name: actor.tokenName, expiresAt: actor.expiresAt },
        registry: context.fingerprint,
      }
    },
  )

  app.post(
    api.keyChallenge,
    {
      schema: {
        summary: 'A text to sign, to prove possession of a key',
        tags: ['keys'],
        security,
        body: z.strictObject({ keyId }),
        response: { 200: z.object({ challenge: z.string(), expiresAt: z.date() }) },
      },
    },
    (request) => challengeKey(context, request.actor, request.body.keyId),
  )

  app.post(
    api.keys,
    {
      schema: {
        summary: 'Register a publisher key',
        tags: ['keys'],
        security,
        body: z.strictObject({
          pem: z.string().max(2000),
          challenge: z.string().max(1000),
          proof: z.base64().max(200),
        }),
        response: { 201: z.object({ keyId: z.string(), publisher: z.string(), validFrom: z.date() }) },
      },
    },
    async (request, reply) => reply.status(201).send(await registerKey(context, request.actor, request.body)),
  )

  app.get(
    api.keys,
    {
      schema: {
        summary: 'The publisher’s keys',
        tags: ['keys'],
        security,
        response: { 200: z.object({ keys: z.array(keySchema) }) },
      },
    },
    async (request) => ({
      keys: (await listKeys(context, request.actor)).map((key) => ({
        keyId: key.key_id,
        pem: key.pem,
        validFrom: key.valid_from,
        ...(key.revoked_at ? { revoked: { at: key.revoked_at, reason: key.revoked_reason ?? '' } } : {}),
      })),
    }),
  )

  app.post(
    api.keyRevocation,
    {
      schema: {
        summary: 'Revoke a key: clients refuse everything signed with it',
        tags: ['keys'],
        security,
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
