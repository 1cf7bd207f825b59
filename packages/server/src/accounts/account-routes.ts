import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { memberRoles, operatorRoles } from '../access/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import * as account from './account.ts'
import { label } from './label.ts'
import { deviceRoutes } from './device-routes.ts'
import { notificationRoutes } from './notification-routes.ts'
import { tokenRoutes } from './token-routes.ts'

const nothing = z.object({})
const id = z.object({ id: z.string().max(100) })

/** Routes of an account: opening it, what it holds, its sessions, passkeys, devices and tokens. */
export function accountRoutes(app: HttpApp, context: account.AccountContext): void {
  app.post(
    api.account,
    {
      config: { operation: 'account.open' },
      schema: {
        summary: 'Open an account; a mail confirms the address',
        description:
          'The answer is the same for an address that has an account already. With the owner’s token of the first start, the account becomes an administrator.',
        tags: ['account'],
        body: z.strictObject({
          email: z.email().max(254),
          password: z.string().min(10).max(200),
          name: label,
        }),
        response: { 202: z.object({ administrator: z.boolean() }) },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await account.openAccount(context, request, reply, request.body)),
  )
  app.get(
    api.account,
    {
      config: { operation: 'account.read' },
      schema: {
        summary: 'Who asks: the account, its publishers and roles, the token',
        tags: ['account'],
        response: {
          200: z.object({
            user: z
              .object({
                id: z.string(),
                email: z.string(),
                name: z.string(),
                password: z.boolean(),
                passkeys: z.int(),
                totp: z.boolean(),
                emailConfirmed: z.boolean(),
                since: z.date(),
              })
              .optional(),
            publishers: z.array(z.object({ name: z.string(), role: z.enum(memberRoles) })),
            roles: z.array(z.enum(operatorRoles)),
            registry: z.string().describe('fingerprint of the registry’s first root'),
            session: z.object({ id: z.string() }).optional().describe('of a browser'),
            token: z
              .object({
                id: z.string(),
                name: z.string(),
                expiresAt: z.date().optional(),
                actions: z.array(z.string()),
                packages: z.array(z.string()),
              })
              .optional(),
          }),
        },
      },
    },
    (request) => account.readAccount(context, request.actor),
  )
  app.get(
    api.sessions,
    {
      config: { operation: 'account.change' },
      schema: {
        summary: 'Sessions that are signed in',
        tags: ['account'],
        response: {
          200: z.object({
            sessions: z.array(
              z.object({
                id: z.string(),
                current: z.boolean(),
                since: z.date(),
                lastUsedAt: z.date(),
                expiresAt: z.date(),
                address: z.string().optional(),
                userAgent: z.string().optional(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({
      sessions: (await account.listSessions(context, request.actor)).map((row) => ({
        id: row.id,
        current: row.id === request.actor?.session?.id,
        since: row.created_at,
        lastUsedAt: row.updated_at,
        expiresAt: row.expires_at,
        ...(row.ip_address ? { address: row.ip_address } : {}),
        ...(row.user_agent ? { userAgent: row.user_agent } : {}),
      })),
    }),
  )
  const ended = { 200: z.object({ ended: z.int() }) }
  app.delete(
    api.sessions,
    {
      config: { operation: 'account.change' },
      schema: { summary: 'End every session but this one', tags: ['account'], response: ended },
    },
    (request) => account.endSessions(context, request.actor, undefined),
  )
  app.delete(
    api.sessionById,
    {
      config: { operation: 'account.change' },
      schema: { summary: 'End a session', tags: ['account'], params: id, response: ended },
    },
    (request) => account.endSessions(context, request.actor, request.params.id),
  )
  app.delete(
    api.password,
    {
      config: { operation: 'account.change' },
      schema: {
        summary: 'Remove the password, so that only passkeys sign in',
        tags: ['account'],
        response: { 200: nothing },
      },
    },
    async (request) => {
      await account.removePassword(context, request.actor)
      return {}
    },
  )
  app.get(
    api.passkeys,
    {
      config: { operation: 'account.change' },
      schema: {
        summary: 'Passkeys of the account',
        tags: ['account'],
        response: {
          200: z.object({
            passkeys: z.array(
              z.object({
                id: z.string(),
                name: z.string(),
                createdAt: z.date().optional(),
                lastUsedAt: z.date().optional(),
                backedUp: z.boolean(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({
      passkeys: (await account.listPasskeys(context, request.actor)).map((row) => ({
        id: row.id,
        name: row.name ?? '',
        ...(row.created_at ? { createdAt: row.created_at } : {}),
        ...(row.last_used_at ? { lastUsedAt: row.last_used_at } : {}),
        backedUp: row.backed_up,
      })),
    }),
  )
  app.put(
    api.passkeyById,
    {
      config: { operation: 'account.change' },
      schema: {
        summary: 'Give a passkey another name',
        tags: ['account'],
        params: id,
        body: z.strictObject({ name: label }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      await account.renamePasskey(context, request.actor, { ...request.params, ...request.body })
      return {}
    },
  )
  app.delete(
    api.passkeyById,
    {
      config: { operation: 'account.change' },
      schema: { summary: 'Remove a passkey', tags: ['account'], params: id, response: { 200: nothing } },
    },
    async (request) => {
      await account.removePasskey(context, request.actor, request.params.id)
      return {}
    },
  )
  notificationRoutes(app, context)
  deviceRoutes(app, context)
  tokenRoutes(app, context)
}
