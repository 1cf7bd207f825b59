import { bytesSource, readArchive, writeArchive } from '../index.ts'
import type { ArchiveEntry, ArchiveFormat, PackEntry, ReadOptions } from '../index.ts'

/** Packs files given by path. */
export async function pack(
  files: Record<string, string | Uint8Array>,
  format: ArchiveFormat,
  executable: string[] = [],
): Promise<Buffer> {
  const entries: PackEntry[] = Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content)
    return {
      path,
      size: bytes.length,
      executable: executable.includes(path),
      content: async function* () {
        for (let at = 0; at < bytes.length; at += 7000) yield bytes.subarray(at, at + 7000)
      },
    }
  })
  return joined(writeArchive(entries, format))
}

export async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const kept: Buffer[] = []
  for await (const chunk of chunks) kept.push(Buffer.from(chunk))
  return Buffer.concat(kept)
}

/** Contents by path, as latin1; folders with a slash at their end. */
export async function contentsOf(entries: AsyncIterable<ArchiveEntry>): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const entry of entries) {
    const bytes = await joined(entry.content)
    if (bytes.length !== entry.size) throw new Error(`${entry.path} has another size than it says`)
    files[entry.type === 'folder' ? `${entry.path}/` : entry.path] = bytes.toString('latin1')
  }
  return files
}

export const read = (bytes: Uint8Array, options?: ReadOptions) =>
  contentsOf(readArchive(bytesSource(bytes), options))

/** Bytes in chunks of one size. */
export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
