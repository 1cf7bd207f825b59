import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { authorize } from '../access/index.ts'
import { packageByName, receiveForm } from '../packages/index.ts'
import { takeAllowance } from '../platform/allowance.ts'
import type { HttpApp } from '../platform/http/index.ts'
import type { SubmissionContext } from './context.ts'
import { listingSchema } from './listing.ts'
import { ownRoutes } from './own-routes.ts'
import { keepUpload } from './receive.ts'
import { keepScreenshot } from './screenshot.ts'
import { submit } from './submit.ts'
import { updatePlugin } from './update-plugin.ts'
import { stateSchema as state, viewSchema as view } from './view-schema.ts'
import { listSubmissions, tagOf, viewSubmission } from './view.ts'
import { appeal, withdraw } from './withdraw.ts'

const nothing = z.object({})
const id = z.object({ id: z.string().max(100) })
const reason = z.strictObject({ reason: z.string().trim().min(1).max(5000) })
const form = (properties: Record<string, object>, required: string[]) => ({
  type: 'object',
  required,
  properties: {
    ...properties,
    keyId: { type: 'string', description: 'SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex' },
    signature: { type: 'string', format: 'byte', description: 'Ed25519 over the file’s bytes, base64' },
    plugin: { type: 'string', format: 'binary', description: 'The .tar.gz or .zip' },
  },
})

/** Uploads and submissions of one publisher’s people in an hour. */
const uploads = { most: 300, seconds: 3600 }

