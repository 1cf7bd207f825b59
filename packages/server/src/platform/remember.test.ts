import { expect, test } from 'vitest'
import { remembering } from './remember.ts'

test('what was made is made again when its time is over, when it failed, or when others came', async () => {
  let now = 0
  let made = 0
  const remember = remembering<number>({ most: 2, milliseconds: 1000, clock: () => new Date(now) })
  const make = async () => ++made
  expect(await Promise.all([remember('a', make), remember('a', make)])).toEqual([1, 1])
  now = 1001
  expect(await remember('a', make)).toBe(2)
  await expect(remember('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await remember('b', make)).toBe(3)
  expect(await remember('a', make)).toBe(2)
  expect(await remember('c', make)).toBe(4)
  // “b” was asked for longest ago.
  expect(await remember('a', make)).toBe(2)
  expect(await remember('b', make)).toBe(5)
})
