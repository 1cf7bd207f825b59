import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { openAside, type Hand } from './aside.ts'

const code = `
  const { parentPort } = require('node:worker_threads')
  let asked = 0
  parentPort.on('message', (word) => {
    asked++
    if (word === 'loop') for (;;);
    if (word === 'die') process.exit(1)
    if (word === 'fill') { const all = []; for (;;) all.push(new Array(1e6).fill(1)) }
    parentPort.postMessage(word + ' ' + asked)
  })`

let started = 0
function start(): Hand {
  started++
  const worker = new Worker(code, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } })
  return Object.assign(worker, {
    send: (message: unknown) => worker.postMessage(message),
    end: () => void worker.terminate(),
  })
}

const aside = openAside<string, string>({ start, milliseconds: 3000, waiting: 2 })
afterEach(aside.close)

test('one hand answers one question after the other', async () => {
  const before = started
  expect(await Promise.all([aside.ask('a'), aside.ask('b')])).toEqual(['a 1', 'b 2'])
  expect(started - before).toBe(1)
})

test.each(['loop', 'die', 'fill'])(
  'work that does not come to its end fails, and the next has a new hand: %s',
  async (word) => {
    const [bad, good] = await Promise.allSettled([aside.ask(word), aside.ask('next')])
    expect(bad).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/^it takes too/) },
    })
    expect(good).toEqual({ status: 'fulfilled', value: 'next 1' })
  },
)

test('who would have to wait behind too many is refused at once', async () => {
  const all = await Promise.allSettled(['a', 'b', 'c', 'd'].map((word) => aside.ask(word)))
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  expect(all[3]).toMatchObject({ reason: { code: 'limit.exceeded' } })
})
