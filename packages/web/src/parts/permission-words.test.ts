import { expect, test } from 'vitest'
import { driftOf, permissionWords, sortedChanges } from './permission-words.ts'

test('a grant grows by name, by everything instead of a list, and by one more in the list', () => {
  expect(driftOf(undefined, true)).toBe('grown')
  expect(driftOf(false, ['a'])).toBe('grown')
  expect(driftOf(['a'], true)).toBe('grown')
  expect(driftOf(['a'], ['a', 'b'])).toBe('grown')
  expect(driftOf(['a'], ['b'])).toBe('grown')
})

test('it shrinks the other way round, and another reason is no growth', () => {
  expect(driftOf(true, undefined)).toBe('shrunk')
  expect(driftOf(true, false)).toBe('shrunk')
  expect(driftOf(true, ['a'])).toBe('shrunk')
  expect(driftOf(['a', 'b'], ['a'])).toBe('shrunk')
  expect(driftOf('to sync', 'to sync tables')).toBe('changed')
  expect(driftOf(true, 'to sync')).toBe('changed')
})

test('what grew comes first', () => {
  const changes = [
    { permission: 'a', before: true },
    { permission: 'b', before: 'x', after: 'y' },
    { permission: 'c', after: true },
  ]
  expect(sortedChanges(changes).map(({ permission }) => permission)).toEqual(['c', 'b', 'a'])
})

test('a grant is said in words, also of a permission that only its host knows', () => {
  expect(permissionWords('network', ['https://x.example'])).toBe('Connect to https://x.example')
  expect(permissionWords('network', true)).toBe('Connect to the internet')
  expect(permissionWords('filesystem', ['read'])).toBe('Read files on the computer')
  expect(permissionWords('subprocess', 'runs git')).toBe('Start other programs (“runs git”)')
  expect(permissionWords('clipboard', true)).toBe('Use “clipboard” of its host')
  expect(permissionWords('network', false)).toBe('Not: connect to the internet')
})
