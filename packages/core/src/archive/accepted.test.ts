import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { read } from './test/pack-read.ts'
import { paxHeader, paxRecord, tarEntry, tarOf } from './test/tar-bytes.ts'
import { extraOf, zipOf } from './test/zip-bytes.ts'

const hello = tarEntry({ data: 'hello' })
const gz = (...parts: Buffer[]) => gzipSync(tarOf(...parts))

describe('what the builders make of nothing special is taken', () => {
  test.each<[string, Buffer, string[]]>([
    [
      'a tar',
      gz(tarEntry({ name: 'b/', type: '5', mode: 0o755 }), tarEntry({ prefix: 'b', name: 'c' })),
      ['b/', 'b/c'],
    ],
    ['a folder without its slash', gz(tarEntry({ name: 'b', type: '5' })), ['b/']],
    [
      'pax',
      gz(
        paxHeader(paxRecord('mtime', '1.5'), 'g'),
        paxHeader(paxRecord('path', 'é') + paxRecord('size', '5')),
        hello,
      ),
      ['é'],
    ],
    ['zeros up to a record', gz(hello, Buffer.alloc(10_240)), ['a.txt']],
    ['an empty tar', gz(), []],
    [
      'a zip',
      zipOf([{ method: 8 }, { name: 'b/', content: '', mode: 0o040755, dos: 0x10 }]),
      ['a.txt', 'b/'],
    ],
    [
      'a zip with times of its own in each header',
      zipOf([
        { extra: extraOf(0x5455, Buffer.alloc(5)), local: { extra: extraOf(0x5455, Buffer.alloc(9)) } },
      ]),
      ['a.txt'],
    ],
    ['an empty zip', zipOf([]), []],
  ])('%s', async (_, bytes, paths) => {
    expect(Object.keys(await read(bytes, { format: bytes[0] === 0x1f ? 'tar.gz' : 'zip' }))).toEqual(paths)
  })
})
