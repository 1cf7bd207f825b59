import type { Meter } from './limits.ts'
import { refuse } from './reasons.ts'
import { readPart, type ByteSource } from './source.ts'

/** One entry as the central directory describes it (APPNOTE 6.3.10 §4.3.12). */
export interface CentralEntry {
  readonly name: string
  readonly nameBytes: Buffer
  readonly hostSystem: number
  readonly versionNeeded: number
  readonly flags: number
  readonly method: number
  /** Time and date, as they are. */
  readonly dosTime: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
  readonly attributes: number
  readonly extraIds: readonly number[]
}

const endBytes = 22
const locatorBytes = 20
const end64Bytes = 56
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
  if (end.bytes > directoryLimit) throw refuse('zip-header')
  const directory = await readPart(source, end.offset, end.bytes)
  const entries: CentralEntry[] = []
  let at = 0
  for (let i = 0; i < end.count; i++) {
    meter.entry()
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
  const locator = at >= locatorBytes ? await readPart(source, at - locatorBytes, locatorBytes) : undefined
  if (locator?.readUInt32LE(0) === 0x07064b50) return readEnd64(source, at - locatorBytes, locator, plain)
  if (plain.count === max16 || plain.bytes === max32 || plain.offset === max32) throw refuse('zip-header')
  return { ...plain, directoryEnd: at }
}

/** The 64-bit end record: right before its locator, of its plain size, and telling what the short one tells. */
async function readEnd64(
  source: ByteSource,
  locatorAt: number,
  locator: Buffer,
  plain: Omit<End, 'directoryEnd'>,
): Promise<End> {
  const at = locatorAt - end64Bytes
  if (
    at < 0 ||
    locator.readUInt32LE(4) !== 0 ||
    locator.readUInt32LE(16) !== 1 ||
    locator.readBigUInt64LE(8) !== BigInt(at)
  )
    throw refuse('zip-header')
  const record = await readPart(source, at, end64Bytes)
  if (record.readUInt32LE(0) !== 0x06064b50 || record.readBigUInt64LE(4) !== BigInt(end64Bytes - 12))
    throw refuse('zip-header')
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) throw refuse('zip-header')
  const end = {
    count: number64(record, 32),
    bytes: number64(record, 40),
    offset: number64(record, 48),
    directoryEnd: at,
  }
  if (number64(record, 24) !== end.count) throw refuse('zip-header')
  const agrees = (short: number, long: number, max: number) => short === max || short === long
  if (
    !agrees(plain.count, end.count, max16) ||
    !agrees(plain.bytes, end.bytes, max32) ||
    !agrees(plain.offset, end.offset, max32)
  ) {
    throw refuse('zip-disagrees')
  }
  return end
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
  const short = [
    directory.readUInt32LE(at + 24),
    directory.readUInt32LE(at + 20),
    directory.readUInt32LE(at + 42),
  ]
  const extra = parseExtra(directory.subarray(nameEnd, extraEnd), name)
  const [size = 0, packed = 0, offset = 0] = widen(short, extra, name)
  const entry = {
    name,
    nameBytes,
    hostSystem: directory.readUInt8(at + 5),
    versionNeeded: directory.readUInt16LE(at + 6),
    flags,
    method: directory.readUInt16LE(at + 10),
    dosTime: directory.readUInt32LE(at + 12),
    crc: directory.readUInt32LE(at + 16),
    packed,
    size,
    offset,
    attributes: directory.readUInt32LE(at + 38),
    extraIds: [...extra.keys()].filter((id) => id !== zip64),
  }
  return { entry, next: extraEnd }
}

export const utf8Flag = 0x0800
export const zip64 = 0x0001
/** Times and owners, which common tools add and nobody here reads. */
const harmlessExtras = new Set([0x5455, 0x7875, 0x5855])

/** Extra fields by id; any that could change what an entry is refuses the archive. */
export function parseExtra(bytes: Buffer, entry: string): Map<number, Buffer> {
  const fields = new Map<number, Buffer>()
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) throw refuse('zip-extra', entry)
    const id = bytes.readUInt16LE(at)
    const end = at + 4 + bytes.readUInt16LE(at + 2)
    if (end > bytes.length || fields.has(id) || (id !== zip64 && !harmlessExtras.has(id)))
      throw refuse('zip-extra', entry)
    fields.set(id, bytes.subarray(at + 4, end))
    at = end
  }
  return fields
}

/** Replaces the fields that are all ones by their 64-bit values, of which there must be exactly as many. */
export function widen(short: readonly number[], extra: ReadonlyMap<number, Buffer>, entry: string): number[] {
  const field = extra.get(zip64)
  const wanted = short.filter((value) => value === max32).length
  if (wanted * 8 !== (field?.length ?? 0) || (field && wanted === 0)) throw refuse('zip-extra', entry)
  let at = 0
  return short.map((value) => {
    if (value !== max32 || !field) return value
    at += 8
    return number64(field, at - 8)
  })
}

function number64(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw refuse('zip-header')
  return Number(value)
}

function decodeName(bytes: Buffer, flags: number): string {
  if (flags & utf8Flag) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      throw refuse('name-encoding', bytes.toString('latin1'))
    }
  }
  // Without the flag the encoding is anybody's guess beyond ASCII.
  if (bytes.some((byte) => byte > 0x7e)) throw refuse('name-encoding', bytes.toString('latin1'))
  return bytes.toString('latin1')
}
