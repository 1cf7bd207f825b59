import { createHash } from 'node:crypto'
import { chmod, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readArchive, type ByteSource } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import { manifestFiles, parseManifest, type Manifest } from '@waybill/core/manifest'
import { fileFailure, readIfPresent, syncFolder } from '../files.ts'

export interface Unpacked {
  readonly manifest: Manifest
  /** `<sha256>  <path>` lines, sorted: the form of sha256sum. */
  readonly files: string
}

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
 * Unpacks an archive into a new folder with the strict reader, every file flushed, modes 0644 or 0755, nothing else taken
 * from the archive. Throws what the reader throws, or `manifest.*`.
 */
export async function unpack(archive: string, folder: string): Promise<Unpacked> {
  const { source, close } = await openSource(archive)
  const lines: string[] = []
  const folders = new Set([folder])
  try {
    await mkdir(folder, { recursive: true })
    for await (const entry of readArchive(source)) {
      const path = join(folder, entry.path)
      const parent = entry.type === 'folder' ? path : dirname(path)
      if (!folders.has(parent)) await mkdir(parent, { recursive: true })
      for (let up = parent; up.length > folder.length; up = dirname(up)) folders.add(up)
      if (entry.type === 'folder') continue
      const sha256 = await writeEntry(path, entry.content)
      if (entry.executable) await chmod(path, 0o755)
      lines.push(`${sha256}  ${entry.path}\n`)
    }
    for (const each of folders) await syncFolder(each)
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).syscall === undefined
      ? cause
      : fileFailure(folder, 'written', cause)
  } finally {
    await close()
  }
  return { manifest: await manifestOf(folder), files: lines.sort().join('') }
}

async function writeEntry(path: string, content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o644)
  try {
    for await (const chunk of content) {
      hash.update(chunk)
      await file.write(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

async function manifestOf(folder: string): Promise<Manifest> {
  for (const file of manifestFiles) {
    const bytes = await readIfPresent(join(folder, file))
    if (bytes) return parseManifest(file, bytes)
  }
  throw new WaybillError(
    'manifest.missing',
    'The archive has no plugin.toml, plugin.json or package.json at its top.',
    {
      hint: 'Pack the plugin’s folder with “waybill pack”.',
    },
  )
}
