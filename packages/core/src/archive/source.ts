import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { refuse } from './reasons.ts'

/** Random access over packed bytes. `read` gives exactly `length` bytes or throws. */
export interface ByteSource {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
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

/**
 * Inflates a raw deflate stream that starts at `offset` and may take up to `length` bytes; yields its output and
 * returns how many packed bytes it took.
 */
export async function* inflatePart(
  source: ByteSource,
  offset: number,
  length: number,
): AsyncGenerator<Buffer, number> {
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 })
  const input = Readable.from(readPieces(source, offset, length), {
    objectMode: false,
    highWaterMark: pieceBytes,
  })
  let inputError: Error | undefined
  input.on('error', (error) => {
    inputError = error
    inflate.destroy(error)
  })
  input.pipe(inflate)
  try {
    for await (const chunk of inflate) yield chunk as Buffer
    return inflate.bytesWritten
  } catch (error) {
    if (inputError) throw inputError
    const { code } = error as NodeJS.ErrnoException
    throw code === 'Z_BUF_ERROR' ? refuse('truncated') : code?.startsWith('Z_') ? refuse('deflate') : error
  } finally {
    input.destroy()
    inflate.destroy()
  }
}
