import { PgBoss } from 'pg-boss'
import type pg from 'pg'
import type { Logger } from './log.ts'

export interface Job {
  readonly name: string
  /** When it runs, five cron fields in UTC. */
  readonly cron: string
  run(): Promise<void>
}

export interface Jobs {
  stop(): Promise<void>
}

/** Runs scheduled jobs, each once over all processes: the queue is in the same PostgreSQL. */
export async function startJobs(
  connection: string | pg.ClientConfig,
  jobs: readonly Job[],
  log: Logger,
): Promise<Jobs> {
  const config = typeof connection === 'string' ? { connectionString: connection } : connection
  const boss = new PgBoss({ ...(config as object), schema: 'jobs', max: 3, application_name: 'waybill jobs' })
  boss.on('error', (error) => log.error({ err: error }, 'the job queue failed'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { policy: 'short', retryLimit: 3, retryDelay: 30 })
    await boss.work(job.name, async () => {
      await job.run()
      log.debug({ job: job.name }, 'job done')
    })
    await boss.schedule(job.name, job.cron)
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 10_000 }) }
}
