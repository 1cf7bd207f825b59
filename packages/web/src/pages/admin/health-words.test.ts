import { expect, test } from 'vitest'
import { checkTitle, inUrgency, verdict, type Check } from './health-words.ts'

const check = (name: string, state: Check['state']): Check => ({ name, state, says: '' })

test('the worst stands first and says what the whole is', () => {
  const checks = [
    check('disk', 'good'),
    check('mail', 'warning'),
    check('jobs', 'bad'),
    check('root', 'good'),
  ]
  expect(inUrgency(checks).map(({ name }) => name)).toEqual(['jobs', 'mail', 'disk', 'root'])
  expect(verdict(checks)).toEqual({ state: 'bad', says: 'One thing needs mending now' })
  expect(verdict(checks.slice(0, 2))).toEqual({ state: 'warning', says: 'One thing wants a look' })
  expect(verdict([check('a', 'warning'), check('b', 'warning')]).says).toBe('2 things want a look')
  expect(verdict([check('disk', 'good')])).toEqual({ state: 'good', says: 'Everything is well' })
})

test('a check that is not known keeps its name', () => {
  expect(checkTitle('outbox')).toBe('Events')
  expect(checkTitle('signing-keys')).toBe('Signing keys')
})
