import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pack, read } from './test/pack-read.ts'

const has = (program: string) => spawnSync('which', [program]).status === 0

/** Runs a script in a new folder with `sub/a.txt`; gives the file `out` that it makes. */
function build(script: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-tools-'))
  try {
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'sub/a.txt'), 'hello')
    execFileSync('bash', ['-ec', script], { cwd: folder })
    return readFileSync(join(folder, 'out'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('what other programs make of our archives', () => {
  const long = `${'folder/'.repeat(20)}${'n'.repeat(200)}.txt`
  test.each([
    ['tar', 'tar.gz', 'tar xzf packed -C out'],
    ['gzip', 'tar.gz', 'gzip -dc packed | tar xf - -C out'],
    ['python3', 'tar.gz', 'python3 -m tarfile -e packed out'],
    ['python3', 'zip', 'python3 -m zipfile -e packed out'],
    ['unzip', 'zip', 'unzip -q packed -d out'],
    ['bsdtar', 'zip', 'bsdtar xf packed -C out'],
  ] as const)('%s reads a %s', async (program, format, command) => {
    if (!has(program)) return
    const folder = mkdtempSync(join(tmpdir(), 'waybill-archive-'))
    try {
      const files = { 'a/b.txt': 'hello', 'é.txt': 'accent', run: '#!/bin/sh', [long]: 'long' }
      writeFileSync(join(folder, 'packed'), await pack(files, format, ['run']))
      mkdirSync(join(folder, 'out'))
      execFileSync('bash', ['-ec', command], { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } })
      for (const [path, text] of Object.entries(files))
        expect(readFileSync(join(folder, 'out', path), 'utf8')).toBe(text)
      // Python's zipfile does not set modes.
      if (!(program === 'python3' && format === 'zip'))
        expect(statSync(join(folder, 'out/run')).mode & 0o111).toBe(0o111)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test.skipIf(!has('unzip'))('unzip finds nothing wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-archive-'))
    try {
      writeFileSync(join(folder, 'a.zip'), await pack({ a: 'x'.repeat(9999), 'é/b': '' }, 'zip'))
      expect(execFileSync('unzip', ['-t', join(folder, 'a.zip')], { encoding: 'utf8' })).toContain(
        'No errors',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('what we make of the archives of other programs', () => {
  const taken = { 'sub/': '', 'sub/a.txt': 'hello' }

  test('tar: ustar, and pax without its own times', async () => {
    expect(await read(build('tar --format=ustar -czf out sub'))).toEqual(taken)
    const name = `${'n'.repeat(120)}.txt`
    const posix = 'tar --format=posix --pax-option=delete=atime,delete=ctime'
    expect(await read(build(`cp sub/a.txt ${name}; ${posix} -czf out sub ${name}`))).toEqual({
      ...taken,
      [name]: 'hello',
    })
  })

  test.each([
    ['tar --format=gnu -czf out sub', 'tar-format'],
    ['tar --format=posix -czf out sub', 'pax-key'],
    ['ln -s /etc/passwd sub/l; tar --format=ustar -czf out sub', 'symlink'],
    ['ln sub/a.txt sub/h; tar --format=ustar -czf out sub', 'hardlink'],
    ['mkfifo sub/p; tar --format=ustar -czf out sub', 'fifo'],
    ['chmod u+s sub/a.txt; tar --format=ustar -czf out sub', 'setuid'],
    ['tar --format=ustar -czf out ./sub', 'name-dots'],
    ['tar --format=ustar -cf t sub; gzip -c t >out; gzip -c t >>out', 'trailing-data'],
    ['tar --format=ustar -cJf out sub', 'not-an-archive'],
  ])('“%s” is refused: %s', async (script, reason) => {
    await expect(read(build(script))).rejects.toMatchObject({
      details: { reason },
      hint: expect.stringContaining('waybill pack') as unknown,
    })
  })

  test.skipIf(!has('npm'))('npm pack', async () => {
    const manifest = '{"name":"x","version":"1.0.0"}'
    const packed = build(
      `cd sub; echo -n '${manifest}' >package.json; npm pack --silent; mv x-1.0.0.tgz ../out`,
    )
    expect(await read(packed)).toEqual({ 'package/a.txt': 'hello', 'package/package.json': manifest })
  })

  test.skipIf(!has('zip'))('zip, with and without its extra fields', async () => {
    expect(await read(build('zip -qr o sub; mv o.zip out'))).toEqual(taken)
    expect(await read(build('zip -qXr o sub; mv o.zip out'))).toEqual(taken)
    const symlink = build('ln -s /etc/passwd sub/l; zip -qyr o sub; mv o.zip out')
    await expect(read(symlink)).rejects.toMatchObject({ details: { reason: 'symlink', entry: 'sub/l' } })
    const encrypted = build('zip -qP secret -r o sub/a.txt; mv o.zip out')
    await expect(read(encrypted)).rejects.toMatchObject({ details: { reason: 'encrypted' } })
  })

  test.skipIf(!has('python3'))('Python’s zipfile; not where it writes to a stream', async () => {
    expect(await read(build('python3 -m zipfile -c out sub'))).toEqual(taken)
    const streamed = `python3 -c "
import zipfile
class W:
  def __init__(s,f): s.f=f
  def write(s,b): return s.f.write(b)
  def flush(s): s.f.flush()
with open('out','wb') as f:
  z=zipfile.ZipFile(W(f),'w',zipfile.ZIP_DEFLATED); z.writestr('a.txt','hello'); z.close()"`
    await expect(read(build(streamed))).rejects.toMatchObject({
      message: expect.stringContaining('as tools that write zips as a stream do') as unknown,
      details: { reason: 'descriptor', entry: 'a.txt' },
      hint: expect.stringContaining('waybill pack') as unknown,
    })
  })
})
