import { crc32 } from 'node:zlib'
import type { ArchiveEntry } from './entry.ts'
import type { Meter } from './limits.ts'
import { checkEntryPath, PathCollisions } from './paths.ts'
import { refuse } from './reasons.ts'
import { inflatePart, readPart, readPieces, type ByteSource } from './source.ts'
import { parseExtra, readDirectory, utf8Flag, widen, zip64, type CentralEntry } from './zip-directory.ts'

const descriptorFlag = 0x0008
/** Deflate's own hints, the descriptor and UTF-8; encryption, patches and masked headers are not taken. */
const acceptedFlags = 0x0006 | descriptorFlag | utf8Flag
const stored = 0
const deflated = 8

interface Placed {
  readonly entry: CentralEntry
  /** Where its packed bytes start. */
  readonly start: number
}

/**
 * Reads a zip, strictly: the entries fill the file from its first byte to the directory without gap or overlap, and each
 * local header says what the directory says, or leaves sizes and checksum to a descriptor that does.
 */
export async function* readZip(source: ByteSource, meter: Meter): AsyncGenerator<ArchiveEntry> {
  const { entries, start: directoryStart } = await readDirectory(source, meter)
  const collisions = new PathCollisions()
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset)
  let expected = 0
  const placed: Placed[] = []
  for (const entry of inOrder) {
    if (entry.offset !== expected)
      throw refuse(entry.offset < expected ? 'overlap' : expected === 0 ? 'prefixed-data' : 'gap', entry.name)
    checkKind(entry)
    collisions.add(pathOf(entry), isFolder(entry) ? 'folder' : 'file')
    const { start, end } = await readLocal(source, entry, directoryStart)
    placed.push({ entry, start })
    expected = end
  }
  if (expected !== directoryStart)
    throw refuse(expected === 0 ? 'prefixed-data' : expected > directoryStart ? 'overlap' : 'gap')
  for (const { entry, start } of placed) {
    let isChecked = false
    const content = async function* () {
      yield* contentOf(source, entry, start, meter)
      isChecked = true
    }
    const folder = isFolder(entry)
    yield {
      path: pathOf(entry),
      type: folder ? 'folder' : 'file',
      size: entry.size,
      executable: !folder && (unixMode(entry) & 0o100) !== 0,
      content: content(),
    }
    if (!isChecked) for await (const _ of content()) continue
  }
}

const isFolder = (entry: CentralEntry) => entry.name.endsWith('/')
const pathOf = (entry: CentralEntry) => (isFolder(entry) ? entry.name.slice(0, -1) : entry.name)
const unixMode = (entry: CentralEntry) =>
  entry.hostSystem === 3 || entry.hostSystem === 19 ? entry.attributes >>> 16 : 0

/** What the entry is, by its name, its flags and its attributes, which must agree. */
function checkKind(entry: CentralEntry): void {
  const { name, flags, method, size, packed } = entry
  if (flags & 0x2041) throw refuse('encrypted', name)
  if (flags & ~acceptedFlags) throw refuse('zip-flags', name)
  if (method !== stored && method !== deflated) throw refuse('zip-method', name)
  if (method === stored && size !== packed) throw refuse('size', name)
  checkEntryPath(pathOf(entry))
  const mode = unixMode(entry)
  switch (mode & 0o170000) {
    case 0:
      break
    case 0o100000:
      if (isFolder(entry)) throw refuse('type', name)
      break
    case 0o040000:
      if (!isFolder(entry)) throw refuse('type', name)
      break
    case 0o120000:
      throw refuse('symlink', name)
    case 0o020000:
    case 0o060000:
      throw refuse('device', name)
    case 0o010000:
      throw refuse('fifo', name)
    default:
      throw refuse('type', name)
  }
  if (mode & 0o7000) throw refuse('setuid', name)
  // The folder bit of DOS, where it says anything.
  if (entry.attributes & 0x10 && !isFolder(entry)) throw refuse('type', name)
  if (isFolder(entry) && (size !== 0 || entry.crc !== 0)) throw refuse('folder-with-data', name)
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
  const flags = head.readUInt16LE(6)
  const same =
    rest.subarray(0, nameLength).equals(entry.nameBytes) &&
    head.readUInt16LE(4) === entry.versionNeeded &&
    // Only the local header has to announce a descriptor.
    (flags | descriptorFlag) === (entry.flags | descriptorFlag) &&
    head.readUInt16LE(8) === entry.method &&
    head.readUInt32LE(10) === entry.dosTime
  if (!same) throw refuse('zip-disagrees', name)
  const extra = parseExtra(rest.subarray(nameLength), name)
  const ids = [...extra.keys()].filter((id) => id !== zip64)
  if (ids.length !== entry.extraIds.length || ids.some((id) => !entry.extraIds.includes(id)))
    throw refuse('zip-disagrees', name)
  const [crc, packed, size] = [head.readUInt32LE(14), head.readUInt32LE(18), head.readUInt32LE(22)]
  const end = start + entry.packed
  if (flags & descriptorFlag) {
    // Zeros now, the truth in a descriptor behind the bytes; an empty 64-bit field announces its long form.
    const isLong = extra.get(zip64)?.length === 0
    if (crc !== 0 || packed !== 0 || size !== 0 || (extra.has(zip64) && !isLong))
      throw refuse('zip-disagrees', name)
    return { start, end: end + (await checkDescriptor(source, entry, end, isLong, limit)) }
  }
  const [realSize, realPacked] = widen([size, packed], extra, name)
  if (crc !== entry.crc || realPacked !== entry.packed || realSize !== entry.size)
    throw refuse('zip-disagrees', name)
  return { start, end }
}

async function checkDescriptor(
  source: ByteSource,
  entry: CentralEntry,
  at: number,
  isLong: boolean,
  limit: number,
): Promise<number> {
  const length = isLong ? 24 : 16
  if (at + length > limit) throw refuse('overlap', entry.name)
  const bytes = await readPart(source, at, length)
  const packed = isLong ? Number(bytes.readBigUInt64LE(8)) : bytes.readUInt32LE(8)
  const size = isLong ? Number(bytes.readBigUInt64LE(16)) : bytes.readUInt32LE(12)
  if (
    bytes.readUInt32LE(0) !== 0x08074b50 ||
    bytes.readUInt32LE(4) !== entry.crc ||
    packed !== entry.packed ||
    size !== entry.size
  ) {
    throw refuse('zip-disagrees', entry.name)
  }
  return length
}

async function* contentOf(
  source: ByteSource,
  entry: CentralEntry,
  start: number,
  meter: Meter,
): AsyncGenerator<Buffer> {
  let checksum = 0
  let size = 0
  const count = (chunk: Buffer) => {
    size += chunk.length
    if (size > entry.size) throw refuse('size', entry.name)
    meter.bytes(chunk.length)
    checksum = crc32(chunk, checksum)
    return chunk
  }
  if (entry.method === stored) {
    for await (const piece of readPieces(source, start, entry.packed)) yield count(piece)
  } else {
    const inflated = inflatePart(source, start, entry.packed)
    let step = await inflated.next()
    try {
      for (; !step.done; step = await inflated.next()) yield count(step.value)
    } finally {
      if (!step.done) await inflated.return(0)
    }
    if (step.value !== entry.packed) throw refuse('size', entry.name)
  }
  if (size !== entry.size) throw refuse('size', entry.name)
  if (checksum !== entry.crc) throw refuse('checksum', entry.name)
}
