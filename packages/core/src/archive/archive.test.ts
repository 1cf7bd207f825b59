import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WaybillError } from '../errors.ts'
import {
  bytesSource,
  checkEntryPath,
  readArchive,
  writeArchive,
  type ArchiveFormat,
  type PackEntry,
  type ReadOptions,
} from './index.ts'

export async function pack(
  files: Record<string, string | Uint8Array>,
  format: ArchiveFormat,
  executable: string[] = [],
): Promise<Buffer> {
  const entries: PackEntry[] = Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content)
    return {
      path,
      size: bytes.length,
      executable: executable.includes(path),
      content: async function* () {
        for (let at = 0; at < bytes.length; at += 7000) yield bytes.subarray(at, at + 7000)
      },
    }
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of writeArchive(entries, format)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function read(bytes: Uint8Array, options?: ReadOptions): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const entry of readArchive(bytesSource(bytes), options)) {
    const chunks: Buffer[] = []
    for await (const chunk of entry.content) chunks.push(Buffer.from(chunk))
    files[entry.type === 'folder' ? `${entry.path}/` : entry.path] = Buffer.concat(chunks).toString('latin1')
  }
  return files
}

const formats: ArchiveFormat[] = ['tar.gz', 'zip']

describe.each(formats)('a %s that is written', (format) => {
  test('reads back equal, whatever the files', async () => {
    const part = fc.stringMatching(/^[a-zé日_-]{1,12}$/).map((text) => text.normalize('NFC'))
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.x`)
    const tree = fc.dictionary(path, fc.uint8Array({ maxLength: 20_000 }), {
      maxKeys: 8,
      noNullPrototype: true,
    })
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const folded = Object.keys(files).map((name) => name.normalize('NFKC').toLowerCase())
        fc.pre(new Set(folded).size === folded.length)
        const packed = await pack(files, format)
        const expected = Object.fromEntries(
          Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('latin1')]),
        )
        expect(await read(packed)).toEqual(expected)
        const reversed = Object.fromEntries(Object.entries(files).reverse())
        expect((await pack(reversed, format)).equals(packed)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('keeps the executable bit, long names and large files', async () => {
    const long = `${'folder-with-a-long-name/'.repeat(6)}${'x'.repeat(200)}.txt`
    const big = Buffer.alloc(3_000_000, 'abcdefghij')
    const packed = await pack(
      { 'bin/run': '#!/bin/sh\n', [long]: 'long', 'big.bin': big, empty: '' },
      format,
      ['bin/run'],
    )
    const executable: string[] = []
    let size = 0
    for await (const entry of readArchive(bytesSource(packed))) {
      if (entry.executable) executable.push(entry.path)
      if (entry.path === 'big.bin') for await (const chunk of entry.content) size += chunk.length
    }
    expect([executable, size]).toEqual([['bin/run'], big.length])
  })

  test('is read by other programs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-archive-'))
    try {
      const file = join(folder, `a.${format}`)
      writeFileSync(file, await pack({ 'a/b.txt': 'hello', 'é.txt': 'accent' }, format))
      mkdirSync(join(folder, 'out'))
      if (format === 'zip') execFileSync('python3', ['-m', 'zipfile', '-e', file, join(folder, 'out')])
      else execFileSync('tar', ['xzf', file, '-C', join(folder, 'out')])
      expect(readFileSync(join(folder, 'out/a/b.txt'), 'utf8')).toBe('hello')
      expect(readFileSync(join(folder, 'out/é.txt'), 'utf8')).toBe('accent')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('cannot have paths that the reader refuses', async () => {
    await expect(pack({ '../evil': 'x' }, format)).rejects.toMatchObject({
      code: 'archive.refused',
      details: { reason: 'name-dots' },
    })
    await expect(pack({ A: 'x', a: 'y' }, format)).rejects.toMatchObject({ details: { reason: 'collision' } })
  })

  test('is stopped at each limit, counted on what really comes out', async () => {
    const bomb = await pack({ 'zeros.bin': Buffer.alloc(8_000_000) }, format)
    expect(bomb.length).toBeLessThan(20_000)
    const limits: [NonNullable<ReadOptions['limits']>, string][] = [
      [{ unpackedBytes: 1_000_000 }, 'unpackedBytes'],
      [{ ratio: 100 }, 'ratio'],
      [{ packedBytes: 100 }, 'packedBytes'],
      [{ entries: 0 }, 'entries'],
    ]
    for (const [limit, name] of limits) {
      await expect(read(bomb, { limits: limit })).rejects.toMatchObject({
        code: 'archive.too_large',
        details: { limit: name },
      })
    }
  })

  test('is checked to its end also where the caller does not read', async () => {
    const packed = await pack({ a: 'x'.repeat(5000), b: 'y' }, format)
    const seen: string[] = []
    for await (const entry of readArchive(bytesSource(packed))) seen.push(entry.path)
    expect(seen).toEqual(['a', 'b'])
    packed[format === 'zip' ? 33 : 40]! ^= 0xff
    await expect(
      (async () => {
        for await (const _ of readArchive(bytesSource(packed))) continue
      })(),
    ).rejects.toThrow(WaybillError)
  })
})

test('what is neither is refused', async () => {
  await expect(read(Buffer.from('hello, this is text'))).rejects.toMatchObject({
    details: { reason: 'not-an-archive' },
  })
  await expect(read(Buffer.alloc(0))).rejects.toMatchObject({ code: 'archive.refused' })
})

describe('entry paths', () => {
  const cases: [string, string][] = [
    ['', 'name-empty'],
    ['/etc/passwd', 'name-absolute'],
    ['a//b', 'name-empty'],
    ['a/../b', 'name-dots'],
    ['./a', 'name-dots'],
    ['a\\b', 'name-backslash'],
    ['c:/x', 'name-colon'],
    ['a:stream', 'name-colon'],
    ['a\0b', 'name-control'],
    ['a\u202eb', 'name-control'],
    ['e\u0301', 'name-normal-form'],
    ['CON', 'name-reserved'],
    ['x/nul.txt', 'name-reserved'],
    ['com¹', 'name-reserved'],
    ['lpt9 .log', 'name-reserved'],
    ['a.', 'name-trailing'],
    ['a /b', 'name-trailing'],
    ['x'.repeat(256), 'name-long'],
    ['é'.repeat(128), 'name-long'],
    [Array(33).fill('a').join('/'), 'name-long'],
    ['a\ud800', 'name-encoding'],
  ]
  test.each(cases)('%j is refused', (path, reason) => {
    expect(() => checkEntryPath(path)).toThrowError(
      expect.objectContaining({ details: expect.objectContaining({ reason }) as unknown }),
    )
  })
  test.each(['a', 'a/b.c', 'console.log', 'comma', '.hidden', 'é日本', 'a b', 'x'.repeat(255)])(
    '%j is fine',
    (path) => checkEntryPath(path),
  )
})

describe('archives of common tools', () => {
  const build = (script: string): Buffer => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-tools-'))
    try {
      mkdirSync(join(folder, 'sub'))
      writeFileSync(join(folder, 'sub/a.txt'), 'hello')
      execFileSync('bash', ['-c', script], { cwd: folder })
      return readFileSync(join(folder, 'out'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('tar --format=ustar is taken; GNU’s own format and symbolic links are not', async () => {
    expect(await read(build('tar --format=ustar -czf out sub'))).toEqual({ 'sub/': '', 'sub/a.txt': 'hello' })
    await expect(read(build('tar --format=gnu -czf out sub'))).rejects.toMatchObject({
      details: { reason: 'tar-format' },
    })
    await expect(
      read(build('ln -s /etc/passwd sub/l; tar --format=ustar -czf out sub')),
    ).rejects.toMatchObject({ details: { reason: 'symlink', entry: 'sub/l' } })
    await expect(read(build('ln sub/a.txt sub/h; tar --format=ustar -czf out sub'))).rejects.toMatchObject({
      details: { reason: 'hardlink' },
    })
    await expect(read(build('mkfifo sub/p; tar --format=ustar -czf out sub'))).rejects.toMatchObject({
      details: { reason: 'fifo' },
    })
    await expect(read(build('chmod u+s sub/a.txt; tar --format=ustar -czf out sub'))).rejects.toMatchObject({
      details: { reason: 'setuid' },
    })
    await expect(
      read(build('tar --format=ustar -cf t sub; gzip -c t >out; gzip -c t >>out')),
    ).rejects.toMatchObject({ details: { reason: 'trailing-data' } })
  })

  test.skipIf(spawnSync('python3', ['--version']).status !== 0)(
    'Python’s zipfile is taken, streamed or not',
    async () => {
      expect(await read(build('python3 -m zipfile -c out sub'))).toEqual({ 'sub/': '', 'sub/a.txt': 'hello' })
      const streamed = `python3 -c "
import zipfile,sys
class W:
  def __init__(s,f): s.f=f
  def write(s,b): return s.f.write(b)
  def flush(s): s.f.flush()
with open('out','wb') as f:
  z=zipfile.ZipFile(W(f),'w',zipfile.ZIP_DEFLATED); z.writestr('a.txt','hello'); z.close()"`
      expect(await read(build(streamed))).toEqual({ 'a.txt': 'hello' })
    },
  )
})

export const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
