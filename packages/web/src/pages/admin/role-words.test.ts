import { expect, test } from 'vitest'
import { roleChange } from './role-words.ts'

test('a change of roles says what is given and what is taken, and nothing of what stays', () => {
  expect(roleChange(['admin', 'reviewer'], ['auditor', 'reviewer'])).toEqual({
    given: ['auditor'],
    taken: ['admin'],
  })
  expect(roleChange(['reviewer', 'admin'], ['admin', 'reviewer'])).toEqual({ given: [], taken: [] })
})
