import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defaultHome } from '../environment.ts'

/**
 * A cache may be shared, and what lies unpacked in it has no signature of its own. So each list of files is sealed with a
 * secret of the user, which is kept outside the cache: only what this user unpacked from a verified artifact is linked from.
 */
export function sealOf(sha256: string, files: string): string | undefined {
  const key = userKey()
  return key && createHmac('sha256', key).update(`${sha256}\n${files}`).digest('hex')
}

let known: { path: string; key: Buffer } | undefined

/** The user's secret, made when there is none; undefined where it can neither be read nor made. */
function userKey(): Buffer | undefined {
  const path = join(defaultHome(), 'cache.key')
  if (known?.path === path) return known.key
  try {
    mkdirSync(dirname(path), { recursive: true })
    try {
      writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const key = readFileSync(path)
    // Another process may be writing it at this very moment.
    if (key.length !== 32) return undefined
    known = { path, key }
    return key
  } catch {
    return undefined
  }
}
