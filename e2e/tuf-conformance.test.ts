import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Folder of the official suite’s source; PYTHONPATH must lead to python-tuf and securesystemslib. */
const suite = process.env.TUF_CONFORMANCE

test.skipIf(!suite)(
  'the official tuf-conformance suite passes (set TUF_CONFORMANCE to its source; it cannot be fetched by CI)',
  { timeout: 1_200_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-conformance-'))
    const command = join(folder, 'client')
    writeFileSync(
      command,
      `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, '../packages/client/src/tuf-command.ts')}" "$@"\n`,
    )
    chmodSync(command, 0o755)
    const { status, stdout } = spawnSync(
      'python3',
      ['-m', 'pytest', 'tuf_conformance', '--entrypoint', command, '-q'],
      { cwd: suite, encoding: 'utf8' },
    )
    rmSync(folder, { recursive: true })
    console.log(stdout.trim().split('\n').at(-1))
    expect(status, stdout.slice(-3000)).toBe(0)
  },
)
