import { Readable } from 'node:stream'
import { constants, createDeflateRaw } from 'node:zlib'

/** Deflates with settings that never change, so that the same input gives the same bytes. */
export async function* deflate(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const stream = createDeflateRaw({
    level: 9,
    memLevel: 8,
    strategy: constants.Z_DEFAULT_STRATEGY,
    chunkSize: 64 * 1024,
  })
  const source = Readable.from(input, { objectMode: false })
  source.on('error', (error) => stream.destroy(error))
  source.pipe(stream)
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } finally {
    source.destroy()
    stream.destroy()
  }
}
