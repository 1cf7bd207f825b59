import { Readable } from 'node:stream'
import { createInflateRaw, inflateRawSync, type InflateRaw } from 'node:zlib'
import type { Pieces } from './pieces.ts'
import { refuse } from './reasons.ts'

const pieceBytes = 256 * 1024

/**
 * Inflates one raw deflate stream (RFC 1951) that starts at the next byte of `packed`. Yields its output, puts what
 * stands behind its end back and returns how many packed bytes it took. `entry` is named in refusals. Throws `archive.refused` (`truncated`,
 * `deflate`), and whatever reading `packed` throws.
 */
export async function* inflate(packed: Pieces, entry?: string): AsyncGenerator<Buffer, number> {
  const stream = createInflateRaw({ chunkSize: 64 * 1024 })
  const feed = new Feed(packed, stream)
  const input = Readable.from(feed.pieces(), { objectMode: false, highWaterMark: pieceBytes })
  let inputError: Error | undefined
  input.on('error', (error) => {
    inputError = error
    stream.destroy(error)
  })
  input.pipe(stream)
  try {
    for await (const chunk of stream) yield chunk as Buffer
    const taken = stream.bytesWritten
    await feed.putBackFrom(taken)
    return taken
  } catch (error) {
    throw inputError ?? asRefusal(error, entry)
  } finally {
    input.destroy()
    stream.destroy()
  }
}

/** Gives pieces to an inflating stream, and remembers those that it has not taken: some may lie behind its end. */
class Feed {
  readonly #packed: Pieces
  readonly #stream: InflateRaw
  #kept: { piece: Buffer; end: number }[] = []
  #given = 0
  #reading: Promise<Buffer | undefined> | undefined
  #isStopped = false

  constructor(packed: Pieces, stream: InflateRaw) {
    this.#packed = packed
    this.#stream = stream
  }

  async *pieces(): AsyncGenerator<Buffer> {
    while (!this.#isStopped) {
      this.#reading = this.#packed.some(pieceBytes)
      const piece = await this.#reading
      if (!piece) return
      this.#given += piece.length
      while (this.#kept[0] && this.#kept[0].end <= this.#stream.bytesWritten) this.#kept.shift()
      this.#kept.push({ piece, end: this.#given })
      yield piece
    }
  }

  async putBackFrom(taken: number): Promise<void> {
    // A piece may be on its way: it is remembered before this goes on, and none is asked for after it.
    this.#isStopped = true
    await this.#reading
    const untaken = this.#kept.map(({ piece, end }) =>
      piece.subarray(Math.max(0, piece.length - (end - taken))),
    )
    this.#packed.putBack(Buffer.concat(untaken))
  }
}

/**
 * The same for bytes that are all there, at once: for small parts this saves making a stream. Output over `most` bytes
 * throws `archive.refused` (`size`).
 */
export function inflateSmall(packed: Buffer, most: number, entry: string): { bytes: Buffer; taken: number } {
  try {
    // The types do not know what `info` changes.
    const { buffer, engine } = inflateRawSync(packed, {
      maxOutputLength: Math.max(1, most),
      info: true,
    }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return { bytes: buffer, taken: engine.bytesWritten }
  } catch (error) {
    throw asRefusal(error, entry)
  }
}

function asRefusal(error: unknown, entry: string | undefined): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ERR_BUFFER_TOO_LARGE') return refuse('size', entry)
  if (code === 'Z_BUF_ERROR') return refuse('truncated', entry)
  return code?.startsWith('Z_') ? refuse('deflate', entry) : error
}
