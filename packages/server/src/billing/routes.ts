import { api } from '@waybill/core/paths'
import { pricingSchemaWith } from '@waybill/core/pricing'
import { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import { artifactAddress, streamArtifact } from './download.ts'
import { issueLicence } from './licence.ts'
import { notify } from './notify.ts'
import type { BillingContext } from './open.ts'
import { changePricing, readPricing } from './pricing.ts'
import { startPurchase } from './purchase.ts'
import { named, pricingAnswer } from './shapes.ts'

const tags = ['billing']
const prices = {
  200: z.object({
    name: z.string(),
    pricing: pricingAnswer,
    history: z.array(z.object({ pricing: pricingAnswer, since: z.date() })),
  }),
}

/** Routes of prices, purchases, licences and paid artifacts. */
export function purchaseRoutes(app: HttpApp, context: BillingContext): void {
  app.get(
    api.pricing,
    {
      config: { operation: 'registry.read' },
      schema: { summary: 'What a package costs, and what it did', tags, params: named, response: prices },
    },
    (request) => readPricing(context.database, request.params.name),
  )
  app.put(
    api.pricing,
    {
      config: { operation: 'pricing.change' },
      schema: {
        summary: 'Change what a package costs',
        description:
          'Versions that are published from then on are gated where it is paid; earlier ones stay as they are.',
        tags,
        params: named,
        body: pricingSchemaWith(context.currency),
        response: prices,
      },
    },
    (request) => changePricing(context, request.actor, { name: request.params.name, pricing: request.body }),
  )
  app.post(
    api.purchases,
    {
      config: { operation: 'purchase.start' },
      schema: {
        summary: 'Open a payment page for a package',
        tags,
        body: z.strictObject({ name: z.string().max(220) }),
        response: { 201: z.object({ checkoutUrl: z.string() }) },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await startPurchase(context, request.actor, request.body.name)),
  )
  app.post(
    api.licences,
    {
      config: { operation: 'licence.issue' },
      schema: {
        summary: 'A licence token for a package that the account may use',
        tags,
        body: z.strictObject({
          name: z.string().max(220),
          device: z.string().min(1).max(200).optional(),
        }),
        response: { 200: z.object({ token: z.string(), expiresAt: z.date() }) },
      },
    },
    (request) => issueLicence(context, request.actor, request.body),
  )
  app.get(
    api.artifactAccess,
    {
      config: { operation: 'artifact.fetch' },
      schema: {
        summary: 'An address for the bytes of an artifact, good for five minutes',
        tags,
        params: z.object({
          name: z.string().max(220),
          version: z.string().max(100),
          platform: z.string().max(100),
        }),
        response: { 200: z.object({ url: z.string(), expiresAt: z.date() }) },
      },
    },
    (request) => artifactAddress(context, request.actor, request.params),
  )
  app.get(
    api.artifactStream,
    {
      config: { operation: 'artifact.stream' },
      schema: {
        summary: 'The bytes of an artifact, for whoever has the signed address',
        tags,
        params: z.object({ id: z.string().regex(/^[1-9]\d{0,14}$/) }),
        querystring: z.object({
          expires: z.string().regex(/^\d{1,12}$/),
          for: z.string().max(200),
          signature: z.string().max(100),
        }),
      },
    },
    async (request, reply) => {
      await streamArtifact(
        context,
        { ...request.params, ...request.query },
        { request: request.raw, response: () => reply.hijack().raw },
      )
      return reply
    },
  )
  notificationRoute(app, context)
}

/** In a scope of its own: its body must reach the check of its signature as the bytes that came. */
function notificationRoute(app: HttpApp, context: BillingContext): void {
  void app.register((scope, _options, done) => {
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    )
    scope.post(
      api.stripe,
      {
        config: { operation: 'billing.notify' },
        schema: {
          summary: 'Events of the payment service, signed by it',
          tags,
          response: { 200: z.object({ received: z.literal(true) }) },
        },
      },
      async (request) => {
        const signature = request.headers['stripe-signature']
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        await notify(context, body, Array.isArray(signature) ? undefined : signature)
        return { received: true as const }
      },
    )
    done()
  })
}
