import { setImmediate as later } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createBackground } from './background.ts'

test('work is done a few at a time, all of it, and refused when too much waits', async () => {
  const background = createBackground({ atOnce: 2, waiting: 3 })
  const release: (() => void)[] = []
  const done: number[] = []
  const work = (i: number) => () =>
    new Promise<void>((resolve) => release.push(resolve)).then(() => void done.push(i))
  for (let i = 0; i < 5; i++) background.run(work(i))
  expect(release.length).toBe(2)
  expect(() => background.run(work(5))).toThrow('too much')
  while (done.length < 5) {
    expect(release.length).toBeLessThanOrEqual(2)
    release.splice(0).forEach((free) => free())
    await later()
  }
  expect(done).toEqual([0, 1, 2, 3, 4])
  background.run(work(6))
  expect(release.length).toBe(1)
  const settled = background.settled()
  release.splice(0).forEach((free) => free())
  await settled
  expect(done.at(-1)).toBe(6)
})
