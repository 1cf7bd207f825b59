import { unavailable } from './failures.ts'
import type { Layout } from './layout.ts'

/** What to do about a server that ended while starting: try again, because `why`, or fail. */
export type Outcome = { retry: string } | { failure: Error }

/** Reads the reason from what the server wrote. `tail` is its last lines, `end` how it ended. */
export function judgeEnd(layout: Layout, end: string, tail: string): Outcome {
  const says = (pattern: RegExp) => pattern.test(tail)
  if (says(/lock file "[^"]*" already exists|could not create lock file .*File exists/)) {
    return { retry: `Waiting for another PostgreSQL of ${layout.folder} to answer or to end` }
  }
  if (says(/pre-existing shared memory block/)) {
    return { retry: `Waiting for processes that a killed PostgreSQL of ${layout.folder} left behind to end` }
  }
  if (says(/could not bind .*(Address already in use|in use)/)) {
    return { retry: `Waiting for the address of the PostgreSQL of ${layout.folder} to be free` }
  }
  const fail = (what: string, advice: string) => ({
    failure: unavailable(`PostgreSQL could not start in ${layout.folder}: ${what}`, advice, {
      folder: layout.folder,
      log: tail,
    }),
  })
  if (says(/No space left on device|Disk quota exceeded/))
    return fail('the disk is full', 'Free some disk space')
  if (says(/Permission denied/)) {
    return fail('it may not read or write its own files', `Give ${layout.cluster} back to its owner`)
  }
  if (says(/Cannot allocate memory|could not (create|resize|map) .*shared memory/)) {
    return fail('there is too little memory', 'Free some memory')
  }
  if (says(/unrecognized configuration parameter|invalid value for parameter/)) {
    return fail('a setting is not valid', 'Correct the PostgreSQL settings')
  }
  return fail(`it ended with ${end}`, `See ${layout.log}`)
}
