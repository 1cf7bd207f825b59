import { crc32 } from 'node:zlib'
import { refuse } from './reasons.ts'
import { inflatePart, readPart, type ByteSource } from './source.ts'

/** Unpacks exactly one gzip member with nothing after it (RFC 1952). The file name some tools put in is passed over. */
export async function* gunzip(source: ByteSource): AsyncGenerator<Buffer> {
  if (source.size < 18) throw refuse('truncated')
  const start = await headerLength(source)
  let checksum = 0
  let length = 0
  const inflated = inflatePart(source, start, source.size - start)
  let step = await inflated.next()
  try {
    for (; !step.done; step = await inflated.next()) {
      checksum = crc32(step.value, checksum)
      length += step.value.length
      yield step.value
    }
  } finally {
    if (!step.done) await inflated.return(0)
  }
  const end = start + step.value
  if (source.size < end + 8) throw refuse('truncated')
  const trailer = await readPart(source, end, 8)
  if (trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== length % 2 ** 32)
    throw refuse('gzip-checksum')
  if (source.size > end + 8) throw refuse('trailing-data')
}

async function headerLength(source: ByteSource): Promise<number> {
  const head = await readPart(source, 0, Math.min(source.size, 1024))
  const flags = head[3] ?? 0
  // Only the flag for a file name (8) may be set.
  if (head[0] !== 0x1f || head[1] !== 0x8b || head[2] !== 8 || (flags & ~8) !== 0) throw refuse('gzip-header')
  if (flags === 0) return 10
  const end = head.indexOf(0, 10)
  if (end < 0) throw refuse('gzip-header')
  return end + 1
}
