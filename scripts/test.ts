/** Runs every test, then prints one line of totals that any CI understands; exits 1 when a test failed or none ran. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'waybill-test-'))
const report = join(folder, 'report.json')
const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  stdio: 'inherit',
})

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
}
const totals = JSON.parse(readFileSync(report, 'utf8')) as Report
rmSync(folder, { recursive: true })
console.log(
  `${totals.numPassedTests} passed, ${totals.numFailedTests} failed, ${totals.numPendingTests} skipped`,
)
process.exitCode = status === 0 && totals.numPassedTests > 0 ? 0 : 1
