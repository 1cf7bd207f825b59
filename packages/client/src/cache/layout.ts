import { utimes } from 'node:fs/promises'
import { join } from 'node:path'

/** What lies where in the cache, which all homes of a user share. Everything is named by the SHA-256 of its bytes. */
export const cachePaths = {
  /** Verified artifacts, as they are published. */
  artifacts: (cache: string) => join(cache, 'artifacts'),
  artifact: (cache: string, sha256: string) => join(cache, 'artifacts', sha256),
  /** Unpacked artifacts, to be linked into homes; `<sha256>.files` beside each lists its files. */
  unpacked: (cache: string) => join(cache, 'unpacked'),
  /** Index documents and listings. */
  documents: (cache: string) => join(cache, 'documents'),
  document: (cache: string, sha256: string) => join(cache, 'documents', `${sha256}.json`),
  /** Downloads that are not complete. */
  downloads: (cache: string) => join(cache, 'downloads'),
  partial: (cache: string, sha256: string) => join(cache, 'downloads', `${sha256}.partial`),
  lock: (cache: string) => join(cache, 'lock.db'),
  cleaned: (cache: string) => join(cache, 'cleaned'),
} as const

/** Notes that an entry was used: its modification time is what eviction goes by. */
export async function touch(path: string): Promise<void> {
  const now = new Date()
  await utimes(path, now, now).catch(() => undefined)
}
