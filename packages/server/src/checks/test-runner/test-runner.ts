/** How a run of a plugin's tests ended. */
export interface TestRun {
  /** Undefined where a signal ended it. */
  exitCode: number | undefined
  timedOut: boolean
  /** The last 64 KiB of what it wrote to its output and error streams. */
  output: string
}

/**
 * Runs a plugin's tests where they can harm nothing. What the tests do is in the answer; `run` throws only when they
 * could not be started (`test_runner.unavailable`) or `signal` ended them (`operation.cancelled`).
 */
export interface TestRunner {
  readonly name: string
  run(input: {
    /** The unpacked plugin. Tests see a copy of it and may change that. */
    folder: string
    command: readonly string[]
    timeoutMs: number
    signal?: AbortSignal
  }): Promise<TestRun>
}
