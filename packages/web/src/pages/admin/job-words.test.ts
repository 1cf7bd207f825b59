import { expect, test } from 'vitest'
import { asked, finishedSince, isUnderWay, type Jobs, type RunState } from './job-words.ts'

const jobs = (states: Record<string, RunState | null>): Jobs => ({
  failed: [],
  jobs: Object.entries(states).map(([name, state]) => ({
    name,
    cron: '* * * * *',
    says: '',
    nextAt: null,
    last: state === null ? null : { state, startedAt: null, endedAt: null, error: null },
  })),
})

test('a job that was asked for waits, and no other', () => {
  const after = asked(jobs({ a: null, b: 'completed' }), 'a')
  expect(after.jobs.map(isUnderWay)).toEqual([true, false])
})

test('what ended since is what was under way before and is no more', () => {
  const before = jobs({ a: 'waiting', b: 'running', c: 'completed', d: 'running' })
  const now = jobs({ a: 'running', b: 'completed', c: 'completed', d: 'failed' })
  expect(finishedSince(before, now).map(({ name }) => name)).toEqual(['b', 'd'])
  expect(finishedSince(undefined, now)).toEqual([])
})
