import type { Meter } from './limits.ts'
import { refuse } from './reasons.ts'
import { readPart, type ByteSource } from './source.ts'
import { decodeUtf8 } from './tar-header.ts'

/** One entry as the central directory describes it (APPNOTE 6.3.10 §4.3.12). */
export interface CentralEntry {
  readonly name: string
  readonly nameBytes: Buffer
  readonly versionNeeded: number
  readonly flags: number
  readonly method: number
  /** Time and date, as they are. */
  readonly dosTime: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
  /** External attributes: Unix mode above, DOS bits below. */
  readonly attributes: number
  readonly extraIds: readonly number[]
}

export const isFolder = (entry: CentralEntry) => entry.name.endsWith('/')
export const pathOf = (entry: CentralEntry) => (isFolder(entry) ? entry.name.slice(0, -1) : entry.name)
/** Whichever system made the zip: some tools write modes under another's number, and some readers take them. */
export const unixMode = (entry: CentralEntry) => entry.attributes >>> 16

const endBytes = 22
const locatorBytes = 20
const max16 = 0xffff
const max32 = 0xffffffff
/** Directories are held in memory; this is far above what the entry limit needs. */
const directoryLimit = 64 * 1024 * 1024

/** Reads the one central directory of a zip that has no comment, prefix or suffix. Returns the entries and where it starts. */
export async function readDirectory(
  source: ByteSource,
  meter: Meter,
): Promise<{ entries: CentralEntry[]; start: number }> {
  const end = await readEnd(source)
  if (end.offset + end.bytes !== end.directoryEnd)
    throw refuse(end.offset + end.bytes < end.directoryEnd ? 'gap' : 'zip-header')
  meter.expectEntries(end.count)
  if (end.bytes > directoryLimit) throw refuse('names')
  const directory = await readPart(source, end.offset, end.bytes)
  const entries: CentralEntry[] = []
  let at = 0
  for (let i = 0; i < end.count; i++) {
    const { entry, next } = parseCentral(directory, at)
    entries.push(entry)
    at = next
  }
  if (at !== directory.length) throw refuse('zip-disagrees')
  return { entries, start: end.offset }
}

interface End {
  readonly count: number
  readonly bytes: number
  readonly offset: number
  readonly directoryEnd: number
}

async function readEnd(source: ByteSource): Promise<End> {
  if (source.size < endBytes) throw refuse('truncated')
  const at = source.size - endBytes
  const record = await readPart(source, at, endBytes)
  if (record.readUInt32LE(0) !== 0x06054b50) throw await whyNoEnd(source)
  if (record.readUInt16LE(20) !== 0) throw refuse('comment')
  const plain = {
    count: record.readUInt16LE(10),
    bytes: record.readUInt32LE(12),
    offset: record.readUInt32LE(16),
  }
  if (record.readUInt32LE(4) !== 0 || record.readUInt16LE(8) !== plain.count) throw refuse('zip-header')
  const locator = at >= locatorBytes ? await readPart(source, at - locatorBytes, 4) : undefined
  if (locator?.readUInt32LE(0) === 0x07064b50) throw refuse('zip64')
  if (plain.count === max16 || plain.bytes === max32 || plain.offset === max32) throw refuse('zip64')
  return { ...plain, directoryEnd: at }
}

/** The end record may stand earlier, before a comment or other data: then say so. */
async function whyNoEnd(source: ByteSource) {
  const tail = await readPart(source, Math.max(0, source.size - 66_000), Math.min(source.size, 66_000))
  const found = tail.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (found < 0 || found + endBytes > tail.length) return refuse('truncated')
  return refuse(
    found + endBytes + tail.readUInt16LE(found + 20) === tail.length ? 'comment' : 'trailing-data',
  )
}

function parseCentral(directory: Buffer, at: number): { entry: CentralEntry; next: number } {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw refuse('zip-header')
  const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
  if (extraEnd > directory.length) throw refuse('zip-header')
  const flags = directory.readUInt16LE(at + 8)
  const nameBytes = directory.subarray(at + 46, nameEnd)
  const name = decodeName(nameBytes, flags)
  if (directory.readUInt16LE(at + 32) !== 0) throw refuse('comment', name)
  if (directory.readUInt16LE(at + 34) !== 0) throw refuse('zip-header', name)
  const packed = directory.readUInt32LE(at + 20)
  const size = directory.readUInt32LE(at + 24)
  const offset = directory.readUInt32LE(at + 42)
  if (packed === max32 || size === max32 || offset === max32) throw refuse('zip64', name)
  const entry = {
    name,
    nameBytes,
    versionNeeded: directory.readUInt16LE(at + 6),
    flags,
    method: directory.readUInt16LE(at + 10),
    dosTime: directory.readUInt32LE(at + 12),
    crc: directory.readUInt32LE(at + 16),
    packed,
    size,
    offset,
    attributes: directory.readUInt32LE(at + 38),
    extraIds: parseExtra(directory.subarray(nameEnd, extraEnd), name),
  }
  return { entry, next: extraEnd }
}

export const descriptorFlag = 0x0008
export const utf8Flag = 0x0800
export const stored = 0
export const deflated = 8
const zip64 = 0x0001
/** Times and owners (UT, ux), which Info-ZIP's zip adds and nobody here reads. */
const harmlessExtras = new Set([0x5455, 0x7875])

/** The ids of extra fields, sorted; any field that could change what an entry is refuses the archive. */
export function parseExtra(bytes: Buffer, entry: string): number[] {
  const ids: number[] = []
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) throw refuse('zip-extra', entry)
    const id = bytes.readUInt16LE(at)
    at += 4 + bytes.readUInt16LE(at + 2)
    if (id === zip64) throw refuse('zip64', entry)
    if (at > bytes.length || ids.includes(id) || !harmlessExtras.has(id)) throw refuse('zip-extra', entry)
    ids.push(id)
  }
  return ids.sort((a, b) => a - b)
}

function decodeName(bytes: Buffer, flags: number): string {
  if (flags & utf8Flag) return decodeUtf8(bytes)
  // Without the flag the encoding is anybody's guess beyond ASCII.
  if (bytes.some((byte) => byte > 0x7e)) throw refuse('name-encoding', bytes.toString('latin1'))
  return bytes.toString('latin1')
}
