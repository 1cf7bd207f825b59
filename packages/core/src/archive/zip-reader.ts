import type { ArchiveEntry } from './entry.ts'
import type { Meter } from './limits.ts'
import { PathCollisions } from './paths.ts'
import { refuse } from './reasons.ts'
import { readPart, type ByteSource } from './source.ts'
import { ZipContent, type PlacedEntry } from './zip-content.ts'
import {
  descriptorFlag,
  isFolder,
  parseExtra,
  pathOf,
  readDirectory,
  unixMode,
  type CentralEntry,
} from './zip-directory.ts'
import { checkKind } from './zip-kind.ts'

/**
 * Reads a zip, strictly: the entries fill the file from its first byte to the directory without gap or overlap, and each
 * local header says what the directory says in every field (APPNOTE 6.3.10 §4.3.7, §4.3.12).
 */
export async function* readZip(source: ByteSource, meter: Meter): AsyncGenerator<ArchiveEntry> {
  for (const placed of await placeEntries(source, meter)) {
    const { entry } = placed
    const folder = isFolder(entry)
    const content = new ZipContent(source, placed, meter)
    try {
      yield {
        path: pathOf(entry),
        type: folder ? 'folder' : 'file',
        size: entry.size,
        executable: !folder && (unixMode(entry) & 0o100) !== 0,
        content: content.bytes(),
      }
      // What the caller did not read is checked all the same.
      for await (const _ of content.bytes()) continue
    } finally {
      await content.close()
    }
  }
}

/** All entries in the order of their bytes, checked in everything but these. */
async function placeEntries(source: ByteSource, meter: Meter): Promise<PlacedEntry[]> {
  const directory = await readDirectory(source, meter)
  const collisions = new PathCollisions()
  const placed: PlacedEntry[] = []
  let expected = 0
  for (const entry of directory.entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset !== expected)
      throw refuse(entry.offset < expected ? 'overlap' : expected === 0 ? 'prefixed-data' : 'gap', entry.name)
    checkKind(entry)
    meter.entries(collisions.add(pathOf(entry), isFolder(entry) ? 'folder' : 'file'))
    const { start, end } = await readLocal(source, entry, directory.start)
    placed.push({ entry, start })
    expected = end
  }
  if (expected !== directory.start)
    throw refuse(expected === 0 ? 'prefixed-data' : expected > directory.start ? 'overlap' : 'gap')
  return placed
}

/** Compares the local header with the directory's entry; returns where the packed bytes start and the entry ends. */
async function readLocal(
  source: ByteSource,
  entry: CentralEntry,
  limit: number,
): Promise<{ start: number; end: number }> {
  const { name } = entry
  if (entry.offset + 30 > limit) throw refuse('overlap', name)
  const head = await readPart(source, entry.offset, 30)
  if (head.readUInt32LE(0) !== 0x04034b50) throw refuse('zip-header', name)
  const nameLength = head.readUInt16LE(26)
  const start = entry.offset + 30 + nameLength + head.readUInt16LE(28)
  if (start + entry.packed > limit) throw refuse('overlap', name)
  const rest = await readPart(source, entry.offset + 30, start - entry.offset - 30)
  // Some tools set this flag here only.
  if (head.readUInt16LE(6) & descriptorFlag) throw refuse('descriptor', name)
  const same =
    rest.subarray(0, nameLength).equals(entry.nameBytes) &&
    head.readUInt16LE(4) === entry.versionNeeded &&
    head.readUInt16LE(6) === entry.flags &&
    head.readUInt16LE(8) === entry.method &&
    head.readUInt32LE(10) === entry.dosTime &&
    head.readUInt32LE(14) === entry.crc &&
    head.readUInt32LE(18) === entry.packed &&
    head.readUInt32LE(22) === entry.size
  if (!same) throw refuse('zip-disagrees', name)
  const ids = parseExtra(rest.subarray(nameLength), name)
  if (ids.join() !== entry.extraIds.join()) throw refuse('zip-disagrees', name)
  return { start, end: start + entry.packed }
}
