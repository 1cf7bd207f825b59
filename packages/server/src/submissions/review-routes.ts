import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import type { SubmissionContext } from './context.ts'
import { comment, decide } from './decide.ts'
import { claim, listQueue, release } from './queue.ts'
import { reviewDiff } from './review.ts'

const nothing = z.object({})
const id = z.object({ id: z.string().max(100) })
const counts = z.object({ pass: z.int(), warn: z.int(), fail: z.int(), error: z.int() })
const change = z.enum(['added', 'changed', 'removed'])

/** What reviewers do. A submission itself is read at `GET /api/v1/submissions/:id`. */
export function reviewRoutes(app: HttpApp, context: SubmissionContext): void {
  app.get(
    api.reviewQueue,
    {
      config: { operation: 'review.read' },
      schema: {
        summary: 'Submissions that wait for a decision, oldest first',
        tags: ['review'],
        querystring: z.object({
          category: z.string().max(130).optional(),
          publisher: z.string().max(100).optional(),
          claim: z.enum(['free', 'mine']).optional(),
          kind: z.enum(['new', 'update', 'appeal']).optional(),
          warned: z.stringbool().optional(),
          after: z.coerce
            .number()
            .int()
            .min(0)
            .max(100_000)
            .default(0)
            .describe('so many are left out first'),
          most: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: {
          200: z.object({
            checklist: z.array(z.string()).describe('what an approval vouches for'),
            submissions: z.array(
              z.object({
                id: z.string(),
                name: z.string(),
                version: z.string(),
                publisher: z.string(),
                category: z.string().optional(),
                kind: z.enum(['new', 'update', 'appeal']),
                waitingSince: z.date(),
                claimed: z.boolean(),
                claimedByMe: z.boolean(),
                checks: counts,
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({
      checklist: context.settings.reviews.checklist,
      submissions: await listQueue(context, request.actor, request.query),
    }),
  )
  app.post(
    api.reviewClaim,
    {
      config: { operation: 'review.decide' },
      schema: {
        summary: 'Claim a submission, or extend the claim',
        tags: ['review'],
        params: id,
        response: { 200: z.object({ until: z.date() }) },
      },
    },
    (request) => claim(context, request.actor, request.params.id),
  )
  app.delete(
    api.reviewClaim,
    {
      config: { operation: 'review.decide' },
      schema: { summary: 'Give a claim back', tags: ['review'], params: id, response: { 200: nothing } },
    },
    async (request) => {
      await release(context, request.actor, request.params.id)
      return {}
    },
  )
  app.get(
    api.reviewDiff,
    {
      config: { operation: 'review.read' },
      schema: {
        summary: 'What a submission changes: permissions and files, or, with “file”, the lines of one',
        tags: ['review'],
        params: id,
        querystring: z.object({ file: z.string().max(1000).optional() }),
        response: {
          200: z.object({
            name: z.string(),
            version: z.string(),
            against: z.string().optional().describe('the published version; absent for a new package'),
            permissions: z
              .array(
                z.object({
                  permission: z.string(),
                  change,
                  before: z.unknown().optional(),
                  after: z.unknown().optional(),
                }),
              )
              .optional(),
            files: z
              .array(
                z.object({
                  path: z.string(),
                  change,
                  sizeBefore: z.int().optional(),
                  size: z.int().optional(),
                  binary: z.boolean(),
                }),
              )
              .optional(),
            moreFiles: z.int().optional().describe('changed files that are not listed'),
            file: z.string().optional(),
            hunks: z
              .array(z.object({ oldStart: z.int(), newStart: z.int(), lines: z.array(z.string()) }))
              .optional(),
          }),
        },
      },
    },
    (request) => reviewDiff(context, request.actor, { ...request.params, file: request.query.file }),
  )
  app.post(
    api.reviewComments,
    {
      config: { operation: 'review.decide' },
      schema: {
        summary: 'Comment on a submission, a file or a line',
        tags: ['review'],
        params: id,
        body: z.strictObject({
          text: z.string().trim().min(1).max(5000),
          file: z.string().max(1000).optional(),
          line: z.int().positive().max(100_000_000).optional(),
        }),
        response: { 201: nothing },
      },
    },
    async (request, reply) => {
      await comment(context, request.actor, request.params.id, request.body)
      return reply.status(201).send({})
    },
  )
  app.post(
    api.reviewDecision,
    {
      config: { operation: 'review.decide' },
      schema: {
        summary: 'Approve, ask for changes, or reject',
        tags: ['review'],
        params: id,
        body: z.strictObject({
          decision: z.enum(['approve', 'request_changes', 'reject']),
          reason: z.string().max(5000).default(''),
          checklist: z.array(z.string().max(300)).max(50).default([]),
        }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      await decide(context, request.actor, request.params.id, request.body)
      return {}
    },
  )
}
