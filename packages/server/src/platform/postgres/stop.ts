import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { codeOf, unavailable } from './failures.ts'
import type { Layout } from './layout.ts'
import { logTail } from './logfile.ts'
import { isServerOf } from './processes.ts'

const run = promisify(execFile)

/** Milliseconds a fast shutdown may take, and then an immediate one. */
const patient = { fast: 30_000, immediate: 10_000 }

/** The server's folder and programs. */
interface Site {
  layout: Layout
  binaries: Binaries
  log: (line: string) => void
}

/**
 * Ends server `pid` of this cluster: clients are disconnected and a checkpoint written; after 30 s without that,
 * at once, which the next start repairs from its log. Resolves when the process is gone, or was. Throws
 * `database.unavailable` when it stays.
 */
export async function stopServer(site: Site, pid: number, limits = patient): Promise<void> {
  const { layout, log } = site
  await signal(site, pid, 'SIGINT')
  if (await isGone(layout, pid, limits.fast)) return
  log(
    `PostgreSQL (process ${pid}) did not shut down within ${limits.fast / 1000} s; ending it at once, ` +
      'the next start will recover',
  )
  await signal(site, pid, 'SIGQUIT')
  if (await isGone(layout, pid, limits.immediate)) return
  throw unavailable(
    `PostgreSQL (process ${pid}) of ${layout.folder} does not end`,
    `End it by hand (kill -QUIT ${pid})`,
    { folder: layout.folder, log: await logTail(layout.log, pid) },
  )
}

async function signal({ layout, binaries }: Site, pid: number, name: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (!(await isServerOf(layout.cluster, pid))) return
  try {
    // Node's kill on Windows would not ask but end; pg_ctl knows PostgreSQL's substitute for signals.
    if (process.platform === 'win32') await run(binaries.pgCtl, ['kill', name.slice(3), String(pid)])
    else process.kill(pid, name)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return
    throw unavailable(
      `PostgreSQL (process ${pid}) of ${layout.folder} could not be told to stop: ${String(error)}`,
      'Stop it as the user it runs as',
      { cause: error, folder: layout.folder },
    )
  }
}

async function isGone(layout: Layout, pid: number, limit: number): Promise<boolean> {
  for (const end = Date.now() + limit; Date.now() < end; await sleep(10)) {
    if (!(await isServerOf(layout.cluster, pid))) return true
  }
  return false
}
