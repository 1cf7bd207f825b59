import { expect, test } from 'vitest'
import { partAt, partsFor } from './admin-parts.ts'

const labels = (...roles: Parameters<typeof partsFor>[0]) => partsFor(roles).map(({ label }) => label)

test('each role sees what the registry answers it, and a reviewer alone nothing', () => {
  expect(labels('admin')).toHaveLength(8)
  expect(labels('auditor')).not.toContain('Mails')
  expect(labels('auditor')).toContain('Settings')
  expect(labels('moderator')).toEqual(['Categories', 'Featured'])
  expect(labels('reviewer')).toEqual([])
  expect(labels('moderator', 'auditor')).toHaveLength(7)
})

test('a path belongs to its page, with a slash at the end too', () => {
  expect(partAt('/admin')?.label).toBe('Health')
  expect(partAt('/admin/')?.label).toBe('Health')
  expect(partAt('/admin/mails')?.label).toBe('Mails')
  expect(partAt('/admin/nothing')).toBeUndefined()
})
