import { readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { WaybillError } from '@waybill/core/errors'
import { homePaths, type Home } from './home.ts'

/** Who changes a home at the moment. */
export interface LockHolder {
  readonly pid: number
  readonly what: string
  readonly since: string
}

export interface LockOptions {
  /** What is done, for others who wait. */
  what: string
  /** Told once when another process must be waited for. */
  onWait?: ((holder: LockHolder | undefined) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Runs `work` while no other process changes the home. The lock is the operating system's, taken through SQLite: it goes
 * with the process, however that ends, so there is nothing stale to clean up.
 */
export async function withHomeLock<T>(home: Home, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const database = new DatabaseSync(homePaths.mutex(home))
  try {
    for (let asked = false; !tryLock(database); asked = true) {
      if (!asked) options.onWait?.(readHolder(home))
      if (options.signal?.aborted)
        throw new WaybillError('operation.cancelled', 'Cancelled while waiting for another process.')
      await wait(50)
    }
    const holder: LockHolder = { pid: process.pid, what: options.what, since: new Date().toISOString() }
    await writeFile(homePaths.holder(home), JSON.stringify(holder))
    try {
      return await work()
    } finally {
      rmSync(homePaths.holder(home), { force: true })
    }
  } finally {
    database.close()
  }
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec('begin exclusive')
    return true
  } catch (error) {
    // 5 is SQLITE_BUSY.
    if ((error as { errcode?: number }).errcode === 5) return false
    throw error
  }
}

function readHolder(home: Home): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(homePaths.holder(home), 'utf8')) as LockHolder
  } catch {
    return undefined
  }
}