/** The marketplace calls of publishers. */
export function submissionRoutes(app: HttpApp, context: SubmissionContext): void {
  const { settings } = context
  const received = (request: Parameters<typeof receiveForm>[0]) =>
    receiveForm(request, { folder: context.uploads, limit: settings.limits.packedBytes, file: 'plugin' })

  ownRoutes(app, context)
  app.post(
    api.upload,
    {
      config: {
        operation: 'submission.create',
        form: form(
          {
            timestamp: { type: 'string', description: 'milliseconds since 1970; not used' },
            submission: { type: 'string', description: 'the submission that this is a revision of' },
            publisher: {
              type: 'string',
              description: 'for an unsigned upload of an account with several publishers',
            },
          },
          ['plugin'],
        ),
      },
      schema: {
        summary: 'Upload a package that is to be submitted; let go after 24 hours when it is not',
        tags: ['submissions'],
        consumes: ['multipart/form-data'],
        response: {
          201: z.object({ packageId: z.string(), uploadUrl: z.string(), submissionId: z.string() }),
        },
      },
    },
    async (request, reply) => {
      const who = authorize(request.actor, 'submission.create')
      await takeAllowance(context, `upload by ${who.user?.id ?? who.token?.id}`, uploads)
      const { packageId, submissionId } = await keepUpload(context, request.actor, await received(request))
      return reply.status(201).send({
        packageId,
        uploadUrl: context.url() + api.submission.replace(':id', submissionId),
        submissionId,
      })
    },
  )
  app.post(
    api.screenshots,
    {
      config: {
        operation: 'submission.create',
        form: {
          type: 'object',
          required: ['image'],
          properties: { image: { type: 'string', format: 'binary' } },
        },
      },
      schema: {
        summary: 'Upload a screenshot; it is re-encoded, and the original is not kept',
        tags: ['submissions'],
        consumes: ['multipart/form-data'],
        querystring: z.object({ publisher: z.string().max(100).optional() }),
        response: { 201: z.object({ id: z.string(), width: z.int(), height: z.int() }) },
      },
    },
    async (request, reply) => {
      const who = authorize(request.actor, 'submission.create')
      await takeAllowance(context, `screenshot by ${who.user?.id ?? who.token?.id}`, uploads)
      return reply
        .status(201)
        .send(await keepScreenshot(context, request.actor, request, request.query.publisher))
    },
  )
  app.post(
    api.submit,
    {
      config: { operation: 'submission.create' },
      schema: {
        summary: 'Submit an upload: it is checked, reviewed and published',
        tags: ['submissions'],
        body: z.strictObject({
          packageId: z.string().max(100),
          metadata: listingSchema,
          releaseNotes: z.string().max(20_000).optional(),
          breaking: z.boolean().default(false),
        }),
        response: {
          201: z.object({ submissionId: z.string(), reviewUrl: z.string(), estimatedReviewTime: z.string() }),
        },
      },
    },
    async (request, reply) => {
      const { releaseNotes, ...body } = request.body
      return reply.status(201).send(await submit(context, request.actor, { ...body, releaseNotes }))
    },
  )
  app.get(
    api.submissions,
    {
      config: { operation: 'submission.list' },
      schema: {
        summary: 'The newest submissions of one’s publishers',
        tags: ['submissions'],
        response: {
          200: z.object({
            submissions: z.array(
              z.object({
                id: z.string(),
                status: state,
                publisher: z.string(),
                name: z.string().optional(),
                version: z.string().optional(),
                at: z.date(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({ submissions: await listSubmissions(context, request.actor) }),
  )
  app.get(
    api.submission,
    {
      config: { operation: 'submission.read' },
      schema: {
        summary: 'Where a submission stands, what passed and failed, and what comes next',
        tags: ['submissions'],
        description: 'With an ETag, so that it can be asked for often: 304 while nothing has changed.',
        params: id,
        response: { 200: view, 304: z.null() },
      },
    },
    async (request, reply) => {
      const submission = await viewSubmission(context, request.actor, request.params.id)
      const tag = tagOf(submission)
      void reply.header('etag', tag).header('cache-control', 'private, no-cache')
      if (request.headers['if-none-match'] === tag) return reply.status(304).send(null)
      return submission
    },
  )
  app.post(
    api.submissionWithdrawal,
    {
      config: { operation: 'submission.withdraw' },
      schema: {
        summary: 'Take a submission back',
        tags: ['submissions'],
        params: id,
        body: z.strictObject({ reason: z.string().max(5000).default('') }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      await withdraw(context, request.actor, request.params.id, request.body.reason)
      return {}
    },
  )
  app.post(
    api.submissionAppeal,
    {
      config: { operation: 'submission.appeal' },
      schema: {
        summary: 'Ask another reviewer to look at a rejected submission, once',
        tags: ['submissions'],
        params: id,
        body: reason,
        response: { 200: nothing },
      },
    },
    async (request) => {
      await appeal(context, request.actor, request.params.id, request.body.reason)
      return {}
    },
  )
  const updated = z.object({
    updateId: z.string(),
    version: z.string(),
    publishedAt: z.date().optional().describe('absent while it is in review'),
    status: state,
    reviewUrl: z.string(),
  })
  app.put(
    api.plugin,
    {
      config: {
        operation: 'submission.create',
        form: form(
          {
            version: { type: 'string', description: 'the version that the archive’s manifest has' },
            releaseNotes: { type: 'string' },
            breaking: { type: 'string', enum: ['true', 'false'] },
          },
          ['plugin', 'version'],
        ),
      },
      schema: {
        summary: 'Update a published plugin: upload and submission in one call',
        tags: ['submissions'],
        consumes: ['multipart/form-data'],
        params: z.object({ name: z.string().max(220) }),
        response: { 200: updated, 202: updated },
      },
    },
    async (request, reply) => {
      const who = authorize(request.actor, 'submission.create')
      await takeAllowance(context, `upload by ${who.user?.id ?? who.token?.id}`, uploads)
      const found = await packageByName(context.database, request.params.name)
      if (!found)
        throw new WaybillError('package.not_found', `There is no package ${request.params.name}.`, {
          hint: 'A first version is uploaded and submitted: waybill submit.',
        })
      authorize(who, 'submission.create', {
        publisher: found.publisher,
        package: found.name,
      })
      const result = await updatePlugin(context, who, found, await received(request))
      return reply.status(result.publishedAt ? 200 : 202).send(result)
    },
  )
  app.get(
    api.channels,
    {
      config: { operation: 'registry.read' },
      schema: {
        summary: 'Channels of distribution, and what the registry asks of what goes through them',
        tags: ['submissions'],
        response: {
          200: z.object({
            channels: z.array(
              z.object({
                id: z.string(),
                name: z.string(),
                type: z.enum(['marketplace', 'direct', 'enterprise', 'private']),
                endpoint: z.string(),
                authentication: z.object({ type: z.string(), required: z.boolean() }),
                requirements: z.object({
                  review: z.boolean(),
                  testing: z.boolean(),
                  documentation: z.boolean(),
                  security: z.boolean(),
                }),
              }),
            ),
          }),
        },
      },
    },
    () => ({
      channels: [
        {
          id: 'marketplace',
          name: settings.ecosystem.name,
          type: 'marketplace' as const,
          endpoint: `${context.url()}/api/v1`,
          authentication: { type: 'api-key', required: true },
          requirements: { review: settings.review === 'required', ...settings.requirements },
        },
      ],
    }),
  )
}
