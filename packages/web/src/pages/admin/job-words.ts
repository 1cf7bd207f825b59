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

/** A job as it is shown when it was asked for here: it waits until its run is seen. */
export const shownAs = (job: Job, isAsked: boolean): Job =>
  isAsked && !isUnderWay(job)
    ? { ...job, last: { state: 'waiting', startedAt: null, endedAt: null, error: null } }
    : job

/**
 * The run that came after the one which began at `before`, once it is over. The registry tells a run only when it has
 * begun: until then the former one is still told, and that is not the answer.
 */
export function endedAfter(
  job: Job | undefined,
  before: string | null,
): NonNullable<Job['last']> | undefined {
  const { last } = job ?? { last: null }
  if (!job || last === null || last.startedAt === before || isUnderWay(job)) return undefined
  return last
}
