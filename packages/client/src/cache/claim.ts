import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'

/** A file that this process alone writes. */
export interface Claim {
  readonly path: string
  release(): Promise<void>
}

/**
 * Claims a partial download, so that it can be gone on with by whoever comes next. While another process that still runs
 * has it, a private file is given instead: two downloads of the same bytes are better than one that waits for a stranger.
 */
export async function claim(partial: string): Promise<Claim> {
  const lock = `${partial}.lock`
  if (!(await isTaken(lock)) && (await tryTake(lock)))
    return { path: partial, release: () => rm(lock, { force: true }) }
  const path = `${partial}.${randomUUID().slice(0, 8)}`
  return { path, release: () => rm(path, { force: true }) }
}

async function isTaken(lock: string): Promise<boolean> {
  const pid = Number(await readFile(lock, 'utf8').catch(() => ''))
  if (pid === 0) return false
  if (isRunning(pid)) return true
  await rm(lock, { force: true })
  return false
}

async function tryTake(lock: string): Promise<boolean> {
  return writeFile(lock, String(process.pid), { flag: 'wx' }).then(
    () => true,
    () => false,
  )
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
