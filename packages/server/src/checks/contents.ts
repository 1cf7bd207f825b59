import { readArchive, type ArchiveEntry } from '@waybill/core/archive'
import { isWaybillError, type WaybillError } from '@waybill/core/errors'
import { inspectPackage, type Inspection } from '@waybill/core/inspection'
import type { CheckSubject } from './check.ts'

/** What a package's files say, as far as several checks want to know it. */
export interface PackageContents extends Inspection {
  /** The first megabyte of README and changelog files, by path. */
  readonly texts: ReadonlyMap<string, string>
  /** Linux programs and libraries (ELF); `binaries` has those for macOS and Windows. */
  readonly elf: readonly string[]
  /** Files without an ending that begin with `#!` and name Node. */
  readonly nodeScripts: ReadonlySet<string>
  /** The archive's entries once more, from its beginning. */
  entries(): AsyncGenerator<ArchiveEntry>
}

/** How far the package could be read. `unreadable` is the registry's own trouble, not the package's. */
export type Reading =
  | { readonly state: 'read'; readonly contents: PackageContents }
  | { readonly state: 'archive refused'; readonly error: WaybillError }
  | { readonly state: 'manifest refused'; readonly error: WaybillError }
  | { readonly state: 'unreadable'; readonly error: unknown }

export const readmeFile = /^readme(\.[a-z]+)?$/i
export const changelogFile = /^(changelog|changes|history|news|releases)(\.[a-z]+)?$/i

/** Reads the package with the strict reader; nothing of it is kept but paths, facts and a few short texts. */
export async function readContents(subject: CheckSubject): Promise<Reading> {
  const { source, format, limits } = subject
  try {
    const inspection = await inspectPackage(source, { format, limits, readmeBytes: limits.readmeBytes })
    const entries = () => watched(readArchive(source, { format, limits }), subject.signal)
    return { state: 'read', contents: { ...inspection, ...(await gather(inspection, entries())), entries } }
  } catch (error) {
    if (isWaybillError(error, 'archive.refused', 'archive.too_large'))
      return { state: 'archive refused', error }
    if (isWaybillError(error, 'manifest.missing', 'manifest.invalid'))
      return { state: 'manifest refused', error }
    return { state: 'unreadable', error }
  }
}

async function* watched(
  entries: AsyncGenerator<ArchiveEntry>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ArchiveEntry> {
  for await (const entry of entries) {
    signal?.throwIfAborted()
    yield entry
  }
}

const textBytes = 1024 * 1024
/** Most README and changelog files that are kept. */
const mostTexts = 8

async function gather({ manifest }: Inspection, entries: AsyncIterable<ArchiveEntry>) {
  const texts = new Map<string, string>()
  const elf: string[] = []
  const nodeScripts = new Set<string>()
  const named = manifest.readme?.replace(/^\.\//, '')
  for await (const entry of entries) {
    const { path, type } = entry
    if (type === 'folder') continue
    const isText = path === named || readmeFile.test(path) || changelogFile.test(path)
    const bytes = await firstBytes(entry.content, isText && texts.size < mostTexts ? textBytes : 128)
    if (isText && texts.size < mostTexts) texts.set(path, bytes.toString('utf8'))
    if (bytes.toString('latin1', 0, 4) === '\x7fELF') elf.push(path)
    if (/(^|\/)[^./]+$/.test(path) && /^#![^\n]*\b(node|deno|bun)\b/.test(bytes.toString('latin1')))
      nodeScripts.add(path)
  }
  return { texts, elf, nodeScripts }
}

/** The first `most` bytes of a file; what follows is passed over. */
export async function firstBytes(content: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const kept: Buffer[] = []
  let size = 0
  for await (const chunk of content) {
    // The reader may use a chunk's memory again.
    kept.push(Buffer.from(chunk.subarray(0, most - size)))
    size += chunk.length
    if (size >= most) break
  }
  return Buffer.concat(kept)
}
