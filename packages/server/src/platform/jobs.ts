import { WaybillError } from '@waybill/core/errors'
import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import type pg from 'pg'
import { anyOf, type Database } from './database/index.ts'
import type { Logger } from './log.ts'

export interface Job {
  readonly name: string
  /** When it runs, five cron fields in UTC. */
  readonly cron: string
  /** What it does, as a sentence for whoever runs the registry. */
  readonly says: string
  run(): Promise<void>
}

/** A job with its last run and its next. */
export interface JobState extends Pick<Job, 'name' | 'cron' | 'says'> {
  last: {
    state: RunState
    startedAt: Date | null
    endedAt: Date | null
    error: string | null
  } | null
  nextAt: Date | null
}

export const runStates = ['waiting', 'running', 'completed', 'retrying', 'failed', 'cancelled'] as const
export type RunState = (typeof runStates)[number]

export interface FailedRun {
  id: string
  name: string
  at: Date
  error: string
  tries: number
}

export interface Jobs {
  /** Begins to run them: each on its schedule, once over all processes. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Every job with its last run and its next one. */
  states(): Promise<JobState[]>
  /** Runs that failed lately, newest first. */
  failures(most: number): Promise<FailedRun[]>
  /** Has a job run now, besides its schedule. Throws `job.not_found`, or `job.running` while it waits or runs. */
  runNow(name: string): Promise<{ id: string }>
}

/** Scheduled jobs, on a queue in the same PostgreSQL. */
export function createJobs(
  { connection, database, log }: { connection: string | pg.ClientConfig; database: Database; log: Logger },
  jobs: readonly Job[],
): Jobs {
  const config = typeof connection === 'string' ? { connectionString: connection } : connection
  const boss = new PgBoss({ ...(config as object), schema: 'jobs', max: 3, application_name: 'waybill jobs' })
  boss.on('error', (error) => log.error({ err: error }, 'the job queue failed'))
  const names = jobs.map(({ name }) => name)
  // The queue has its tables once it was started, which is after the registry listens.
  const started = Promise.withResolvers<void>()

  return {
    async start() {
      await boss.start()
      for (const job of jobs) {
        await boss.createQueue(job.name, { policy: 'short', retryLimit: 3, retryDelay: 30 })
        await boss.work(job.name, async () => {
          await job.run()
          log.debug({ job: job.name }, 'job done')
        })
        await boss.schedule(job.name, job.cron)
      }
      started.resolve()
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
    async states() {
      await started.promise
      const runs = await lastRuns(database, names)
      return jobs.map(({ name, cron, says }) => {
        const run = runs.find((each) => each.name === name)
        return {
          name,
          cron,
          says,
          last: run
            ? {
                state: stateOf[run.state],
                startedAt: run.started_on,
                endedAt: run.completed_on,
                error: run.state === 'completed' ? null : run.error,
              }
            : null,
          nextAt: boss.previewSchedule(cron, { count: 1, from: new Date() })[0] ?? null,
        }
      })
    },
    async failures(most) {
      await started.promise
      return failedRuns(database, names, most)
    },
    async runNow(name) {
      if (!names.includes(name))
        throw new WaybillError('job.not_found', `There is no job “${name.slice(0, 60)}”.`, {
          hint: `There are: ${names.join(', ')}.`,
        })
      await started.promise
      const open = await openRun(database, name)
      // Between the look and the sending, the queue itself lets only one wait.
      const id = open ? null : await boss.send(name, {})
      if (id !== null) return { id }
      const since = open?.started_on?.toISOString()
      throw new WaybillError(
        'job.running',
        since === undefined ? `The job ${name} is about to run.` : `The job ${name} runs since ${since}.`,
        { hint: 'Nothing was started; look again in a moment.', details: { job: name, ...(open ?? {}) } },
      )
    },
  }
}

type BossState = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'

const stateOf: Record<BossState, RunState> = {
  created: 'waiting',
  retry: 'retrying',
  active: 'running',
  completed: 'completed',
  cancelled: 'cancelled',
  failed: 'failed',
}

/** The queue keeps what a run threw, with its stack; only the message is for people. */
const message = sql<string | null>`left(coalesce(output ->> 'message', output #>> '{}'), 500)`.as('error')

async function lastRuns(database: Database, names: readonly string[]) {
  const { rows } = await sql<{
    name: string
    state: BossState
    started_on: Date | null
    completed_on: Date | null
    error: string | null
  }>`
    select distinct on (name) name, state, started_on, completed_on, ${message}
    from jobs.job where name = ${anyOf(names)} and started_on is not null
    order by name, started_on desc`.execute(database)
  return rows
}

async function failedRuns(database: Database, names: readonly string[], most: number): Promise<FailedRun[]> {
  const { rows } = await sql<Omit<FailedRun, 'error'> & { error: string | null }>`
    select id, name, coalesce(completed_on, started_on, created_on) as at, retry_count + 1 as tries, ${message}
    from jobs.job where name = ${anyOf(names)} and state in ('failed', 'retry')
    order by at desc limit ${most}`.execute(database)
  return rows.map((row) => ({ ...row, error: row.error ?? 'It ended without saying why.' }))
}

async function openRun(database: Database, name: string) {
  const { rows } = await sql<{ id: string; started_on: Date | null }>`
    select id, started_on from jobs.job where name = ${name} and state in ('created', 'active')
      and start_after <= now()
    order by started_on nulls last limit 1`.execute(database)
  return rows[0]
}
