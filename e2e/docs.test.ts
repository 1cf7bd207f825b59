import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorsDocument } from '../scripts/errors-doc.ts'

test('docs/errors.md is what the table of errors gives (node scripts/errors-doc.ts writes it)', () => {
  expect(readFileSync(join(import.meta.dirname, '../docs/errors.md'), 'utf8')).toBe(errorsDocument())
})
