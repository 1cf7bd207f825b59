import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ArchiveEntry } from '@waybill/core/archive'

/** Unpacks entries of the strict reader into a new folder for as long as `use` runs; then it is removed. */
export async function withUnpacked<T>(
  entries: AsyncIterable<ArchiveEntry>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-check-'))
  try {
    // Paths are safe: the strict reader refuses all others.
    for await (const entry of entries) {
      const path = join(folder, entry.path)
      await mkdir(entry.type === 'folder' ? path : dirname(path), { recursive: true })
      if (entry.type === 'folder') continue
      const file = createWriteStream(path, { flags: 'wx', mode: entry.executable ? 0o755 : 0o644 })
      // The reader may use a chunk's memory again while the stream still holds it.
      await pipeline(Readable.from(copied(entry.content)), file)
    }
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function* copied(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of content) yield Buffer.from(chunk)
}
