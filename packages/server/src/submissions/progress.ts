import { checkList, type CheckResult } from '../checks/index.ts'
import type { State } from './submission.ts'

export const checkStates = ['waiting', 'running', 'passed', 'failed'] as const

export interface CheckProgress {
  id: string
  title: string
  state: (typeof checkStates)[number]
}

/** Where each check of a submission stands: done, running, or still to come. */
export function checkProgress(
  state: State,
  results: readonly CheckResult[],
  hasBegun: boolean,
): CheckProgress[] {
  const done = results.map(({ id, title, status }) => ({
    id,
    title,
    state: status === 'pass' || status === 'warn' ? ('passed' as const) : ('failed' as const),
  }))
  if (state !== 'uploaded' && state !== 'validating') return done
  const open = checkList.filter(({ id }) => !results.some((result) => result.id === id))
  const isRunning = state === 'validating' && hasBegun
  return [
    ...done,
    ...open.map(({ id, title }, index) => ({
      id,
      title,
      state: isRunning && index === 0 ? ('running' as const) : ('waiting' as const),
    })),
  ]
}
