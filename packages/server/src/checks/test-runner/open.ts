import { openBubblewrap } from './bubblewrap.ts'
import type { TestRunner } from './test-runner.ts'

/** The runner that the operator has chosen; none for `off`. Throws `test_runner.unavailable` where it does not work. */
export async function openTestRunner(kind: 'off' | 'bubblewrap'): Promise<TestRunner | undefined> {
  return kind === 'off' ? undefined : openBubblewrap()
}
