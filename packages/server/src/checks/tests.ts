import type { Check, CheckSubject, Evidence, Verdict } from './check.ts'
import type { TestRun } from './test-runner/test-runner.ts'
import { withUnpacked } from './unpack.ts'

/** Lines of the output that are kept as evidence. */
const lastLines = 30

/** The plugin's own tests pass. */
export const tests: Check = {
  id: 'tests',
  title: 'Tests',
  needs: 'package',
  async run(subject, { manifest: { test }, entries }) {
    if (!test) return notRun(subject, 'The manifest has no [test] command, so no tests were run.')
    const { runTests, signal } = subject
    if (!runTests)
      return notRun(subject, 'This registry runs no tests: its operator has enabled no test runner.')
    const run = await withUnpacked(entries(), (folder) =>
      runTests.run({ folder, ...test, ...(signal ? { signal } : {}) }),
    )
    return verdictOf(run, test.timeoutMs)
  },
}

/** Tests that were not run are never a pass, and where they are required, they are a failure. */
function notRun({ requirements }: CheckSubject, why: string): Verdict {
  if (!requirements.testing) return { status: 'warn', summary: why }
  return { status: 'fail', summary: `${why} This registry requires tests.` }
}

function verdictOf({ exitCode, timedOut, output }: TestRun, timeoutMs: number): Verdict {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const evidence: Evidence[] = lines.slice(-lastLines).map((text) => ({ text }))
  if (timedOut)
    return { status: 'fail', summary: `The tests did not end within ${timeoutMs / 1000} seconds.`, evidence }
  if (exitCode === 0) return { status: 'pass', summary: 'The tests passed.', evidence }
  const how = exitCode === undefined ? 'were ended from outside' : `failed with exit code ${exitCode}`
  return { status: 'fail', summary: `The tests ${how}.`, evidence }
}
