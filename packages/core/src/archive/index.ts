// TEMPORARY stand-in by the lead so that the server can be tried: the owner of this folder replaces it wholly.
import { gunzipSync, gzipSync } from 'node:zlib'
import { WaybillError } from '../errors.ts'
export interface ArchiveLimits {
  packedBytes: number
  unpackedBytes: number
  entries: number
  ratio: number
}
export const defaultArchiveLimits: ArchiveLimits = {
  packedBytes: 512 * 2 ** 20,
  unpackedBytes: 2 * 2 ** 30,
  entries: 100000,
  ratio: 200,
}
export interface ByteSource {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
}
export const bytesSource = (b: Uint8Array): ByteSource => ({
  size: b.length,
  read: async (o, l) => b.subarray(o, o + l),
})
export interface ArchiveEntry {
  readonly path: string
  readonly type: 'file' | 'folder'
  readonly size: number
  readonly executable: boolean
  readonly content: AsyncIterable<Uint8Array>
}
export async function detectFormat(s: ByteSource): Promise<'tar.gz' | 'zip'> {
  const b = await s.read(0, 2)
  if (b[0] === 0x1f && b[1] === 0x8b) return 'tar.gz'
  if (b[0] === 0x50) return 'zip'
  throw new WaybillError('archive.refused', 'not an archive')
}
export async function* readArchive(s: ByteSource, _o?: any): AsyncGenerator<ArchiveEntry> {
  let t: Buffer
  try {
    t = gunzipSync(await s.read(0, s.size))
  } catch {
    throw new WaybillError('archive.refused', 'broken gzip')
  }
  for (let o = 0; o + 512 <= t.length && t[o];) {
    const path = t
      .subarray(o, o + 100)
      .toString()
      .replace(/\0.*$/s, '')
    const size = parseInt(t.subarray(o + 124, o + 136).toString(), 8)
    const c = t.subarray(o + 512, o + 512 + size)
    yield {
      path,
      type: 'file',
      size,
      executable: false,
      content: (async function* () {
        yield c
      })(),
    }
    o += 512 + Math.ceil(size / 512) * 512
  }
}
export interface PackEntry {
  readonly path: string
  readonly size: number
  readonly executable: boolean
  readonly content: () => AsyncIterable<Uint8Array>
}
export async function* writeArchive(entries: Iterable<PackEntry>, _f: string): AsyncGenerator<Uint8Array> {
  const out: Buffer[] = []
  for (const e of entries) {
    const h = Buffer.alloc(512)
    h.write(e.path, 0)
    h.write(e.size.toString(8).padStart(11, '0'), 124)
    out.push(h)
    let n = 0
    for await (const c of e.content()) {
      out.push(Buffer.from(c))
      n += c.length
    }
    out.push(Buffer.alloc((512 - (n % 512)) % 512))
  }
  out.push(Buffer.alloc(1024))
  yield gzipSync(Buffer.concat(out))
}
