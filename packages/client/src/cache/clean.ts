import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isWaybillError } from '@waybill/core/errors'
import { isMissing } from '../files.ts'
import { cachePaths } from './layout.ts'
import { dropUnpacked, unpackedBytes } from './unpacked.ts'
import { whileUnused } from './usage.ts'

export interface CachePolicy {
  /** Most bytes of artifacts, packed and unpacked; the least recently used go first. */
  readonly maxSize: number
  /** How long a document counts as current without asking the registry; unused ones are dropped after it. Milliseconds. */
  readonly ttl: number
  /** Time between two cleanings, milliseconds. */
  readonly cleanupInterval: number
}

/** Seed B: 1 GB, 3600 s, 300 s. */
export const defaultPolicy: CachePolicy = { maxSize: 1e9, ttl: 3_600_000, cleanupInterval: 300_000 }

export interface CacheEntry {
  readonly kind: 'artifact' | 'unpacked' | 'document' | 'download'
  /** SHA-256 of the artifact or the document, hex. */
  readonly sha256: string
  readonly bytes: number
  readonly usedAt: Date
  /** What it is, where the cache knows. */
  readonly path: string
}

/** Everything in a cache, least recently used first. */
export async function cacheEntries(cache: string): Promise<CacheEntry[]> {
  const [artifacts, unpacked, documents, downloads] = await Promise.all([
    entriesIn(cachePaths.artifacts(cache), 'artifact', /^([0-9a-f]{64})$/),
    entriesIn(cachePaths.unpacked(cache), 'unpacked', /^([0-9a-f]{64})\.files$/),
    entriesIn(cachePaths.documents(cache), 'document', /^([0-9a-f]{64})\.json$/),
    entriesIn(cachePaths.downloads(cache), 'download', /^([0-9a-f]{64})\./),
  ])
  const sized = unpacked.map((entry) => ({ ...entry, bytes: unpackedBytes(cache, entry.sha256) }))
  return [...artifacts, ...sized, ...documents, ...downloads].sort(
    (a, b) => a.usedAt.getTime() - b.usedAt.getTime(),
  )
}

async function entriesIn(folder: string, kind: CacheEntry['kind'], pattern: RegExp): Promise<CacheEntry[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const found = await Promise.all(
    names.map(async (name): Promise<CacheEntry[]> => {
      const sha256 = pattern.exec(name)?.[1]
      const path = join(folder, name)
      const info = sha256 === undefined ? undefined : await stat(path).catch(() => undefined)
      return sha256 === undefined || !info
        ? []
        : [{ kind, sha256, bytes: info.size, usedAt: info.mtime, path }]
    }),
  )
  return found.flat()
}

export interface Cleaning {
  readonly removed: readonly CacheEntry[]
  /** Bytes that are left. */
  readonly bytes: number
}

/**
 * Removes what is over the policy: documents and broken-off downloads that nobody used for the ttl, then the least recently
 * used artifacts. Does nothing, and returns undefined, while any process uses the cache.
 */
export function cleanCache(
  cache: string,
  policy: CachePolicy,
  now = new Date(),
): Promise<Cleaning | undefined> {
  return whileUnused(cache, async () => {
    const entries = await cacheEntries(cache)
    const isStale = ({ kind, usedAt }: CacheEntry) =>
      (kind === 'document' || kind === 'download') && now.getTime() - usedAt.getTime() > policy.ttl
    const removed = entries.filter(isStale)
    const kept = entries.filter((entry) => !isStale(entry))
    let bytes = kept.reduce((sum, entry) => sum + entry.bytes, 0)
    for (const entry of kept) {
      if (bytes <= policy.maxSize) break
      bytes -= entry.bytes
      removed.push(entry)
    }
    for (const entry of removed) await dropEntry(cache, entry)
    await writeFile(cachePaths.cleaned(cache), '')
    return { removed, bytes }
  })
}

export async function dropEntry(cache: string, { kind, sha256, path }: CacheEntry): Promise<void> {
  if (kind === 'unpacked') dropUnpacked(cache, sha256)
  else await rm(path, { recursive: true, force: true })
}

/**
 * Cleans when the last time is longer ago than the policy's interval. An operation that is done does not fail because of
 * it: what cannot be cleaned now is tried again by the next one.
 */
export async function cleanWhenDue(cache: string, policy: CachePolicy, now = new Date()): Promise<void> {
  const last = await stat(cachePaths.cleaned(cache)).catch(() => undefined)
  if (last && now.getTime() - last.mtime.getTime() < policy.cleanupInterval) return
  await cleanCache(cache, policy, now).catch((error: unknown) => {
    if (!isFileTrouble(error)) throw error
  })
}

function isFileTrouble(error: unknown): boolean {
  return isWaybillError(error, 'file.unreadable') || (error as NodeJS.ErrnoException).syscall !== undefined
}
