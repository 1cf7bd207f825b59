import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

const origin = 'https://registry.example'

test('a page of ours is gone to', () => {
  expect(nextPath('/review?mine=1#x', origin)).toBe('/review?mine=1#x')
  expect(nextPath('/packages/@a%2Fb', origin)).toBe('/packages/@a%2Fb')
})

test.each([
  undefined,
  '',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n\\evil.example',
  '/.//evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  '/sign-in?next=/sign-in',
])('%j leads to the start', (next) => {
  expect(nextPath(next, origin)).toBe('/')
})
