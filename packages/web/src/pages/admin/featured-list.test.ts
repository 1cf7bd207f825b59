import { expect, test } from 'vitest'
import { added, isSame, moved } from './featured-list.ts'

const names = ['a', 'b', 'c']

test('moving keeps all others in their order, and stops at both ends', () => {
  expect(moved(names, 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(names, 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(names, 0, -1)).toBe(names)
  expect(moved(names, 2, 3)).toBe(names)
})

test('a name stands in the list once, and comes back to its place', () => {
  expect(added(names, 'b')).toBe(names)
  expect(added(names, 'd')).toEqual(['a', 'b', 'c', 'd'])
  expect(added(['a', 'c'], 'b', 1)).toEqual(names)
})

test('lists are the same only in the same order', () => {
  expect(isSame(names, ['a', 'b', 'c'])).toBe(true)
  expect(isSame(names, ['a', 'c', 'b'])).toBe(false)
  expect(isSame(names, ['a', 'b'])).toBe(false)
})
