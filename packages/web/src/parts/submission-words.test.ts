import { expect, test } from 'vitest'
import { estimateWords, possible, stagesOf, type State, type SubmissionView } from './submission-words.ts'

const event = (action: string, state: State): SubmissionView['history'][number] => ({
  at: '2026-01-01T00:00:00Z',
  action,
  state,
  by: 'reviewer',
  why: '',
})
const stages = (status: State, ...history: SubmissionView['history']) =>
  stagesOf({ status, history }).map(({ state }) => state)

test('the stages stop where it was sent back', () => {
  expect(stages('validating')).toEqual(['done', 'now', 'ahead', 'ahead'])
  expect(stages('published')).toEqual(['done', 'done', 'done', 'done'])
  expect(stages('changes_requested', event('failChecks', 'changes_requested'))[1]).toBe('stopped')
  expect(stages('changes_requested', event('requestChanges', 'changes_requested'))[2]).toBe('stopped')
  expect(stages('withdrawn', event('queue', 'in_review'), event('withdraw', 'withdrawn'))[2]).toBe('stopped')
})

test('a revision that was uploaded, but not submitted, does not hide who sent it back', () => {
  const history = [event('failChecks', 'changes_requested'), event('upload', 'changes_requested')]
  expect(stages('changes_requested', ...history)[1]).toBe('stopped')
})

test('an appeal is possible once', () => {
  expect(possible({ status: 'rejected', history: [] }).appeal).toBe(true)
  expect(possible({ status: 'rejected', history: [event('appeal', 'in_review')] }).appeal).toBe(false)
})

test('an estimate says what it rests on, or that nothing is known', () => {
  expect(estimateWords({})).toContain('Too few')
  expect(estimateWords({ estimate: { seconds: 7200, upperSeconds: 86_400, basis: 25, latest: '' } })).toBe(
    'Usually within 2 hours; nine of ten within 1 day (from 25 decisions).',
  )
})
