import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, lstat, mkdtemp, opendir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { outputTail } from './output-tail.ts'
import { sandboxArguments } from './sandbox.ts'
import type { TestRun, TestRunner } from './test-runner.ts'

const outputBytes = 64 * 1024
/** Plugins that unpack to more are not tested: the tests' copy is held in memory. */
const mostBytes = 1024 ** 3
const probeMs = 30_000

/** The user “nobody”, as whom a server that runs as root starts the tests: limits on processes do not hold for root. */
const nobody = 65534
const isRoot = process.getuid?.() === 0

/** Runs tests under bubblewrap. Throws `test_runner.unavailable` when a try shows that it does not work here. */
export async function openBubblewrap(): Promise<TestRunner> {
  const runner: TestRunner = { name: 'bubblewrap', run: runInSandbox }
  const folder = await mkdtemp(join(tmpdir(), 'waybill-probe-'))
  try {
    const { exitCode, output } = await runner.run({
      folder,
      command: ['node', '--version'],
      timeoutMs: probeMs,
    })
    if (exitCode !== 0) throw unavailable(`a first try in it failed: ${lastLine(output)}`)
    return runner
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const runInSandbox: TestRunner['run'] = async ({ folder, command, timeoutMs, signal }) => {
  const bytes = await sizeOf(folder)
  if (bytes > mostBytes)
    throw unavailable(`the plugin has ${bytes} bytes unpacked; tests are run for at most ${mostBytes}`)
  // Made for its owner alone; “nobody” must be able to read it.
  if (isRoot) await chmod(folder, 0o755)
  const node = await realpath(process.execPath)
  const child = spawn('bwrap', await sandboxArguments({ node, folder, bytes, command }), {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  })
  return watch(child, timeoutMs, signal)
}

/** Waits for the end of a run, or ends it: with bwrap goes the sandbox's first process, and with that all others. */
async function watch(
  child: ChildProcess,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<TestRun> {
  const output = outputTail(outputBytes)
  const status = outputTail(outputBytes)
  child.stdout?.on('data', output.add)
  child.stderr?.on('data', output.add)
  child.stdio[3]?.on('data', status.add)
  let timedOut = false
  const kill = () => {
    // Without a process id it was never started.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL')
  }
  const timer = setTimeout(() => {
    timedOut = true
    kill()
  }, timeoutMs)
  signal?.addEventListener('abort', kill)
  try {
    const closed = ended(child)
    if (signal?.aborted) kill()
    await closed
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', kill)
  }
  if (signal?.aborted)
    throw new WaybillError('operation.cancelled', 'The tests were cancelled.', { cause: signal.reason })
  const exit = /"exit-code"\s*:\s*(\d+)/.exec(status.text())?.[1]
  if (exit === undefined && !timedOut && !status.text().includes('child-pid'))
    throw unavailable(`bwrap did not start: ${lastLine(output.text())}`)
  return {
    exitCode: exit === undefined || timedOut ? undefined : Number(exit),
    timedOut,
    output: output.text(),
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('close', () => resolve())
    child.once('error', (cause: NodeJS.ErrnoException) =>
      reject(unavailable(cause.code === 'ENOENT' ? 'there is no program “bwrap”' : cause.message, cause)),
    )
  })
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0
  for await (const entry of await opendir(folder, { recursive: true }))
    // A file takes whole pages.
    bytes += 4096 + (entry.isFile() ? (await lstat(join(entry.parentPath, entry.name))).size : 0)
  return bytes
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 300) || 'it said nothing'

function unavailable(why: string, cause?: unknown): WaybillError {
  return new WaybillError('test_runner.unavailable', `Tests cannot be run with bubblewrap: ${why}.`, {
    hint: 'Install the package “bubblewrap” and permit user namespaces, or set the test runner to off.',
    ...(cause === undefined ? {} : { cause }),
  })
}
