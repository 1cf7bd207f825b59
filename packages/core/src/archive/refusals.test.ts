import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { RefusalReason } from './index.ts'
import { reasons } from './reasons.ts'
import { read } from './test/pack-read.ts'
import { paxHeader, paxRecord, tarEnd, tarEntry, tarOf } from './test/tar-bytes.ts'
import { extraOf, numbers, zipOf, type ZipFields } from './test/zip-bytes.ts'

const hello = tarEntry({ data: 'hello' })
const gz = (...parts: Buffer[]) => gzipSync(tarOf(...parts))
const changed = (bytes: Buffer, at: number, value: number) => {
  const copy = Buffer.from(bytes)
  copy[at < 0 ? copy.length + at : at] = value
  return copy
}
const named = (path: string) => ({
  'in a tar': gz(paxHeader(paxRecord('path', path)), tarEntry({ name: 'x' })),
  'in a zip': zipOf([{ name: path, flags: 0x800 }]),
})
const twice = (one: string, two: string) => ({
  'in a tar': gz(tarEntry({ name: one }), tarEntry({ name: two })),
  'in a zip': zipOf([
    { name: one, flags: 0x800 },
    { name: two, flags: 0x800 },
  ]),
})

const cases: Record<Exclude<RefusalReason, 'names'>, Record<string, Buffer>> = {
  'not-an-archive': {
    text: Buffer.from('hello, this is text'),
    nothing: Buffer.alloc(0),
    xz: Buffer.from('fd377a585a00', 'hex'),
  },
  truncated: {
    'a gzip header': gz(hello).subarray(0, 9),
    'deflated data': gz(hello).subarray(0, -20),
    'a gzip trailer': gz(hello).subarray(0, -1),
    'a tar without end': gzipSync(hello),
    'a tar with one zero block': gzipSync(Buffer.concat([hello, tarEnd.subarray(512)])),
    'a tar header': gzipSync(hello.subarray(0, 400)),
    'tar content': gzipSync(tarEntry({ data: 'x'.repeat(2000) }).subarray(0, 1500)),
    'tar padding': gzipSync(hello.subarray(0, 700)),
    'a zip': zipOf([{}]).subarray(0, -30),
    'a deflated zip entry': zipOf([{ method: 8, bytes: Buffer.from([0x4b]), content: 'abc' }]),
  },
  'trailing-data': {
    'a byte after gzip': Buffer.concat([gz(hello), Buffer.from('x')]),
    'zeros after gzip': Buffer.concat([gz(hello), Buffer.alloc(512)]),
    'a second gzip member': Buffer.concat([gz(hello), gz(hello)]),
    'an empty second gzip member': Buffer.concat([gz(hello), gzipSync('')]),
    'an entry after the end of the tar': gz(hello, tarEnd, hello),
    'an entry after one zero block': gz(hello, tarEnd.subarray(512), hello),
    'an empty entry after one zero block': gz(hello, tarEnd.subarray(512), tarEntry()),
    'more zeros than a record': gz(hello, Buffer.alloc(10_240 + 512)),
    'half a zero block': gz(hello, Buffer.alloc(100)),
    'bytes after a zip': zipOf([{}], { suffix: Buffer.from('suffix') }),
  },
  'prefixed-data': {
    'bytes before a zip': zipOf([{ gap: Buffer.from('PK, and more') }]),
    'bytes before an empty directory': zipOf([], { end: { offset: 4 }, prefix: Buffer.from('PK..') }),
  },
  gap: {
    'between entries': zipOf([{}, { name: 'b', gap: Buffer.from('hidden') }]),
    'before the directory': zipOf([{ behind: Buffer.from('hidden') }]),
    'after the directory': zipOf([{}], { beforeEnd: Buffer.from('hidden') }),
  },
  overlap: {
    'two entries on the same bytes': zipOf([{}, { name: 'b', offset: 0 }]),
    'an entry that runs into the directory': zipOf([{ packed: 60, size: 60 }]),
  },
  comment: {
    'of the zip, but not there': changed(zipOf([{}]), -2, 5),
    'of the zip': zipOf([{}], { comment: 'hello' }),
    'of an entry': zipOf([{ comment: 'hello' }]),
  },
  'gzip-header': {
    'another method': changed(gz(hello), 2, 7),
    'an extra field': changed(gz(hello), 3, 4),
    'a header checksum': changed(gz(hello), 3, 2),
    'a reserved flag': changed(gz(hello), 3, 0x80),
    'a name without end': Buffer.concat([changed(gz(hello), 3, 8).subarray(0, 10), Buffer.alloc(2000, 'n')]),
  },
  'gzip-checksum': { crc: changed(gz(hello), -8, 1), length: changed(gz(hello), -1, 1) },
  deflate: {
    'in gzip': changed(gz(hello), 10, 0xff),
    'in a zip': zipOf([{ method: 8, bytes: Buffer.alloc(9, 0xff) }]),
    'in a large zip entry': zipOf([{ method: 8, bytes: Buffer.alloc(70_000, 0xff) }]),
  },
  'tar-checksum': {
    'a changed header': gz(changed(hello, 0, 0x62)),
    'no checksum': gz(changed(hello, 148, 0x31)),
  },
  'tar-format': {
    GNU: gz(tarEntry({ magic: 'ustar  \0' })),
    V7: gz(tarEntry({ magic: '' })),
    'another version': gz(tarEntry({ magic: 'ustar\x0001' })),
  },
  'tar-number': {
    'not octal': gz(tarEntry({ edit: (block) => block.write('00000000009', 124) })),
    'base-256': gz(tarEntry({ edit: (block) => (block[124] = 0x80) })),
    'an empty size': gz(tarEntry({ edit: (block) => block.fill(0, 124, 136) })),
    'a negative size': gz(tarEntry({ edit: (block) => block.write('-0000000001', 124) })),
    'digits after the end': gz(tarEntry({ edit: (block) => block.write('1\x002', 124) })),
    'a mode': gz(tarEntry({ edit: (block) => block.write('rw-r--r', 100) })),
    'a time': gz(tarEntry({ edit: (block) => block.write('yesterday', 136) })),
  },
  'tar-padding': {
    'after content': gz(changed(hello, 600, 1)),
    'after a name': gz(tarEntry({ name: 'a\0hidden' })),
    'after a prefix': gz(tarEntry({ prefix: 'p\0hidden' })),
    'after pax records': gz(changed(paxHeader(paxRecord('path', 'b')), 1000, 1), hello),
    'a link name on a file': gz(tarEntry({ link: 'elsewhere' })),
  },
  'pax-record': {
    'no line end': gz(paxHeader('10 path=abc'), hello),
    'no equals sign': gz(paxHeader('9 pathabc\n'), hello),
    'no key': gz(paxHeader('7 =abc\n'), hello),
    'a length with a leading zero': gz(paxHeader('012 path=abc\n'), hello),
    'a length too long': gz(paxHeader('99 path=abc\n'), hello),
    'a length too short': gz(paxHeader('3 path=abc\n'), hello),
    'a key twice': gz(paxHeader(paxRecord('path', 'b') + paxRecord('path', '../c')), hello),
    'a NUL in the value': gz(paxHeader(paxRecord('path', 'b\0c')), hello),
    'a size in words': gz(paxHeader(paxRecord('size', 'five')), hello),
    'a time in words': gz(paxHeader(paxRecord('mtime', 'now')), hello),
    'too many': gz(paxHeader(paxRecord('mtime', '1').repeat(4000)), hello),
  },
  'pax-key': {
    linkpath: gz(paxHeader(paxRecord('linkpath', '/etc')), hello),
    hdrcharset: gz(paxHeader(paxRecord('hdrcharset', 'BINARY')), hello),
    sparse: gz(paxHeader(paxRecord('GNU.sparse.name', 'b')), hello),
    'a NUL in the key': gz(paxHeader(paxRecord('path\0', 'b')), hello),
    'a path for all': gz(paxHeader(paxRecord('path', 'b'), 'g'), hello),
    'a size for all': gz(paxHeader(paxRecord('size', '5'), 'g'), hello),
  },
  'pax-order': {
    'two in a row': gz(paxHeader(paxRecord('path', 'b')), paxHeader(paxRecord('mtime', '1')), hello),
    'a global one between': gz(paxHeader(paxRecord('path', 'b')), paxHeader('', 'g'), hello),
    'none behind it': gz(paxHeader(paxRecord('path', 'b'))),
  },
  'zip-header': {
    'a local signature': changed(zipOf([{}]), 3, 9),
    'a central signature': changed(zipOf([{}]), 40 + 3, 9),
    'another disk': zipOf([{}], { end: { disk: 1 } }),
    'an entry on another disk': zipOf([{ disk: 1 }]),
    'two counts': zipOf([{}], { end: { countHere: 0 } }),
    'a count too high': zipOf([{}], { end: { count: 2 } }),
    'a directory too long': zipOf([{}], { end: { bytes: 200 } }),
  },
  'zip-disagrees': {
    ...Object.fromEntries(
      Object.entries({
        name: 'b.txt',
        version: 10,
        flags: 0x800,
        method: 8,
        time: 1,
        crc: 1,
        packed: 4,
        size: 4,
        extra: extraOf(0x5455, Buffer.from([1, 0, 0, 0, 0])),
      } satisfies ZipFields).map(([field, value]) => [field, zipOf([{ local: { [field]: value } }])]),
    ),
    'a count too low': zipOf([{}, { name: 'b' }], { end: { count: 1 } }),
  },
  'zip-extra': {
    'a Unicode path': zipOf([{ extra: extraOf(0x7075, Buffer.from('1xxxxevil')) }]),
    'half a field': zipOf([{ extra: Buffer.from([0x55, 0x54, 9]) }]),
    'a field too long': zipOf([{ extra: numbers([2, 0x5455], [2, 9]) }]),
    'a field twice': zipOf([
      {
        extra: Buffer.concat([
          extraOf(0x5455, tarEnd.subarray(0, 5)),
          extraOf(0x5455, tarEnd.subarray(0, 5)),
        ]),
      },
    ]),
    AES: zipOf([{ extra: extraOf(0x9901, Buffer.alloc(7)) }]),
  },
  zip64: {
    'an extra field': zipOf([{ extra: extraOf(1, Buffer.alloc(16)) }]),
    'a size of all ones': zipOf([{ size: 0xffffffff, packed: 0xffffffff }]),
    'a count of all ones': zipOf([{}], { end: { count: 0xffff } }),
    'a locator': zipOf([{}], { beforeEnd: numbers([4, 0x07064b50], [4, 0], [4, 0], [4, 0], [4, 1]) }),
  },
  descriptor: {
    'in both headers': zipOf([{ flags: 8, local: { crc: 0, packed: 0, size: 0 } }]),
    'in the local header only': zipOf([{ local: { flags: 8, crc: 0, packed: 0, size: 0 } }]),
  },
  'zip-flags': { 'a patch': zipOf([{ flags: 0x20 }]), 'a reserved flag': zipOf([{ flags: 0x8000 }]) },
  encrypted: {
    weakly: zipOf([{ flags: 1 }]),
    strongly: zipOf([{ flags: 0x41 }]),
    'in its directory': zipOf([{ flags: 0x2000 }]),
  },
  'zip-method': { bzip2: zipOf([{ method: 12 }]), zstd: zipOf([{ method: 93 }]) },
  checksum: { stored: zipOf([{ crc: 1 }]), deflated: zipOf([{ crc: 1, method: 8 }]) },
  size: {
    'stored, two sizes': zipOf([{ size: 6 }]),
    'deflated, too long': zipOf([{ method: 8, size: 4 }]),
    'deflated, too short': zipOf([{ method: 8, size: 6 }]),
    'deflated, large, too short': zipOf([{ method: 8, content: Buffer.alloc(2_000_000), size: 2_000_001 }]),
    'deflated, large, too long': zipOf([{ method: 8, content: Buffer.alloc(2_000_000), size: 1_999_999 }]),
    'deflated, bytes behind its end': zipOf([{ method: 8, bytes: Buffer.from('cb48cdc9c90700ff', 'hex') }]),
    'a size of pax': gz(paxHeader(paxRecord('size', '4')), hello),
  },
  symlink: {
    'in a tar': gz(tarEntry({ type: '2', link: '/etc/passwd' })),
    'in a zip': zipOf([{ mode: 0o120777 }]),
    'in a zip that says it is of DOS': zipOf([{ mode: 0o120777, system: 0 }]),
  },
  hardlink: { 'in a tar': gz(tarEntry({ type: '1', link: 'b' })) },
  device: {
    character: gz(tarEntry({ type: '3' })),
    block: gz(tarEntry({ type: '4' })),
    'character, in a zip': zipOf([{ mode: 0o020644 }]),
    'block, in a zip': zipOf([{ mode: 0o060644 }]),
  },
  fifo: { 'in a tar': gz(tarEntry({ type: '6' })), 'in a zip': zipOf([{ mode: 0o010644 }]) },
  type: {
    ...Object.fromEntries(
      [...'\x007ADKLMNSVX'].map((type) => [`tar ${JSON.stringify(type)}`, gz(tarEntry({ type }))]),
    ),
    'a socket in a zip': zipOf([{ mode: 0o140644 }]),
    'a folder with the mode of a file': zipOf([{ name: 'a/', content: '' }]),
    'a file with the mode of a folder': zipOf([{ mode: 0o040755 }]),
    'a file with the folder bit of DOS': zipOf([{ mode: 0, dos: 0x10 }]),
  },
  setuid: Object.fromEntries(
    [0o4755, 0o2755, 0o1755].flatMap((mode) => [
      [`tar ${mode.toString(8)}`, gz(tarEntry({ mode }))],
      [`zip ${mode.toString(8)}`, zipOf([{ mode: 0o100000 | mode }])],
    ]),
  ),
  'folder-with-data': {
    'in a tar': gz(tarEntry({ name: 'a/', type: '5', data: 'hidden' })),
    'in a zip': zipOf([{ name: 'a/', mode: 0o040755 }]),
  },
  'name-encoding': {
    'a tar name': gz(tarEntry({ name: Buffer.from([0x61, 0xff]) })),
    'an overlong form': gz(tarEntry({ name: Buffer.from([0xc0, 0xae]) })),
    'a zip name': zipOf([{ name: Buffer.from([0xff]), flags: 0x800 }]),
    'a zip name of unknown encoding': zipOf([{ name: 'é' }]),
  },
  'name-empty': {
    ...named('a//b'),
    ...named('a/b//'),
    'no name': gz(tarEntry({ name: '' })),
    'a prefix alone': gz(tarEntry({ name: '', prefix: 'a' })),
    'a file with a slash': gz(tarEntry({ name: 'a/' })),
  },
  'name-absolute': { ...named('/etc/passwd'), prefix: gz(tarEntry({ prefix: '/etc', name: 'passwd' })) },
  'name-dots': {
    ...named('a/../../b'),
    './': gz(tarEntry({ name: './', type: '5' })),
    prefix: gz(tarEntry({ prefix: '..', name: 'a' })),
    'under a harmless pax path': gz(paxHeader(paxRecord('path', 'fine')), tarEntry({ name: '../evil' })),
  },
  'name-backslash': named('a\\b'),
  'name-colon': named('c:evil'),
  'name-control': named('a\nb'),
  'name-normal-form': named('e\u0301'),
  'name-reserved': named('a/NUL.txt'),
  'name-trailing': named('a /b'),
  'name-long': named('x'.repeat(256)),
  'name-look-alike': named('\uff0e\uff0e/a'),
  duplicate: {
    ...twice('a', 'a'),
    folders: gz(tarEntry({ name: 'a/', type: '5' }), tarEntry({ name: 'a', type: '5' })),
  },
  collision: {
    ...twice('README', 'readme'),
    'a file as a folder': gz(tarEntry({ name: 'a' }), tarEntry({ name: 'a/b' })),
  },
}

describe.each(Object.entries(cases))('%s', (reason, archives) => {
  test.each(Object.entries(archives))('%s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'archive.refused', details: { reason } })
  })
})

test('every reason has a case', () => {
  // Names over their limit: paths.test.ts.
  expect([...Object.keys(cases), 'names'].sort()).toEqual(Object.keys(reasons).sort())
})

test('a refusal names the entry, made harmless for a terminal, and says what to do', async () => {
  await expect(read(gz(tarEntry({ name: '../\u001b[2J' })))).rejects.toMatchObject({
    message: 'The archive has a control or bidirectional character in a name (at “../\\u{1b}[2J”).',
    hint: expect.stringContaining('waybill pack') as unknown,
    details: { reason: 'name-control', entry: '../\\u{1b}[2J' },
  })
})
