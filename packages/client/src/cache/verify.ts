import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheEntries, dropEntry, type CacheEntry } from './clean.ts'
import { cachePaths } from './layout.ts'
import { entriesOf } from './unpacked.ts'

/** Reads everything in a cache and drops what is not what its name says; it is fetched again when it is needed. */
export async function verifyCache(cache: string): Promise<{ checked: number; damaged: CacheEntry[] }> {
  const entries = (await cacheEntries(cache)).filter(({ kind }) => kind !== 'download')
  const damaged: CacheEntry[] = []
  for (const entry of entries) {
    if (await isWhole(cache, entry)) continue
    damaged.push(entry)
    await dropEntry(cache, entry)
  }
  return { checked: entries.length, damaged }
}

async function isWhole(cache: string, { kind, sha256, path }: CacheEntry): Promise<boolean> {
  try {
    if (kind !== 'unpacked') return (await digestOf(path)) === sha256
    const folder = join(cachePaths.unpacked(cache), sha256)
    for (const file of entriesOf(readFileSync(path, 'utf8')))
      if ((await digestOf(join(folder, file.path))) !== file.digest) return false
    return true
  } catch {
    return false
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
