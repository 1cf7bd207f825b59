import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { authorize } from '../access/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import { runStates } from '../platform/jobs.ts'
import { countEvents, listWaiting } from '../platform/outbox.ts'
import { describeSettings } from '../platform/settings-origins.ts'
import { readHealth, type MonitoringContext } from './health.ts'
import { checkStates } from './judge.ts'

const tags = ['administration']
const most = 100

/** What the registry's operators see of it: its health, jobs, outbox and settings. */
export function monitoringRoutes(app: HttpApp, context: MonitoringContext): void {
  app.get(
    api.health,
    {
      config: { operation: 'job.read' },
      schema: {
        summary: 'How the registry is, and what to do where it is not well',
        tags,
        response: { 200: health },
      },
    },
    (request) => {
      authorize(request.actor, 'job.read')
      return readHealth(context)
    },
  )
  app.get(
    api.jobs,
    {
      config: { operation: 'job.read' },
      schema: {
        summary: 'Jobs, their last and next runs, and what failed lately',
        tags,
        response: { 200: z.object({ jobs: z.array(job), failed: z.array(failed) }) },
      },
    },
    async (request) => {
      authorize(request.actor, 'job.read')
      return { jobs: await context.jobs.states(), failed: await context.jobs.failures(most) }
    },
  )
  app.post(
    api.jobRuns,
    {
      config: { operation: 'job.run' },
      schema: {
        summary: 'Run a job now, besides its schedule; refused while it waits or runs',
        tags,
        params: z.object({ job: z.string().max(100) }),
        response: { 202: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      authorize(request.actor, 'job.run')
      return reply.status(202).send(await context.jobs.runNow(request.params.job))
    },
  )
  app.get(
    api.outbox,
    {
      config: { operation: 'job.read' },
      schema: {
        summary: 'Events that wait to be heard, oldest first, a hundred at most',
        tags,
        querystring: z.object({ consumer: z.string().max(100).optional() }),
        response: { 200: outbox },
      },
    },
    async (request) => {
      authorize(request.actor, 'job.read')
      const [waiting, counts] = await Promise.all([
        listWaiting(context.database, request.query.consumer, most),
        countEvents(context.database),
      ])
      return { waiting, counts }
    },
  )
  app.get(
    api.settings,
    {
      config: { operation: 'settings.read' },
      schema: {
        summary: 'The settings in effect and where each comes from; of secrets only that they are set',
        tags,
        response: { 200: settings },
      },
    },
    (request) => {
      authorize(request.actor, 'settings.read')
      return {
        settings: describeSettings(context.settings),
        file: context.settings.origins.file ?? null,
      }
    },
  )
}

const health = z.object({
  version: z.string(),
  node: z.string(),
  startedAt: z.date(),
  uptimeSeconds: z.int(),
  memoryBytes: z.int(),
  database: z.object({ bytes: z.number(), version: z.string(), connections: z.int() }),
  storage: z.object({ bytes: z.number().optional(), freeBytes: z.number() }),
  outboxWaiting: z.int(),
  mailsWaiting: z.int(),
  submissionsWaiting: z.int(),
  tree: z.object({ timestampVersion: z.int(), expiresAt: z.date().nullable(), packages: z.int() }),
  checks: z.array(z.object({ name: z.string(), state: z.enum(checkStates), says: z.string() })),
})

const job = z.object({
  name: z.string(),
  cron: z.string().describe('five cron fields, UTC'),
  says: z.string().describe('what it does'),
  last: z
    .object({
      state: z.enum(runStates),
      startedAt: z.date().nullable(),
      endedAt: z.date().nullable(),
      error: z.string().nullable(),
    })
    .nullable(),
  nextAt: z.date().nullable(),
})

const failed = z.object({
  id: z.string(),
  name: z.string(),
  at: z.date(),
  error: z.string(),
  tries: z.int(),
})

const outbox = z.object({
  waiting: z.array(
    z.object({
      id: z.int(),
      consumer: z.string(),
      topic: z.string(),
      payload: z.record(z.string(), z.unknown()),
      at: z.date(),
    }),
  ),
  counts: z.array(z.object({ consumer: z.string(), waiting: z.int(), oldest: z.date() })),
})

const settings = z.object({
  settings: z.array(
    z.object({
      key: z.string(),
      value: z.unknown().describe('“(set)” for a secret, null where there is none'),
      origin: z.enum(['default', 'file', 'environment']),
      says: z.string().optional(),
    }),
  ),
  file: z.string().nullable(),
})
