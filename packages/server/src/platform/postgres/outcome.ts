import { unavailable } from './failures.ts'
import type { Layout } from './layout.ts'
import type { Wait } from './patience.ts'

/**
 * What to wait for after a server that ended while starting, before trying again. `tail` is the last it wrote,
 * `end` how it ended. Throws `database.unavailable` when trying again is no use.
 */
export function judgeEnd(layout: Layout, end: string, tail: string): Wait {
  const says = (pattern: RegExp) => pattern.test(tail)
  const again = (why: string): Wait => ({ why, pace: 'slow' })
  if (
    says(
      /lock file "[^"]*" (already exists|is empty)|could not [a-z ]* lock file .*(File exists|No such file)/,
    )
  ) {
    return again(`Waiting for another PostgreSQL of ${layout.folder} to answer or to end`)
  }
  if (says(/pre-existing shared memory block/)) {
    return again(`Waiting for processes that a killed PostgreSQL of ${layout.folder} left behind to end`)
  }
  if (says(/could not bind .*in use/)) {
    return again(`Waiting for the address of the PostgreSQL of ${layout.folder} to be free`)
  }
  // Someone told it to stop before it was up.
  if (end === 'exit code 0') return again(`Starting the PostgreSQL of ${layout.folder} again`)

  const fail = (what: string, advice: string) =>
    unavailable(`PostgreSQL could not start in ${layout.folder}: ${what}`, advice, {
      folder: layout.folder,
      log: tail,
    })
  if (says(/No space left on device|Disk quota exceeded/))
    throw fail('the disk is full', 'Free some disk space')
  if (says(/Permission denied/)) {
    throw fail('it may not read or write its own files', `Give ${layout.cluster} back to its owner`)
  }
  if (says(/Cannot allocate memory|could not (create|resize|map) .*shared memory/)) {
    throw fail('there is too little memory', 'Free some memory')
  }
  if (says(/unrecognized configuration parameter|invalid value for parameter/)) {
    throw fail('a setting is not valid', 'Correct the PostgreSQL settings')
  }
  throw fail(`it ended with ${end}`, `See ${layout.log}`)
}
