import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two looks, and between two lines about the same wait. */
const look = 10
const reminder = 10_000

/** Waiting with a limit: says what it waits for when that changes, and every ten seconds. */
export interface Patience {
  /** Waits for a moment. `endless` moments do not count towards the limit. False once the limit is reached. */
  wait(why: string, kind?: 'endless'): Promise<boolean>
}

/** `quiet` milliseconds pass before the first line, so that an ordinary start says nothing. */
export function patience(limit: number, quiet: number, log: (line: string) => void): Patience {
  const began = Date.now()
  let spent = 0
  let last = { why: '', at: 0 }
  return {
    async wait(why, kind) {
      const before = Date.now()
      const due = why !== last.why || before - last.at > reminder
      if (due && before - began >= quiet) {
        log(why)
        last = { why, at: before }
      }
      await sleep(look)
      if (kind !== 'endless') spent += Date.now() - before
      return spent < limit
    },
  }
}
