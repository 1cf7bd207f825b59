import { createHash, randomUUID } from 'node:crypto'
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Artifact, PublisherKey } from '@waybill/core/documents'
import { cachePaths, touch } from './layout.ts'
import { sealOf } from './seal.ts'

/**
 * Unpacked artifacts, of which homes have the files without a second copy on the disk: by reflink where the file system
 * has copies on write, else by hard link. All at once, without the thread pool: links take microseconds.
 */

const folderOf = (cache: string, sha256: string) => join(cachePaths.unpacked(cache), sha256)

/**
 * Brings an unpacked artifact from the cache into a new folder, every file compared with its digest. Returns the list of
 * files; undefined when the cache has none, a damaged one, which it drops, or one that cannot be linked to.
 */
export function linkFromStore(
  cache: string,
  { sha256, signature }: Artifact,
  keys: readonly PublisherKey[],
  folder: string,
): string | undefined {
  const kept = folderOf(cache, sha256)
  const key = keys.find(({ keyId }) => keyId === signature.keyId)
  // Who may have signed it is for the full check to say, with its reasons.
  if (!key || key.revoked || !existsSync(`${kept}.files`)) return undefined
  try {
    const files = readFileSync(`${kept}.files`, 'utf8')
    if (!isSealed(kept, sha256, files)) return undefined
    for (const { path, digest } of entriesOf(files)) {
      const bytes = readFileSync(join(kept, path))
      if (createHash('sha256').update(bytes).digest('hex') !== digest) throw new Error(`${path} is damaged`)
    }
    linkAll(files, kept, folder)
    void touch(`${kept}.files`)
    return files
  } catch {
    rmSync(folder, { recursive: true, force: true })
    dropUnpacked(cache, sha256)
    return undefined
  }
}

/** True when this user unpacked it; what others put there is not linked from, and not touched. */
function isSealed(kept: string, sha256: string, files: string): boolean {
  const seal = existsSync(`${kept}.seal`) ? readFileSync(`${kept}.seal`, 'utf8') : ''
  return seal !== '' && seal === sealOf(sha256, files)
}

/** Keeps an unpacked artifact for other homes. Where that cannot be, nothing is lost. */
export function linkIntoStore(cache: string, sha256: string, folder: string, files: string): void {
  const kept = folderOf(cache, sha256)
  const seal = sealOf(sha256, files)
  if (existsSync(`${kept}.files`) || seal === undefined) return
  const temporary = `${kept}.${randomUUID().slice(0, 8)}.tmp`
  try {
    linkAll(files, folder, temporary)
    renameSync(temporary, kept)
    writeFileSync(`${kept}.seal`, seal)
    writeFileSync(`${temporary}.files`, files)
    renameSync(`${temporary}.files`, `${kept}.files`)
  } catch {
    rmSync(temporary, { recursive: true, force: true })
    rmSync(`${temporary}.files`, { force: true })
  }
}

export function dropUnpacked(cache: string, sha256: string): void {
  const kept = folderOf(cache, sha256)
  // The list goes first: without it the folder does not count.
  rmSync(`${kept}.files`, { force: true })
  rmSync(`${kept}.seal`, { force: true })
  rmSync(kept, { recursive: true, force: true })
}

function linkAll(files: string, from: string, to: string): void {
  const folders = new Set<string>()
  for (const { path } of entriesOf(files)) {
    const target = join(to, path)
    const parent = dirname(target)
    if (!folders.has(parent)) mkdirSync(parent, { recursive: true })
    folders.add(parent)
    linkOne(join(from, path), target)
  }
}

let hasReflinks: boolean | undefined

function linkOne(from: string, to: string): void {
  if (hasReflinks !== false) {
    try {
      copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE)
      hasReflinks = true
      return
    } catch {
      hasReflinks = false
      rmSync(to, { force: true })
    }
  }
  linkSync(from, to)
}

export function* entriesOf(files: string): Generator<{ path: string; digest: string }> {
  for (const line of files.split('\n'))
    if (line !== '') yield { digest: line.slice(0, 64), path: line.slice(66) }
}

export function unpackedBytes(cache: string, sha256: string): number {
  const kept = folderOf(cache, sha256)
  if (!existsSync(`${kept}.files`)) return 0
  let bytes = 0
  for (const { path } of entriesOf(readFileSync(`${kept}.files`, 'utf8')))
    bytes += statSync(join(kept, path), { throwIfNoEntry: false })?.size ?? 0
  return bytes
}
