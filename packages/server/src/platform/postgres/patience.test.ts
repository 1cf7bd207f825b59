import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { patience } from './patience.ts'

test('counts what passes between two moments towards the limit, unless the wait is endless', async () => {
  const waiting = patience(50, 0, () => undefined)
  await sleep(60)
  expect(await waiting.wait({ why: 'recovery', pace: 'endless' })).toBe(true)
  expect(await waiting.wait({ why: 'an answer' })).toBe(true)
  await sleep(60)
  expect(await waiting.wait({ why: 'an answer' })).toBe(false)
})

test('says once what it waits for', async () => {
  const lines: string[] = []
  const waiting = patience(1000, 0, (line) => lines.push(line))
  for (const why of ['one', 'one', 'two', 'two']) await waiting.wait({ why })
  expect(lines).toEqual(['one', 'two'])
})
