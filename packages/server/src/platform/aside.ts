import type { EventEmitter } from 'node:events'
import { inTurns } from './turns.ts'

/** A thread or a process that answers one message with one. */
export interface Hand extends EventEmitter {
  send(message: unknown): void
  end(): void
  /** Whether the program waits for it. */
  ref(): void
  unref(): void
}

/** The work was not done: it took too long, or whoever did it died of it. */
export class AsideError extends Error {}

/**
 * Has work done aside, one piece after the other, by a hand that is started when needed and goes when idle. Work that takes
 * longer than `milliseconds` loses its hand, and so does work that the hand dies of: `ask` throws an `AsideError` then, and
 * `limit.exceeded` behind `waiting` others.
 */
export function openAside<Question, Answer>(options: {
  start: () => Hand
  milliseconds: number
  waiting: number
}) {
  const turn = inTurns(1, options.waiting)
  let hand: Hand | undefined
  let idle: NodeJS.Timeout | undefined

  function close(): void {
    clearTimeout(idle)
    hand?.end()
    hand = undefined
  }

  function started(): Hand {
    const begun = options.start()
    // One that dies while it has nothing to do is no failure of anybody's.
    return begun
      .on('error', () => undefined)
      .on('exit', () => {
        if (hand === begun) hand = undefined
      })
  }

  async function answered(question: Question): Promise<Answer> {
    clearTimeout(idle)
    const asked = (hand ??= started())
    asked.ref()
    try {
      return await answerOf<Answer>(asked, question, options.milliseconds)
    } catch (error) {
      close()
      throw error
    } finally {
      asked.unref()
      idle = setTimeout(close, idleMilliseconds).unref()
    }
  }

  return { ask: (question: Question) => turn(() => answered(question)), close }
}

const idleMilliseconds = 60_000

function answerOf<Answer>(hand: Hand, question: unknown, milliseconds: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      clearTimeout(timer)
      hand.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
      done()
    }
    const fail = (why: string) => settle(() => reject(new AsideError(why)))
    const onMessage = (answer: Answer) => settle(() => resolve(answer))
    const onEnd = () => fail('it takes too much memory')
    const timer = setTimeout(() => fail('it takes too long'), milliseconds)
    hand.on('message', onMessage).on('error', onEnd).on('exit', onEnd)
    hand.send(question)
  })
}
