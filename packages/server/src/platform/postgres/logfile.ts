import { open, readFile, rename, stat, type FileHandle } from 'node:fs/promises'
import { unless } from './failures.ts'
import type { Identity } from './identity.ts'

/** Bytes; a longer log is set aside as `postgres.log.1` at the next start, replacing the one before. */
const limit = 10 * 1024 * 1024

/** Opens PostgreSQL's log for appending, rotated when over 10 MB. Mode 0600, the server's user its owner. */
export async function openLog(path: string, identity: Identity | undefined): Promise<FileHandle> {
  const found = await unless(['ENOENT'], () => stat(path))
  if (found !== undefined && found.size > limit) await unless(['ENOENT'], () => rename(path, `${path}.1`))
  const log = await open(path, 'a', 0o600)
  if (identity !== undefined) await log.chown(identity.uid, identity.gid)
  return log
}

/**
 * The last lines a server wrote, at most `count`: those marked with `pid`, since several starts may write at
 * once; when it had no time to mark any (a library is missing), what was written last by anyone.
 */
export async function logTail(path: string, pid: number | undefined, count = 8): Promise<string> {
  const text = (await unless(['ENOENT'], () => readFile(path, 'utf8'))) ?? ''
  const lines = text.trimEnd().split('\n')
  const own = pid === undefined ? [] : lines.filter((line) => line.includes(` [${pid}] `))
  return (own.length > 0 ? own : lines).slice(-count).join('\n')
}
