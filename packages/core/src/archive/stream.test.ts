import { randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  bytesSource,
  readArchive,
  readTar,
  readTarGz,
  type ArchiveEntry,
  type ArchiveFormat,
} from './index.ts'
import { contentsOf, inChunks, pack, read } from './test/pack-read.ts'
import { zipOf } from './test/zip-bytes.ts'

const formats: ArchiveFormat[] = ['tar.gz', 'zip']
const files = {
  a: 'x'.repeat(5000),
  'folder/é.bin': Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * i) % 251)),
  'z.txt': 'end',
}
const isRefused = (reason: string) => ({ code: 'archive.refused', details: { reason } })

describe('a tar.gz as a stream', () => {
  test.each([1, 7, 512, 10_000, 1_000_000])('in chunks of %i bytes gives the same', async (size) => {
    const packed = await pack(files, 'tar.gz')
    const expected = await read(packed)
    expect(await contentsOf(readTarGz(inChunks(packed, size)))).toEqual(expected)
    expect(await contentsOf(readTar(inChunks(gunzipSync(packed), size)))).toEqual(expected)
  })

  test('bytes after its end are found, wherever the chunks are cut', async () => {
    const packed = await pack({ a: 'hello' }, 'tar.gz')
    for (const behind of [Buffer.from([0]), packed, gzipSync('')]) {
      const longer = Buffer.concat([packed, behind])
      for (let cut = packed.length - 12; cut < longer.length; cut++) {
        const chunks = async function* () {
          yield longer.subarray(0, cut)
          yield longer.subarray(cut)
        }
        await expect(contentsOf(readTarGz(chunks()))).rejects.toMatchObject(isRefused('trailing-data'))
      }
    }
  })

  test('its last bytes may come late', async () => {
    const packed = await pack({ a: 'hello' }, 'tar.gz')
    const late = async function* (behind: Buffer) {
      for (const chunk of [packed.subarray(0, -5), packed.subarray(-5), behind]) {
        yield chunk
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    expect(await contentsOf(readTarGz(late(Buffer.alloc(0))))).toEqual({ a: 'hello' })
    await expect(contentsOf(readTarGz(late(Buffer.alloc(1))))).rejects.toMatchObject(
      isRefused('trailing-data'),
    )
  })

  test('every shorter one is refused', async () => {
    const packed = await pack({ a: 'hello' }, 'tar.gz')
    for (let length = 0; length < packed.length; length++)
      await expect(contentsOf(readTarGz(inChunks(packed.subarray(0, length), 50)))).rejects.toMatchObject(
        isRefused('truncated'),
      )
  })

  test('a failure of the stream comes through as it is, and nobody waits for more after giving up', async () => {
    const packed = await pack(files, 'tar.gz')
    const broken = async function* () {
      yield packed.subarray(0, 2000)
      throw new TypeError('the connection is gone')
    }
    await expect(contentsOf(readTarGz(broken()))).rejects.toThrow(TypeError)

    let isClosed: boolean
    const large = await pack({ a: randomBytes(3_000_000) }, 'tar.gz')
    const watched = async function* (bytes: Uint8Array) {
      try {
        yield* inChunks(bytes, 1000)
        throw new Error('nobody needs the end')
      } finally {
        isClosed = true
      }
    }
    for (const entries of [readTarGz(watched(large)), readTar(watched(gunzipSync(large)))]) {
      isClosed = false
      for await (const entry of entries) {
        for await (const _ of entry.content) break
        break
      }
      expect(isClosed).toBe(true)
    }
  })

  test('a bomb is stopped long before its end', async () => {
    const bomb = await pack({ 'zeros.bin': Buffer.alloc(40_000_000) }, 'tar.gz')
    let unpacked = 0
    const unpack = async () => {
      for await (const entry of readTarGz(inChunks(bomb, 1000)))
        for await (const chunk of entry.content) unpacked += chunk.length
    }
    await expect(unpack()).rejects.toMatchObject({
      code: 'archive.too_large',
      details: { limit: 'ratio', most: 200 },
    })
    expect(unpacked).toBeLessThan(10_000_000)
    await expect(
      contentsOf(readTarGz(inChunks(bomb, 1000), { limits: { packedBytes: 10_000 } })),
    ).rejects.toMatchObject({
      details: { limit: 'packedBytes' },
    })
  })

  test('where the packed size is known, what is first in it does not decide', async () => {
    const packed = await pack(
      {
        'a-zeros.bin': Buffer.alloc(5_000_000),
        'b.bin': Buffer.from(Array.from({ length: 90_000 }, (_, i) => (i ** 3 / 7) & 255)),
      },
      'tar.gz',
    )
    const limits = { ratio: 5_200_000 / packed.length }
    const options = { limits, packedSize: packed.length }
    expect(Object.keys(await contentsOf(readTarGz(inChunks(packed, 1000), options)))).toHaveLength(2)
    expect(Object.keys(await read(packed, { limits }))).toHaveLength(2)
  })
})

describe.each(formats)('limits of a %s', (format) => {
  test('are counted on what really comes out', async () => {
    const bomb = await pack({ 'zeros.bin': Buffer.alloc(8_000_000) }, format)
    expect(bomb.length).toBeLessThan(20_000)
    for (const [limit, most] of Object.entries({
      unpackedBytes: 1_000_000,
      ratio: 100,
      packedBytes: 100,
      entries: 0,
    }))
      await expect(read(bomb, { limits: { [limit]: most } })).rejects.toMatchObject({
        code: 'archive.too_large',
        details: { limit, most },
      })
  })

  test('count the folders that only stand in paths', async () => {
    const packed = await pack({ 'a/b/c/d': '', 'a/b/e': '' }, format)
    expect(Object.keys(await read(packed, { limits: { entries: 5 } }))).toHaveLength(2)
    await expect(read(packed, { limits: { entries: 4 } })).rejects.toMatchObject({
      details: { limit: 'entries', value: 5 },
    })
  })
})

describe.each(formats)('a %s whose content the caller does not read to the end', (format) => {
  const paths = async (
    entries: AsyncIterable<ArchiveEntry>,
    look: (entry: ArchiveEntry) => Promise<void>,
  ) => {
    const seen: string[] = []
    for await (const entry of entries) {
      seen.push(entry.path)
      await look(entry)
    }
    return seen
  }
  const some = async (entry: ArchiveEntry) => {
    for await (const _ of entry.content) break
  }

  test('goes on with the next entry, and counts every byte once', async () => {
    const packed = await pack(files, format)
    const source = bytesSource(packed)
    expect(await paths(readArchive(source), async () => {})).toEqual(Object.keys(files))
    const limits = { unpackedBytes: format === 'zip' ? 75_003 : gunzipSync(packed).length }
    expect(await paths(readArchive(source, { limits }), some)).toEqual(Object.keys(files))
  })

  test('is checked all the same, also where the caller passes over the failure', async () => {
    const packed = await pack(files, format)
    packed[format === 'zip' ? 33 : 40]! ^= 0xff
    const tries = [async () => {}, some, (entry: ArchiveEntry) => some(entry).catch(() => {})]
    for (const look of tries)
      await expect(paths(readArchive(bytesSource(packed)), look)).rejects.toMatchObject({
        code: 'archive.refused',
      })
  })
})

test('large zip entries are streamed: no chunk is large', async () => {
  const zip = zipOf([
    { name: 'stored', content: Buffer.alloc(3_000_000, 1) },
    { name: 'deflated', method: 8, content: Buffer.alloc(3_000_000, 1) },
  ])
  for await (const entry of readArchive(bytesSource(zip)))
    for await (const chunk of entry.content) expect(chunk.length).toBeLessThanOrEqual(256 * 1024)
})

test('a caller never gets more bytes of a zip entry than it says it has', async () => {
  for (const [real, said] of [
    [3_000_000, 100_000],
    [3_000_000, 2_000_000],
    [2000, 1000],
  ] as const) {
    let size = 0
    const unpack = async () => {
      const zip = zipOf([{ method: 8, content: Buffer.alloc(real), size: said }])
      for await (const entry of readArchive(bytesSource(zip)))
        for await (const chunk of entry.content) size += chunk.length
    }
    await expect(unpack()).rejects.toMatchObject(isRefused('size'))
    expect(size).toBeLessThanOrEqual(said)
  }
})
