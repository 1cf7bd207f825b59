import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { whyNotAutomatic, type Candidate } from './auto-approval.ts'
import { estimateWait, inWords } from './estimate.ts'
import { actionsFrom, follow, isOpen, progressOf, states, transitions, type Action } from './submission.ts'

describe('the states', () => {
  test('change in these ways and in no other', () => {
    const allowed = states.map((state) => [state, actionsFrom(state)])
    expect(Object.fromEntries(allowed)).toEqual({
      uploaded: ['submit', 'withdraw', 'expire'],
      validating: ['queue', 'failChecks', 'autoApprove', 'withdraw'],
      in_review: ['requestChanges', 'approve', 'reject', 'withdraw'],
      changes_requested: ['submit', 'withdraw', 'expire'],
      approved: ['publish', 'failPublishing', 'withdraw'],
      published: [],
      rejected: ['appeal'],
      withdrawn: [],
    })
    let refused = 0
    for (const state of states)
      for (const action of Object.keys(transitions) as Action[]) {
        if (actionsFrom(state).includes(action)) expect(states).toContain(follow(state, action))
        else {
          expect(() => follow(state, action)).toThrowError(
            expect.objectContaining({ code: 'submission.wrong_state' }),
          )
          refused++
        }
      }
    expect(refused).toBe(states.length * Object.keys(transitions).length - 18)
  })

  test('are all reached, and nothing is published that nobody approved', () => {
    const steps = fc.array(fc.constantFrom(...(Object.keys(transitions) as Action[])), { maxLength: 30 })
    const seen = new Set<string>(['uploaded'])
    fc.assert(
      fc.property(steps, (actions) => {
        let state: (typeof states)[number] = 'uploaded'
        let approved = false
        for (const action of actions) {
          if (!actionsFrom(state).includes(action)) continue
          if (action === 'publish') expect(approved).toBe(true)
          state = follow(state, action)
          seen.add(state)
          approved = state === 'approved'
          if (action === 'publish') expect(isOpen(state)).toBe(false)
        }
      }),
      { numRuns: 3000 },
    )
    expect([...seen].sort()).toEqual([...states].sort())
  })

  test('progress grows through the checks and the queue', () => {
    const at = (state: (typeof states)[number], more = {}) =>
      progressOf({
        state,
        checksDone: 0,
        checksTotal: 12,
        place: undefined,
        placeAtEntry: 4,
        isClaimed: false,
        ...more,
      })
    const way = [
      at('uploaded'),
      at('validating', { checksDone: 6 }),
      at('in_review', { place: 4 }),
      at('in_review', { place: 2 }),
      at('in_review', { place: 1, isClaimed: true }),
      at('approved'),
      at('published'),
    ]
    expect(way).toEqual([0, 20, 40, 60, 85, 95, 100])
  })
})

describe('an estimate', () => {
  test('is unknown while nothing is known, and then what happened to others', () => {
    expect(inWords(estimateWait([], 1))).toBe('unknown')
    const few = Array.from({ length: 4 }, () => ({ place: 1, seconds: 60 }))
    expect(estimateWait(few, 1)).toBeUndefined()
    const history = Array.from({ length: 50 }, (_, i) => ({
      place: 1 + (i % 5),
      seconds: 3600 * (1 + (i % 5)),
    }))
    expect(estimateWait(history, 1)).toMatchObject({ basis: 25 })
    const [near, far] = [estimateWait(history, 1), estimateWait(history, 10)]
    expect(near && far && far.seconds > near.seconds).toBe(true)
    expect(inWords({ seconds: 3 * 3600, upperSeconds: 0, basis: 9 })).toBe('about 3 hours')
    expect(inWords({ seconds: 86_400, upperSeconds: 0, basis: 9 })).toBe('about 1 day')
    expect(inWords({ seconds: 20, upperSeconds: 0, basis: 9 })).toBe('about a minute')
  })

  test('lies within what was seen, the upper one above the middle', () => {
    const waited = fc.record({
      place: fc.integer({ min: 1, max: 50 }),
      seconds: fc.integer({ min: 0, max: 1e6 }),
    })
    fc.assert(
      fc.property(
        fc.array(waited, { minLength: 5, maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        (history, place) => {
          const estimate = estimateWait(history, place)
          expect(estimate && estimate.seconds <= estimate.upperSeconds).toBe(true)
          expect(estimate?.seconds).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})

describe('the rule for small updates', () => {
  const rule = {
    minPublished: 3,
    verifiedPublisher: true,
    maxChangedFiles: 2,
    maxChangedBytes: 100,
    level: 'patch',
  } as const
  const manifest = { version: '1.0.1', permissions: {} } as Candidate['manifest']
  const good: Candidate = {
    previous: { version: '1.0.0', manifest },
    manifest,
    checks: [{ id: 'a', title: 'A', status: 'pass', summary: '', evidence: [] }],
    changes: [{ path: 'a', change: 'changed', size: 10, sizeBefore: 10, binary: false }],
    published: 3,
    isVerified: true,
    breaking: false,
  }
  const warned = { ...good.checks[0]!, status: 'warn' as const }
  const version = (text: string) => ({ ...good, manifest: { ...manifest, version: text } })

  test('holds for what is small and known in every way, and for nothing else', () => {
    expect(whyNotAutomatic(rule, good)).toBeUndefined()
    expect(whyNotAutomatic(rule, { ...good, checks: [{ ...warned, id: 'tests' }] })).toBeUndefined()
    const bad: [string, Candidate][] = [
      ['first version', { ...good, previous: undefined }],
      ['2 of 3', { ...good, published: 2 }],
      ['no domain', { ...good, isVerified: false }],
      ['“A” says warn', { ...good, checks: [warned] }],
      ['says fail', { ...good, checks: [{ ...warned, id: 'tests', status: 'fail' }] }],
      ['breaks', { ...good, breaking: true }],
      ['more than a patch', version('1.1.0')],
      ['more than a patch', version('2.0.0')],
      ['more than a patch', version('1.0.1-beta.1')],
      ['more than a patch', version('0.9.0')],
      ['permissions', { ...good, manifest: { ...manifest, permissions: { network: true } } }],
      ['3 files', { ...good, changes: [good.changes[0]!, good.changes[0]!, good.changes[0]!] }],
      ['200 bytes', { ...good, changes: [{ path: 'a', change: 'removed', sizeBefore: 200, binary: true }] }],
    ]
    for (const [why, candidate] of bad) expect(whyNotAutomatic(rule, candidate)).toContain(why)
    expect(whyNotAutomatic({ ...rule, level: 'minor' }, version('1.1.0'))).toBeUndefined()
    const early = { ...version('0.2.0'), previous: { version: '0.1.0', manifest } }
    expect(whyNotAutomatic({ ...rule, level: 'minor' }, early)).toContain('more than')
  })
})
