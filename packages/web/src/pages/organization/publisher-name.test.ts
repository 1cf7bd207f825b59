import { isPublisherName } from '@waybill/core/names'
import { expect, test } from 'vitest'
import { refusalOfName } from './publisher-name.ts'

test.each([
  'a',
  'acme',
  'acme.tools',
  'a-b_c.d1',
  '1st',
  'a'.repeat(100),
  'a'.repeat(101),
  'Acme',
  'acme tools',
  '-acme',
  'acme.',
  '@acme',
  'ac/me',
  'añb',
  '💡',
  'a\u200bb',
  'a\n',
])('%j is judged as the registry does', (name) => {
  expect(refusalOfName(name) === undefined).toBe(isPublisherName(name))
})
