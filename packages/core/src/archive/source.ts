import { refuse } from './reasons.ts'

/** Random access over packed bytes. `read` gives exactly `length` bytes or throws. */
export interface ByteSource {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
}

/** Bytes in memory as a source; nothing is copied. Throws `archive.refused` (`truncated`) for a part outside them. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.length) throw refuse('truncated')
      return bytes.subarray(offset, offset + length)
    },
  }
}

const pieceBytes = 256 * 1024

/** Reads a part of a source, refusing one that lies outside it. */
export async function readPart(source: ByteSource, offset: number, length: number): Promise<Buffer> {
  if (offset < 0 || length < 0 || offset + length > source.size) throw refuse('truncated')
  const bytes = await source.read(offset, length)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** Streams a part of a source in pieces. */
export async function* readPieces(
  source: ByteSource,
  offset: number,
  length: number,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += pieceBytes)
    yield await readPart(source, offset + at, Math.min(pieceBytes, length - at))
}
