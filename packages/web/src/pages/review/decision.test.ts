import { expect, test } from 'vitest'
import { missingFor, readDecision } from './decision.ts'

const nothing = { reason: '', comments: 0, checklist: ['It works', 'It is safe'], ticked: new Set<string>() }

test('an approval needs every point of the checklist, and says which are missing', () => {
  expect(missingFor('approve', { ...nothing, ticked: new Set(['It works']) })).toEqual(['Tick “It is safe”.'])
  expect(missingFor('approve', { ...nothing, ticked: new Set(nothing.checklist) })).toEqual([])
})

test('everything else needs a reason or a comment', () => {
  for (const decision of ['request_changes', 'reject'] as const) {
    expect(missingFor(decision, { ...nothing, reason: '  ' })).toHaveLength(1)
    expect(missingFor(decision, { ...nothing, reason: 'It reads the home folder.' })).toEqual([])
    expect(missingFor(decision, { ...nothing, comments: 1 })).toEqual([])
  }
  expect(missingFor(undefined, nothing)).toHaveLength(1)
})

test('whatever was kept, a decision is read from it', () => {
  expect(readDecision('{"decision":"reject","reason":"no","ticked":["a",1]}')).toEqual({
    decision: 'reject',
    reason: 'no',
    ticked: ['a'],
  })
  for (const bad of ['', 'null', '[]', '{"decision":"burn"}', 'x'])
    expect(readDecision(bad)).toEqual({ reason: '', ticked: [] })
})
