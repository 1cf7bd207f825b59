import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { read } from './test/pack-read.ts'
import { paxHeader, paxRecord, tarEntry, tarOf } from './test/tar-bytes.ts'

const hello = tarEntry({ data: 'hello' })
const gz = (...parts: Buffer[]) => gzipSync(tarOf(...parts))

describe('the malo cases whose archives our copy lacks, rebuilt from their names', () => {
  const embedded = tarEntry({ name: 'embedded.txt' })
  const withData = (type: string, name = 'a') => gz(tarEntry({ name, type, data: 'hidden' }))
  const withHeader = (type: string, name = 'a') => gz(tarEntry({ name, type, data: embedded }))
  const x = (key: string, value: string) => paxHeader(paxRecord(key, value))
  test.each<[string, Buffer]>([
    ...['4', '6', '7'].flatMap((type): [string, Buffer][] => [
      [`type ${type} with data`, withData(type)],
      [`type ${type} with embedded header`, withHeader(type)],
    ]),
    ['dir_with_data', withData('5', 'dir/')],
    ['dir_with_embedded_header', withHeader('5', 'dir/')],
    [
      'dir_with_embedded_entry',
      gz(tarEntry({ name: 'dir/', type: '5', data: tarEntry({ name: 'malicious.txt', data: 'x' }) }), hello),
    ],
    [
      'dir_with_embedded_header_and_pax',
      gz(x('size', '512'), tarEntry({ name: 'dir/', type: '5', size: 0 }), embedded),
    ],
    ['symlink_with_embedded_header', gz(tarEntry({ type: '2', link: 'b', data: embedded }))],
    ['pax_bad_hdrcharset_ascii', gz(x('hdrcharset', 'ASCII'), hello)],
    [
      'pax_binary_mode_names',
      gz(
        paxHeader(
          Buffer.concat([
            Buffer.from(paxRecord('hdrcharset', 'BINARY')),
            Buffer.from('13 path=caf\xe9\n', 'latin1'),
          ]),
        ),
        hello,
      ),
    ],
    ['pax_iso88591_hdrcharset', gz(x('hdrcharset', 'ISO-IR 8859 1 1998'), hello)],
    ['pax_multiple_headers', gz(x('path', 'first.txt'), x('path', 'second.txt'), hello)],
    ['pax_null_at_end_of_key', gz(x('path\0', 'evil.txt'), hello)],
    ['pax_null_in_string', gz(x('path', 'null\0rest'), hello)],
    ['pax_path_trailing_slash_file', gz(x('path', 'file.txt/'), hello)],
    [
      'pax_two_paths_evil_first',
      gz(paxHeader(paxRecord('path', '../evil.txt') + paxRecord('path', 'fine')), hello),
    ],
    [
      'pax_two_paths_evil_last',
      gz(paxHeader(paxRecord('path', 'fine') + paxRecord('path', '../evil.txt')), hello),
    ],
    ['pax_utf16_hdrcharset', gz(x('hdrcharset', 'UTF-16'), hello)],
    [
      'pax_x_then_g_drops_path',
      gz(x('path', 'fine'), paxHeader(paxRecord('mtime', '0'), 'g'), tarEntry({ name: '../evil.txt' })),
    ],
  ])('%s is refused', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'archive.refused' })
  })

  test('a pax record over the border of two blocks is read whole (pax_path_value_split)', async () => {
    const path = `${'folder/'.repeat(10)}${'a'.repeat(200)}/${'b'.repeat(250)}/end.txt`
    expect(await read(gz(x('path', path), hello))).toEqual({ [path]: 'hello' })
  })
})
