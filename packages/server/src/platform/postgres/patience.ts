import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two looks, the longest between two costly attempts, and between two lines about one wait. */
const look = 10
const longest = 250
const reminder = 10_000

/** One moment of waiting. */
export interface Wait {
  /** What for, as a line to show. */
  why: string
  /** `endless`: does not count towards the limit. `slow`: what is tried again is costly. */
  pace?: 'endless' | 'slow'
}

/** Waiting with a limit: says what it waits for when that changes, and every ten seconds. */
export interface Patience {
  /** Waits for a moment. False once the limit is reached. */
  wait(moment: Wait): Promise<boolean>
}

/** `quiet` milliseconds pass before the first line, so that an ordinary start says nothing. */
export function patience(limit: number, quiet: number, log: (line: string) => void): Patience {
  const began = Date.now()
  let mark = began
  let spent = 0
  let attempts = 0
  let last = { why: '', at: 0 }
  return {
    async wait({ why, pace }) {
      const before = Date.now()
      const due = why !== last.why || before - last.at > reminder
      if (due && before - began >= quiet) {
        log(why)
        last = { why, at: before }
      }
      await sleep(pace === 'slow' ? Math.min(look * 2 ** attempts++, longest) : look)
      // The look before this moment counts too: a connection attempt can take seconds.
      if (pace !== 'endless') spent += Date.now() - mark
      mark = Date.now()
      return spent < limit
    },
  }
}
