/** Writes docs/errors.md from the one table of errors; a test fails while the two differ. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodes } from '@waybill/core/errors'

const exits: Record<number, string> = {
  1: 'failed',
  2: 'wrong usage',
  3: 'verification failed',
  4: 'no resolution',
  5: 'registry unreachable',
  6: 'not signed in or not permitted',
  7: 'refused by policy',
}

export function errorsDocument(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { title, status, exit }]) =>
      `| \`${code}\` | ${title} | ${status} | ${exit} ${exits[exit] ?? ''} |`,
  )
  return `# Errors\n\nMade from \`packages/core/src/errors.ts\` by \`node scripts/errors-doc.ts\`. The code is stable; programs match on it.\n\n| code | what | HTTP status | exit code |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../docs/errors.md'), errorsDocument())
