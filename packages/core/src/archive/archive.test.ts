import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesSource, readArchive, writeArchive, type ArchiveFormat, type PackEntry } from './index.ts'
import { inChunks, joined, pack, read } from './test/pack-read.ts'
import { numbers } from './test/zip-bytes.ts'

const formats: ArchiveFormat[] = ['tar.gz', 'zip']

const part = fc.stringMatching(/^[a-zé日_-]{1,12}$/).map((text) => text.normalize('NFC'))
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.x`)
const trees = fc.dictionary(path, fc.uint8Array({ maxLength: 20_000 }), { maxKeys: 8, noNullPrototype: true })

describe.each(formats)('a %s that is written', (format) => {
  test('reads back equal, and is the same bytes in whatever order or pieces the files come', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.integer({ min: 1, max: 9000 }), async (files, pieceBytes) => {
        const folded = Object.keys(files).map((name) => name.normalize('NFKC').toLowerCase())
        fc.pre(new Set(folded).size === folded.length)
        const packed = await pack(files, format)
        const expected = Object.fromEntries(
          Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('latin1')]),
        )
        expect(await read(packed)).toEqual(expected)
        const entries = Object.entries(files).map(([name, bytes]): PackEntry => {
          const content = () => inChunks(bytes, pieceBytes)
          return { path: name, size: bytes.length, executable: false, content }
        })
        expect((await joined(writeArchive(entries.reverse(), format))).equals(packed)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('keeps the executable bit, long names, large files and the order of paths', async () => {
    const long = `${'folder-with-a-long-name/'.repeat(6)}${'x'.repeat(200)}.txt`
    const big = Buffer.alloc(3_000_000, 'abcdefghij')
    const files = { 'bin/run': '#!/bin/sh\n', [long]: 'long', 'big.bin': big, empty: '' }
    const packed = await pack(files, format, ['bin/run'])
    const seen: [string, boolean, number][] = []
    for await (const entry of readArchive(bytesSource(packed))) {
      let size = 0
      for await (const chunk of entry.content) size += chunk.length
      expect(entry.type).toBe('file')
      seen.push([entry.path, entry.executable, size])
    }
    expect(seen).toEqual([
      ['big.bin', false, big.length],
      ['bin/run', true, 10],
      ['empty', false, 0],
      [long, false, 4],
    ])
  })

  test('cannot have paths that the reader refuses', async () => {
    await expect(pack({ '../evil': 'x' }, format)).rejects.toMatchObject({
      code: 'archive.refused',
      details: { reason: 'name-dots' },
    })
    await expect(pack({ A: 'x', a: 'y' }, format)).rejects.toMatchObject({ details: { reason: 'collision' } })
  })

  test('is not finished when a file is not what it was', async () => {
    const longer: PackEntry = {
      path: 'a',
      size: 4,
      executable: false,
      content: () => inChunks(Buffer.from('hello'), 2),
    }
    await expect(joined(writeArchive([longer], format))).rejects.toMatchObject({
      code: 'archive.refused',
      details: { reason: 'size', entry: 'a' },
    })
  })

  test('is not begun when it is more than the format holds', async () => {
    const huge: PackEntry = {
      path: 'a',
      size: 2 ** 40,
      executable: false,
      content: () => inChunks(Buffer.alloc(0), 1),
    }
    await expect(joined(writeArchive([huge], format))).rejects.toMatchObject({ code: 'archive.too_large' })
  })
})

test('tells nothing of its time, user or machine', async () => {
  const tarGz = await pack({ a: 'hello' }, 'tar.gz')
  expect(tarGz.subarray(0, 10).toString('hex')).toBe('1f8b08000000000002ff')
  const zip = await pack({ a: 'hello' }, 'zip')
  // Version, flags, method (stored: it is no longer), 1 January 1980.
  expect(zip.subarray(0, 14)).toEqual(numbers([4, 0x04034b50], [2, 20], [2, 0], [2, 0], [4, 0x00210000]))
})

test('a zip is not finished when a file changes between its two readings', async () => {
  let readings = 0
  const text = () => inChunks(Buffer.from(readings++ === 0 ? 'hello' : 'jello'), 5)
  const changing: PackEntry = { path: 'a', size: 5, executable: false, content: text }
  await expect(joined(writeArchive([changing], 'zip'))).rejects.toMatchObject({
    details: { reason: 'checksum', entry: 'a' },
  })
})

test('a zip of more files than it can count is refused at once', async () => {
  const entries = Array.from({ length: 65_535 }, (_, i): PackEntry => {
    return { path: `f${i}`, size: 0, executable: false, content: () => inChunks(Buffer.alloc(0), 1) }
  })
  await expect(joined(writeArchive(entries, 'zip'))).rejects.toMatchObject({
    code: 'archive.too_large',
    details: { limit: 'entries', most: 65_534 },
  })
})
