import { expect, test } from 'vitest'
import { plainUserCode, shownUserCode } from './user-code.ts'

test.each([
  ['', ''],
  ['wdjb', 'WDJB'],
  ['wdjbm', 'WDJB-M'],
  ['WDJB-MJHT', 'WDJB-MJHT'],
  [' wdjb mjht ', 'WDJB-MJHT'],
  ['WDJBMJHTXXX', 'WDJB-MJHT'],
])('%j is shown as %j', (typed, shown) => {
  expect(shownUserCode(typed)).toBe(shown)
  expect(plainUserCode(shown)).toBe(shown.replace('-', ''))
})
