import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { onFolder, unavailable } from './failures.ts'
import type { Layout } from './layout.ts'
import { openLog } from './logfile.ts'
import type { Runner } from './runner.ts'

const run = promisify(execFile)

/** A server process that this process started. */
export interface Launched {
  /** Unknown on Windows, where pg_ctl stands between. */
  pid: number | undefined
  /** How it ended, once it has. */
  ended(): string | undefined
}

/**
 * Starts the server in a session of its own, its output going to the log file: a Ctrl-C meant for us, or our
 * death, does not touch it. Returns at once; throws `database.unavailable` when no process could be made.
 */
export async function launch(
  layout: Layout,
  binaries: Binaries,
  runner: Runner,
  settings: string[],
): Promise<Launched> {
  const log = await onFolder(layout.log, () => openLog(layout.log, runner.identity))
  try {
    if (process.platform === 'win32') return await launchOnWindows(layout, binaries, settings)
    const { file, args } = runner.argv(binaries.postgres, settings)
    const child = spawn(file, args, { ...runner.options, detached: true, stdio: ['ignore', log.fd, log.fd] })
    let end: string | undefined
    child.once('exit', (code, signal) => (end = signal === null ? `exit code ${code}` : `signal ${signal}`))
    await once(child, 'spawn')
    child.unref()
    return { pid: child.pid, ended: () => end }
  } catch (error) {
    throw unavailable(
      `PostgreSQL could not be started for ${layout.folder}: ${String(error)}`,
      'Check that processes can be started here',
      { cause: error, folder: layout.folder },
    )
  } finally {
    await log.close()
  }
}

/** postgres.exe refuses administrators; pg_ctl starts it without their rights. Not tested on Windows yet. */
async function launchOnWindows(layout: Layout, binaries: Binaries, settings: string[]): Promise<Launched> {
  const options = settings.slice(2).map((word) => (word === '-c' ? word : `"${word}"`))
  const args = ['start', '-W', '-s', '-D', layout.cluster, '-l', layout.log, '-o', options.join(' ')]
  await run(binaries.pgCtl, args, { windowsHide: true })
  return { pid: undefined, ended: () => undefined }
}
