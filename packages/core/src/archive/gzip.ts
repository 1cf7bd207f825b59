import { crc32 } from 'node:zlib'
import { inflate } from './inflate.ts'
import type { Meter } from './limits.ts'
import { Pieces } from './pieces.ts'
import { refuse } from './reasons.ts'

/**
 * Unpacks exactly one gzip member with nothing after it (RFC 1952). The file name some tools put in is passed over.
 * Throws `archive.refused`, or `archive.too_large` for too many packed bytes.
 */
export async function* gunzip(packed: AsyncIterable<Uint8Array>, meter: Meter): AsyncGenerator<Buffer> {
  const pieces = new Pieces(packed, (count) => meter.packed(count))
  try {
    await skipHeader(pieces)
    let checksum = 0
    let length = 0
    for await (const chunk of inflate(pieces)) {
      checksum = crc32(chunk, checksum)
      length += chunk.length
      yield chunk
    }
    const trailer = await pieces.take(8)
    if (!trailer) throw refuse('truncated')
    if (trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== length % 2 ** 32)
      throw refuse('gzip-checksum')
    if (await pieces.some(1)) throw refuse('trailing-data')
  } finally {
    await pieces.close()
  }
}

const nameLimit = 1024

async function skipHeader(pieces: Pieces): Promise<void> {
  const head = await pieces.take(10)
  if (!head) throw refuse('truncated')
  const flags = head[3] ?? 0
  // Only the flag for a file name (8) may be set.
  if (head[0] !== 0x1f || head[1] !== 0x8b || head[2] !== 8 || (flags & ~8) !== 0) throw refuse('gzip-header')
  if (flags === 0) return
  for (let i = 0; i < nameLimit; i++) {
    const byte = await pieces.take(1)
    if (!byte) throw refuse('truncated')
    if (byte[0] === 0) return
  }
  throw refuse('gzip-header')
}
