import { expect, test } from 'vitest'
import { cronWords } from './cron-words.ts'

test.each([
  ['* * * * *', 'every minute'],
  ['*/5 * * * *', 'every 5 minutes'],
  ['7 * * * *', 'every hour at 07 minutes past'],
  ['37 3 * * *', 'every day at 03:37 UTC'],
  ['0 4 * * 1', '0 4 * * 1'],
  ['1,2 * * * *', '1,2 * * * *'],
])('%s is said as “%s”', (cron, says) => expect(cronWords(cron)).toBe(says))
