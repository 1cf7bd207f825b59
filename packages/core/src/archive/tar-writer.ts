import { crc32 } from 'node:zlib'
import { deflate } from './deflate.ts'
import { tooLarge } from './limits.ts'
import { refuse } from './reasons.ts'
import { blockBytes, checksumOf } from './tar-header.ts'
import type { PackEntry } from './write.ts'

/** One gzip member without name or time; “unknown” as its system, whatever this one is (RFC 1952 §2.3). */
export async function* writeTarGz(entries: readonly PackEntry[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255])
  let checksum = 0
  let length = 0
  const counted = async function* () {
    for await (const chunk of writeTar(entries)) {
      checksum = crc32(chunk, checksum)
      length += chunk.length
      yield chunk
    }
  }
  yield* deflate(counted())
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(checksum, 0)
  trailer.writeUInt32LE(length % 2 ** 32, 4)
  yield trailer
}

async function* writeTar(entries: readonly PackEntry[]): AsyncGenerator<Uint8Array> {
  for (const entry of entries) {
    yield* headers(entry)
    let size = 0
    for await (const chunk of entry.content()) {
      size += chunk.length
      yield chunk
    }
    if (size !== entry.size) throw refuse('size', entry.path)
    yield padding(size)
  }
  yield Buffer.alloc(2 * blockBytes)
}

/** Eleven octal digits. */
const sizeLimit = 8 ** 11 - 1

function* headers({ path, size, executable }: PackEntry): Generator<Uint8Array> {
  if (size > sizeLimit) throw tooLarge('unpackedBytes', sizeLimit, size)
  const mode = executable ? 0o755 : 0o644
  // A name of up to 100 ASCII bytes fits into the old header; any other takes a pax record.
  if (/^[\x20-\x7e]{1,100}$/.test(path)) {
    yield header(path, size, mode, '0')
    return
  }
  const record = paxRecord('path', path)
  yield header('PaxHeader', record.length, 0o644, 'x')
  yield record
  yield padding(record.length)
  yield header('PaxFile', size, mode, '0')
}

function header(name: string, size: number, mode: number, type: '0' | 'x'): Buffer {
  const block = Buffer.alloc(blockBytes)
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  block.write(name, 0, 'latin1')
  octal(mode, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  block.write(type, 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  octal(checksumOf(block), 148, 8)
  return block
}

/** A pax record counts its own length digits. */
function paxRecord(key: string, value: string): Buffer {
  const body = Buffer.byteLength(` ${key}=${value}\n`)
  let length = body + 1
  while (length !== body + String(length).length) length = body + String(length).length
  return Buffer.from(`${length} ${key}=${value}\n`)
}

function padding(size: number): Buffer {
  return Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes)
}
