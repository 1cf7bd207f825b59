import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { authorize, operatorRoles, type Actor, type OperatorRole } from '../access/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import { recentMails } from '../platform/mail/index.ts'
import type { Notices } from './notices.ts'
import * as store from './store/index.ts'

export interface AdministrationContext {
  database: Database
  clock: Clock
  notices: Notices
}

/** Sets the operator roles of an account; the last administrator stays one. Throws `account.not_found`. */
export async function setRoles(
  { database, clock, notices }: AdministrationContext,
  actor: Actor | undefined,
  userId: string,
  roles: readonly OperatorRole[],
): Promise<void> {
  authorize(actor, 'user.change')
  await database.transaction().execute(async (transaction) => {
    await store.lockOperators(transaction)
    const user = await store.userById(transaction, userId)
    if (!user)
      throw new WaybillError('account.not_found', 'There is no such account.', {
        hint: '“waybill registry users” lists them.',
      })
    await store.setRoles(transaction, userId, roles, clock())
    if ((await store.countAdmins(transaction)) === 0)
      throw new WaybillError('publisher.last_owner', 'The registry needs an administrator.', {
        hint: 'Make another account administrator first.',
      })
    await notices.changed(
      user.email,
      `Your roles in the registry are now: ${roles.join(', ') || 'none'}.`,
      transaction,
    )
  })
}

const most = 100

/** Routes of the registry's administrators: accounts and their roles, mails. */
export function administrationRoutes(app: HttpApp, context: AdministrationContext): void {
  app.get(
    api.users,
    {
      config: { operation: 'user.list' },
      schema: {
        summary: 'Accounts, a hundred at a time',
        tags: ['administration'],
        querystring: z.object({ after: z.string().max(100).default('') }),
        response: {
          200: z.object({
            users: z.array(
              z.object({
                id: z.string(),
                name: z.string(),
                email: z.string(),
                verified: z.boolean(),
                totp: z.boolean(),
                createdAt: z.date(),
                roles: z.array(z.enum(operatorRoles)),
              }),
            ),
            next: z.string().optional(),
          }),
        },
      },
    },
    async (request) => {
      authorize(request.actor, 'user.list')
      const rows = await store.allUsers(context.database, most, request.query.after)
      const last = rows.length === most ? rows.at(-1)?.id : undefined
      return {
        users: rows.map((row) => ({
          id: row.id,
          name: row.name,
          email: row.email,
          verified: row.email_verified,
          totp: row.two_factor_enabled === true,
          createdAt: row.created_at,
          roles: row.roles,
        })),
        ...(last === undefined ? {} : { next: last }),
      }
    },
  )
  app.put(
    api.userRoles,
    {
      config: { operation: 'user.change' },
      schema: {
        summary: 'Set the operator roles of an account',
        tags: ['administration'],
        params: z.object({ user: z.string().max(100) }),
        body: z.strictObject({ roles: z.array(z.enum(operatorRoles)).max(operatorRoles.length) }),
        response: { 200: z.object({}) },
      },
    },
    async (request) => {
      await setRoles(context, request.actor, request.params.user, [...new Set(request.body.roles)])
      return {}
    },
  )
  app.get(
    api.mails,
    {
      config: { operation: 'mail.read' },
      schema: {
        summary: 'The newest mails, sent or waiting: where there is no SMTP, they are read here',
        tags: ['administration'],
        querystring: z.object({
          before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
        }),
        response: {
          200: z.object({
            mails: z.array(
              z.object({
                id: z.int(),
                to: z.string(),
                subject: z.string(),
                text: z.string(),
                createdAt: z.date(),
                sentAt: z.date().optional(),
                error: z.string().optional(),
              }),
            ),
            next: z.int().optional().describe('“before” of the next page'),
          }),
        },
      },
    },
    async (request) => {
      authorize(request.actor, 'mail.read')
      const rows = await recentMails(context.database, most, request.query.before)
      const last = rows.length === most ? rows.at(-1)?.id : undefined
      return {
        mails: rows.map((row) => ({
          id: row.id,
          to: row.recipient,
          subject: row.subject,
          text: row.body,
          createdAt: row.created_at,
          ...(row.sent_at ? { sentAt: row.sent_at } : {}),
          ...(row.error === null ? {} : { error: row.error }),
        })),
        ...(last === undefined ? {} : { next: last }),
      }
    },
  )
}
