import { expect, test } from 'vitest'
import { endedAfter, shownAs, type Job, type RunState } from './job-words.ts'

const [first, second] = ['2026-11-21T12:00:00Z', '2026-11-21T12:01:00Z']
const job = (state?: RunState, startedAt: string | null = null): Job => ({
  name: 'account-sweep',
  cron: '17 3 * * *',
  says: '',
  nextAt: null,
  last: state === undefined ? null : { state, startedAt, endedAt: null, error: null },
})

test('a job that was asked for waits until its run is seen', () => {
  expect(shownAs(job('completed', first), true).last?.state).toBe('waiting')
  expect(shownAs(job(), true).last?.state).toBe('waiting')
  expect(shownAs(job('running', second), true).last?.state).toBe('running')
  expect(shownAs(job('completed', first), false).last?.state).toBe('completed')
})

test('a former run is never taken for the one that was asked for', () => {
  expect(endedAfter(job('completed', first), first)).toBeUndefined()
  expect(endedAfter(job(), null)).toBeUndefined()
  expect(endedAfter(undefined, null)).toBeUndefined()
  expect(endedAfter(job('running', second), first)).toBeUndefined()
})

test('the run is over when it went well, failed, or is to be tried again', () => {
  for (const state of ['completed', 'failed', 'retrying'] as const) {
    expect(endedAfter(job(state, second), first)?.state).toBe(state)
    expect(endedAfter(job(state, first), null)?.state).toBe(state)
  }
})
