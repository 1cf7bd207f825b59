import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inBatches } from './batch.ts'

test('gathers what is asked for while a batch runs, and answers each caller', async () => {
  const batches: number[][] = []
  const double = inBatches(async (items: readonly number[]) => {
    batches.push([...items])
    await wait(5)
    return items.map((item) => item * 2)
  }, 3)
  const results = await Promise.all([1, 2, 3, 4, 5, 6].map((item) => double(item)))
  expect(results).toEqual([2, 4, 6, 8, 10, 12])
  expect(batches).toEqual([[1], [2, 3, 4], [5, 6]])
  expect(await double(7)).toBe(14)
})

test('an item that fails takes no other with it', async () => {
  const check = inBatches(async (items: readonly string[]) => {
    await wait(1)
    if (items.includes('bad')) throw new Error('bad item')
    return items
  })
  const results = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((item) => check(item)))
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})
