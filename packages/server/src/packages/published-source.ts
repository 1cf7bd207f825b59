import { bytesSource, type ByteSource } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import type { Blobs } from '../platform/blobs/index.ts'
import type { PublishedVersion } from './published.ts'
import { reopenSpool, type Spool } from './spool.ts'

/** The bytes of a published artifact, from the tree or from where they wait to get there. Callers release them. */
export async function publishedSource(
  { blobs: tree, gated, uploads }: { blobs: Blobs; gated: Blobs; uploads: string },
  published: PublishedVersion,
): Promise<Pick<Spool, 'source' | 'release'>> {
  const nothing = () => Promise.resolve()
  if (published.bytes) return { source: bytesSource(published.bytes), release: nothing }
  const { path, size } = published
  const blobs = published.gated ? gated : tree
  if (published.upload !== null && (await blobs.info(path)) === undefined)
    return reopenSpool({ ...published, sha256: '', sha512: '' }, uploads)
  const source: ByteSource = {
    size,
    async read(offset, length) {
      const chunks: Buffer[] = []
      if (length > 0)
        for await (const chunk of blobs.stream(path, { start: offset, end: offset + length - 1 }))
          chunks.push(chunk as Buffer)
      const bytes = Buffer.concat(chunks)
      if (bytes.length !== length) throw new WaybillError('storage.failed', `${path} is shorter than it was.`)
      return bytes
    },
  }
  return { source, release: nothing }
}
