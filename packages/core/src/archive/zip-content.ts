import { crc32 } from 'node:zlib'
import { inflate, inflateSmall } from './inflate.ts'
import type { Meter } from './limits.ts'
import { Pieces } from './pieces.ts'
import { refuse } from './reasons.ts'
import { readPart, readPieces, type ByteSource } from './source.ts'
import { stored, type CentralEntry } from './zip-directory.ts'

/** An entry and where its packed bytes start. */
export interface PlacedEntry {
  readonly entry: CentralEntry
  readonly start: number
}

/** Up to here an entry is inflated at once. */
const smallPacked = 64 * 1024
const smallSize = 1024 * 1024

/** The unpacked bytes of an entry, counted and compared with what its headers say. Throws `archive.refused`. */
async function* checkedBytes(
  source: ByteSource,
  { entry, start }: PlacedEntry,
  meter: Meter,
): AsyncGenerator<Buffer> {
  let checksum = 0
  let size = 0
  for await (const chunk of unpacked(source, { entry, start })) {
    size += chunk.length
    if (size > entry.size) throw refuse('size', entry.name)
    meter.bytes(chunk.length)
    checksum = crc32(chunk, checksum)
    yield chunk
  }
  if (size !== entry.size) throw refuse('size', entry.name)
  if (checksum !== entry.crc) throw refuse('checksum', entry.name)
}

async function* unpacked(source: ByteSource, { entry, start }: PlacedEntry): AsyncGenerator<Buffer> {
  if (entry.method === stored) {
    yield* readPieces(source, start, entry.packed)
    return
  }
  let taken: number
  if (entry.packed <= smallPacked && entry.size <= smallSize) {
    const packed = await readPart(source, start, entry.packed)
    const whole = inflateSmall(packed, entry.size, entry.name)
    if (whole.bytes.length > 0) yield whole.bytes
    taken = whole.taken
  } else {
    taken = yield* inflate(new Pieces(readPieces(source, start, entry.packed)), entry.name)
  }
  if (taken !== entry.packed) throw refuse('size', entry.name)
}

/** One pass over an entry's bytes, which a second reader goes on with where the first left off, or fails as it failed. */
export class ZipContent {
  readonly #bytes: AsyncGenerator<Uint8Array>
  #failure: { error: unknown } | undefined

  constructor(source: ByteSource, placed: PlacedEntry, meter: Meter) {
    this.#bytes = checkedBytes(source, placed, meter)
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#failure) throw this.#failure.error
      const step = await this.#bytes.next().catch((error: unknown) => {
        this.#failure = { error }
        throw error
      })
      if (step.done) return
      yield step.value
    }
  }

  async close(): Promise<void> {
    await this.#bytes.return(undefined)
  }
}
