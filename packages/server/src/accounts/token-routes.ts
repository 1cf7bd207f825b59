import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { actions } from '../access/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import type { AccountContext } from './account.ts'
import { label } from './label.ts'
import { createToken, listTokens, revokeOwnToken } from './tokens.ts'

const nothing = z.object({})
const id = z.object({ id: z.string().max(100) })
const patterns = z
  .array(
    z
      .string()
      .max(210)
      .regex(/^(\*|@?[a-z0-9][a-z0-9._/-]*\*?)$/, 'is no package name, nor one that ends with *'),
  )
  .min(1)
  .max(100)
const scope = {
  actions: z
    .array(z.enum([...actions, '*']))
    .min(1)
    .max(actions.length),
  packages: patterns,
}
const times = { createdAt: z.date(), expiresAt: z.date().optional(), lastUsedAt: z.date().optional() }

/** Tokens of an account. */
export function tokenRoutes(app: HttpApp, context: AccountContext): void {
  app.get(
    api.tokens,
    {
      config: { operation: 'token.list' },
      schema: {
        summary: 'Tokens of the account, without their texts',
        tags: ['tokens'],
        response: {
          200: z.object({
            tokens: z.array(
              z.object({
                id: z.string(),
                name: z.string(),
                actions: z.array(z.string()),
                packages: z.array(z.string()),
                ...times,
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({
      tokens: (await listTokens(context, request.actor)).map((row) => ({
        id: row.id,
        name: row.name,
        actions: row.actions,
        packages: row.packages,
        createdAt: row.created_at,
        ...(row.expires_at ? { expiresAt: row.expires_at } : {}),
        ...(row.last_used_at ? { lastUsedAt: row.last_used_at } : {}),
      })),
    }),
  )
  app.post(
    api.tokens,
    {
      config: { operation: 'token.create' },
      schema: {
        summary: 'Make a token; its text is given this once',
        tags: ['tokens'],
        body: z.strictObject({
          name: label,
          actions: scope.actions.optional(),
          packages: scope.packages.optional(),
          expiresAt: z.iso.datetime().optional(),
        }),
        response: { 201: z.object({ id: z.string(), token: z.string() }) },
      },
    },
    async (request, reply) => {
      const { expiresAt, name, actions: permitted, packages } = request.body
      const made = await createToken(context, request.actor, {
        name,
        ...(permitted ? { actions: permitted } : {}),
        ...(packages ? { packages } : {}),
        ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
      })
      return reply.status(201).send(made)
    },
  )
  app.delete(
    api.tokenById,
    {
      config: { operation: 'token.revoke' },
      schema: { summary: 'Revoke a token at once', tags: ['tokens'], params: id, response: { 200: nothing } },
    },
    async (request) => {
      await revokeOwnToken(context, request.actor, request.params.id)
      return {}
    },
  )
}
