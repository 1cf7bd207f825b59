import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { authorize } from '../access/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import { createCode, redeem } from './code.ts'
import { grant, listGrants, revokeGrant } from './grant.ts'
import type { BillingContext } from './open.ts'
import { entitlementAnswer, entitlementShape, named } from './shapes.ts'
import * as store from './store/index.ts'

const tags = ['billing']
/** In the body of a request: ISO 8601 with a zone. */
const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const given = entitlementAnswer.extend({ email: z.string().optional() })

/** Routes of what accounts hold, and of what publishers give by hand and by code. */
export function grantRoutes(app: HttpApp, context: BillingContext): void {
  app.get(
    api.entitlements,
    {
      config: { operation: 'entitlement.read' },
      schema: {
        summary: 'What the account may use, with its history',
        tags,
        response: {
          200: z.object({
            entitlements: z.array(
              entitlementAnswer.extend({
                name: z.string(),
                history: z.array(
                  z.object({ status: z.string(), until: z.date().optional(), why: z.string(), at: z.date() }),
                ),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { user } = authorize(request.actor, 'entitlement.read')
      const rows = await store.entitlementsOfUser(context.database, user?.id ?? '')
      const changes = await store.changesOf(
        context.database,
        rows.map(({ id }) => id),
      )
      const now = context.clock()
      return {
        entitlements: rows.map((row) => ({
          name: row.name,
          ...entitlementShape(row, now),
          history: changes
            .filter(({ entitlement_id: id }) => id === row.id)
            .map(({ status, until, why, at }) => ({ status, ...(until ? { until } : {}), why, at })),
        })),
      }
    },
  )
  app.get(
    api.grants,
    {
      config: { operation: 'entitlement.grant' },
      schema: {
        summary: 'What the publisher gave, by hand and by code',
        tags,
        params: named,
        response: { 200: z.object({ entitlements: z.array(given) }) },
      },
    },
    async (request) => {
      const rows = await listGrants(context, request.actor, request.params.name)
      return {
        entitlements: rows.map((row) => ({
          ...entitlementShape(row, context.clock()),
          ...(row.email === null ? {} : { email: row.email }),
        })),
      }
    },
  )
  app.post(
    api.grants,
    {
      config: { operation: 'entitlement.grant' },
      schema: {
        summary: 'Give a package to whoever has an address',
        tags,
        params: named,
        body: z.strictObject({
          email: z.email().max(254),
          until: time.optional(),
          why: z.string().trim().min(1).max(500),
        }),
        response: { 201: given },
      },
    },
    async (request, reply) => {
      const made = await grant(context, request.actor, { ...request.params, ...request.body })
      return reply
        .status(201)
        .send({ ...entitlementShape(made, context.clock()), email: request.body.email.toLowerCase() })
    },
  )
  app.delete(
    api.grantById,
    {
      config: { operation: 'entitlement.grant' },
      schema: {
        summary: 'Take back what was given',
        tags,
        params: named.extend({ id: z.uuid() }),
        querystring: z.object({ why: z.string().trim().min(1).max(500).default('taken back') }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await revokeGrant(context, request.actor, { ...request.params, ...request.query })
      return reply.status(204).send(null)
    },
  )
  app.post(
    api.codes,
    {
      config: { operation: 'entitlement.grant' },
      schema: {
        summary: 'Make a code that gives the package; its text is shown once',
        tags,
        params: named,
        body: z.strictObject({
          uses: z.int().min(1).max(100_000),
          until: time.optional(),
          days: z.int().min(1).max(36_500).optional(),
        }),
        response: {
          201: z.object({
            id: z.string(),
            code: z.string(),
            uses: z.int(),
            until: z.date().optional(),
            days: z.int().optional(),
          }),
        },
      },
    },
    async (request, reply) =>
      reply
        .status(201)
        .send(await createCode(context, request.actor, { ...request.params, ...request.body })),
  )
  app.post(
    api.redemption,
    {
      config: { operation: 'entitlement.redeem' },
      schema: {
        summary: 'Redeem a code',
        tags,
        body: z.strictObject({ code: z.string().min(1).max(100) }),
        response: { 200: z.object({ name: z.string(), until: z.date().optional() }) },
      },
    },
    async (request) => {
      const { name, until } = await redeem(context, request.actor, request.body.code)
      return { name, ...(until ? { until } : {}) }
    },
  )
}
