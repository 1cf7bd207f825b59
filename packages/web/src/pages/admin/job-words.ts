import type { Answer } from '../../api/client.ts'
import type { Tone } from '../../design/badge.tsx'

export type Jobs = Answer<'/api/v1/admin/jobs'>
export type Job = Jobs['jobs'][number]
export type FailedRun = Jobs['failed'][number]
export type RunState = NonNullable<Job['last']>['state']

export const runWords: Readonly<Record<RunState, { word: string; tone: Tone }>> = {
  waiting: { word: 'waits to start', tone: 'accent' },
  running: { word: 'runs now', tone: 'accent' },
  completed: { word: 'went well', tone: 'good' },
  retrying: { word: 'failed, tries again', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
  cancelled: { word: 'cancelled', tone: 'neutral' },
}

/** True while a run has begun or is about to. */
export const isUnderWay = (job: Pick<Job, 'last'>): boolean =>
  job.last?.state === 'waiting' || job.last?.state === 'running'

/** `metadata-renewal` → “Metadata renewal”. */
export const jobTitle = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')

/** The list with a job shown as waiting, before the registry says so. */
export const asked = (jobs: Jobs, name: string): Jobs => ({
  ...jobs,
  jobs: jobs.jobs.map((job) =>
    job.name === name
      ? { ...job, last: { state: 'waiting', startedAt: null, endedAt: null, error: null } }
      : job,
  ),
})

/** Jobs that were under way in the former answer and are over in this one, with how they ended. */
export function finishedSince(former: Jobs | undefined, now: Jobs): Job[] {
  const before = new Set(former?.jobs.filter(isUnderWay).map(({ name }) => name))
  return now.jobs.filter((job) => before.has(job.name) && !isUnderWay(job))
}
