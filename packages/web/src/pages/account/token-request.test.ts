import { expect, test } from 'vitest'
import { endAfter, readPackages } from './token-request.ts'

test('packages are read however they are separated', () => {
  expect(readPackages(' acme-*, csv-tools\n@acme/x acme-* ')).toEqual(['acme-*', 'csv-tools', '@acme/x'])
  expect(readPackages('')).toEqual([])
})

test('what is no name is named', () => {
  expect(() => readPackages('fine, *bad')).toThrow('“*bad”')
  expect(() => readPackages('Upper')).toThrow('“Upper”')
})

test('a token ends after whole days, or never', () => {
  expect(endAfter(7, new Date('2026-01-01T00:00:00Z'))).toBe('2026-01-08T00:00:00.000Z')
  expect(endAfter(0, new Date())).toBeUndefined()
})
