import type { ArchiveFormat } from './read.ts'
import { writeTarGz } from './tar-writer.ts'
import { writeZip } from './zip-writer.ts'
import { checkEntryPath, PathCollisions } from './paths.ts'

/** A file to pack. */
export interface PackEntry {
  readonly path: string
  readonly size: number
  readonly executable: boolean
  /** The file's bytes; asked for more than once, and must be the same each time. */
  readonly content: () => AsyncIterable<Uint8Array>
}

/**
 * Packs files: the same files give the same bytes, whatever their order, times, owners or the machine. The result is one
 * that `readArchive` accepts within its limits. Throws `archive.refused` for a path that it would refuse and for content that is not the same
 * each time or not of its size, and `archive.too_large` for more than the format holds.
 */
export async function* writeArchive(
  entries: Iterable<PackEntry>,
  format: ArchiveFormat,
): AsyncGenerator<Uint8Array> {
  // By UTF-16 units, not by any locale.
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const collisions = new PathCollisions()
  for (const { path } of sorted) {
    checkEntryPath(path)
    collisions.add(path, 'file')
  }
  yield* format === 'zip' ? writeZip(sorted) : writeTarGz(sorted)
}
