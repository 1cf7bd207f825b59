import { mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { fileFailure } from '../files.ts'
import { cachePaths } from './layout.ts'

/**
 * Holds the cache for an operation: meanwhile no process removes anything from it. The lock is the operating system's,
 * taken through SQLite, and shared: any number of operations hold it at once. It goes with the process.
 */
export async function whileUsing<T>(cache: string, work: () => Promise<T>): Promise<T> {
  const database = open(cache)
  try {
    database.exec('begin')
    // The shared lock is taken by the first read.
    for (let isHeld = false; !isHeld;)
      isHeld = await attempt(() => database.exec('select 1 from sqlite_master'))
    return await work()
  } finally {
    database.close()
  }
}

/** Runs `work` while nobody uses the cache; undefined, at once, when somebody does. */
export async function whileUnused<T>(cache: string, work: () => Promise<T>): Promise<T | undefined> {
  const database = open(cache)
  try {
    if (!tryExec(() => database.exec('begin exclusive'))) return undefined
    return await work()
  } finally {
    database.close()
  }
}

function open(cache: string): DatabaseSync {
  try {
    mkdirSync(cache, { recursive: true })
    return new DatabaseSync(cachePaths.lock(cache))
  } catch (cause) {
    throw fileFailure(cache, 'written', cause)
  }
}

async function attempt(exec: () => void): Promise<boolean> {
  if (tryExec(exec)) return true
  await new Promise((resolve) => setTimeout(resolve, 20))
  return false
}

function tryExec(exec: () => void): boolean {
  try {
    exec()
    return true
  } catch (error) {
    // 5 is SQLITE_BUSY.
    if ((error as { errcode?: number }).errcode === 5) return false
    throw error
  }
}
