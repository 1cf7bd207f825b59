import { crc32 } from 'node:zlib'
import { deflate } from './deflate.ts'
import { tooLarge } from './limits.ts'
import { refuse } from './reasons.ts'
import type { PackEntry } from './write.ts'
import { deflated, stored, utf8Flag } from './zip-directory.ts'

interface Measured {
  readonly entry: PackEntry
  readonly crc: number
  readonly packed: number
  readonly method: typeof stored | typeof deflated
  readonly offset: number
}

/** Beyond these a zip needs its 64-bit forms, which the reader refuses. */
const bytesLimit = 0xfffffffe
const entriesLimit = 0xfffe

/** 1 January 1980, midnight: the first moment that a zip can hold. */
const dosTime = 0x00210000

/**
 * Headers stand before the bytes and tell their sizes, so each file is read twice: to measure, and to write. Nothing is
 * held in memory, and no entry needs a descriptor behind it.
 */
export async function* writeZip(entries: readonly PackEntry[]): AsyncGenerator<Uint8Array> {
  if (entries.length > entriesLimit) throw tooLarge('entries', entriesLimit, entries.length)
  const written: Measured[] = []
  let offset = 0
  for (const entry of entries) {
    const measured = { ...(await measure(entry)), offset }
    const head = Buffer.concat([signature(0x04034b50), fields(measured), nameOf(entry)])
    yield head
    yield* asMeasured(measured)
    offset += head.length + measured.packed
    written.push(measured)
  }
  const directory = Buffer.concat(written.map(centralRecord))
  if (offset + directory.length > bytesLimit)
    throw tooLarge('packedBytes', bytesLimit, offset + directory.length)
  yield directory
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  yield end
}

/** The bytes as they were measured; other ones now would make an archive that nobody can read. */
async function* asMeasured({ entry, crc, packed, method }: Measured): AsyncGenerator<Uint8Array> {
  let [crcNow, packedNow] = [0, 0]
  const content = async function* () {
    for await (const chunk of entry.content()) {
      crcNow = crc32(chunk, crcNow)
      yield chunk
    }
  }
  for await (const chunk of method === deflated ? deflate(content()) : content()) {
    packedNow += chunk.length
    yield chunk
  }
  if (packedNow !== packed) throw refuse('size', entry.path)
  if (crcNow !== crc) throw refuse('checksum', entry.path)
}

async function measure(entry: PackEntry): Promise<Omit<Measured, 'offset'>> {
  if (entry.size > bytesLimit) throw tooLarge('unpackedBytes', bytesLimit, entry.size)
  let crc = 0
  let size = 0
  const counted = async function* () {
    for await (const chunk of entry.content()) {
      crc = crc32(chunk, crc)
      size += chunk.length
      yield chunk
    }
  }
  let packed = 0
  for await (const chunk of deflate(counted())) packed += chunk.length
  if (size !== entry.size) throw refuse('size', entry.path)
  return packed < size
    ? { entry, crc, packed, method: deflated }
    : { entry, crc, packed: size, method: stored }
}

const nameOf = (entry: PackEntry) => Buffer.from(entry.path)

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** What local header and directory both say, from “version needed” to the length of the extra field. */
function fields({ entry, crc, packed, method }: Measured): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(20, 0)
  bytes.writeUInt16LE(/^[\x20-\x7e]*$/.test(entry.path) ? 0 : utf8Flag, 2)
  bytes.writeUInt16LE(method, 4)
  bytes.writeUInt32LE(dosTime, 6)
  bytes.writeUInt32LE(crc, 10)
  bytes.writeUInt32LE(packed, 14)
  bytes.writeUInt32LE(entry.size, 18)
  bytes.writeUInt16LE(nameOf(entry).length, 22)
  return bytes
}

function centralRecord(measured: Measured): Buffer {
  const rest = Buffer.alloc(14)
  const mode = 0o100000 | (measured.entry.executable ? 0o755 : 0o644)
  rest.writeUInt32LE(mode * 0x10000, 6)
  rest.writeUInt32LE(measured.offset, 10)
  // Made by version 3.0 on Unix.
  return Buffer.concat([
    signature(0x02014b50),
    Buffer.from([30, 3]),
    fields(measured),
    rest,
    nameOf(measured.entry),
  ])
}
