import { createHash } from 'node:crypto'
import { closeSync, existsSync, fchmodSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ArchiveEntry, ByteSource } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import { manifestFiles, parseManifest, type Manifest } from '@waybill/core/manifest'
import { pieceCollector } from '../cache/collect.ts'
import { fileFailure } from '../files.ts'

/** An open file as a source of the strict reader. */
export async function openSource(path: string): Promise<{ source: ByteSource; close: () => Promise<void> }> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw fileFailure(path, 'read', cause)
  })
  const { size } = await file.stat()
  return {
    close: () => file.close(),
    source: {
      size,
      async read(offset, length) {
        const buffer = Buffer.allocUnsafe(length)
        const { bytesRead } = await file.read(buffer, 0, length, offset)
        if (bytesRead !== length)
          throw new WaybillError('file.unreadable', `${path} became shorter while it was read.`)
        return buffer
      },
    },
  }
}

/**
 * Writes the entries of an archive into a new folder, modes 0444 or 0555 (the cache and other
 * homes may share them), nothing else taken from the archive. Not
 * flushed: the caller flushes what it keeps. Gives `<sha256>  <path>` lines, sorted: the form of sha256sum. Throws what
 * reading the entries throws.
 */
export async function writeEntries(entries: AsyncIterable<ArchiveEntry>, folder: string): Promise<string> {
  const lines: string[] = []
  const folders = new Set<string>()
  const passed = pieceCollector()
  const need = (path: string) => {
    if (folders.has(path)) return
    mkdirSync(path, { recursive: true })
    folders.add(path)
  }
  try {
    need(folder)
    for await (const entry of entries) {
      const path = join(folder, entry.path)
      need(entry.type === 'folder' ? path : dirname(path))
      if (entry.type === 'file') lines.push(`${await writeEntry(path, entry, passed)}  ${entry.path}\n`)
    }
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).syscall === undefined
      ? cause
      : fileFailure(folder, 'written', cause)
  }
  return lines.sort().join('')
}

/** At once, without the thread pool: writes into the page cache take a third of the time this way. */
async function writeEntry(
  path: string,
  { content, executable }: ArchiveEntry,
  passed: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256')
  const file = openSync(path, 'wx', 0o444)
  try {
    for await (const chunk of content) {
      hash.update(chunk)
      passed(chunk.length)
      for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at)
    }
    if (executable) fchmodSync(file, 0o555)
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}

/** The manifest in an unpacked folder. Throws `manifest.missing` or `manifest.invalid`. */
export function manifestOf(folder: string): Manifest {
  const file = manifestFiles.find((each) => existsSync(join(folder, each)))
  if (file) return parseManifest(file, readFileSync(join(folder, file)))
  throw new WaybillError(
    'manifest.missing',
    'The archive has no plugin.toml, plugin.json or package.json at its top.',
    {
      hint: 'Pack the plugin’s folder with “waybill pack”.',
    },
  )
}
