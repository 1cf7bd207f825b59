import { appendFile, chmod, mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isWaybillError } from '@waybill/core/errors'
import { describe, expect, test } from 'vitest'
import { createKey } from './keys.ts'
import { pack } from './pack.ts'
import { scratchFolder } from './test/scratch.ts'

const manifest = '[package]\nname = "thing"\nversion = "1.2.3"\n'
const files = {
  'plugin.toml': manifest,
  'index.js': 'export {}\n',
  'lib/deep/a.txt': 'a',
  'lib.txt': '',
  'Ärger.txt': 'ä',
}

async function packed(folder: string, format: 'tar.gz' | 'zip' = 'tar.gz') {
  const out = await scratchFolder()
  const artifact = await pack(folder, { format, out })
  return {
    ...artifact,
    paths: artifact.entries.map(({ path }) => path),
    bytes: await readFile(artifact.file),
  }
}

async function refusal(folder: string, options: Parameters<typeof pack>[1] = {}) {
  const out = await scratchFolder()
  const error: unknown = await pack(folder, { out, ...options }).catch((thrown: unknown) => thrown)
  if (!isWaybillError(error)) throw error
  expect(await readdir(out), 'nothing is left').toEqual([])
  return error
}

describe('the same files give the same bytes', () => {
  test.each(['tar.gz', 'zip'] as const)(
    'as %s, whenever, wherever and in whatever order they were made',
    async (format) => {
      const first = await scratchFolder(files)
      const second = await scratchFolder(Object.fromEntries(Object.entries(files).reverse()))
      await utimes(join(second, 'index.js'), new Date('2001-02-03'), new Date('2001-02-03'))
      await chmod(join(second, 'index.js'), 0o600)
      const [a, b] = [await packed(first, format), await packed(second, format)]
      expect(a.sha256).toBe(b.sha256)
      expect(a.bytes.equals(b.bytes)).toBe(true)
      expect(a).toMatchObject({ name: 'thing', version: '1.2.3', size: a.bytes.length })
      expect(a.paths).toEqual(['index.js', 'lib.txt', 'lib/deep/a.txt', 'plugin.toml', 'Ärger.txt'])
      expect(a.file.endsWith(`thing-1.2.3.${format}`)).toBe(true)
    },
  )

  test('into its own folder, again and again', async () => {
    const folder = await scratchFolder(files)
    const first = await pack(folder, { out: folder })
    await writeFile(`${first.file}.sig`, 'old')
    await pack(folder, { out: folder, format: 'zip' })
    const second = await pack(folder, { out: folder })
    expect(second.sha256).toBe(first.sha256)
    expect(await readdir(folder), 'a signature of other bytes goes').not.toContain('thing-1.2.3.tar.gz.sig')
    const third = await pack(folder, { out: join(folder, 'dist/other.name') })
    expect(third.sha256).toBe(first.sha256)
    expect((await pack(folder, { out: join(folder, 'dist/other.name') })).sha256).toBe(first.sha256)
  })

  test('but not when a file changes', async () => {
    const folder = await scratchFolder(files)
    const before = await packed(folder)
    await appendFile(join(folder, 'index.js'), '\n')
    expect((await packed(folder)).sha256).not.toBe(before.sha256)
  })
})

describe('left out', () => {
  test('is what belongs to tools, to the system, or is a secret, whatever an ignore file says', async () => {
    const folder = await scratchFolder({
      'plugin.toml': manifest,
      '.waybillignore': '!node_modules\n!.env\n',
      'node_modules/a/index.js': '',
      'lib/node_modules/b.js': '',
      '.git/config': '',
      'lib/.DS_Store': '',
      '.env': 'TOKEN=x',
      '.npmrc': '//registry/:_authToken=x',
      'thing-1.0.0.zip': '',
      'thing-1.2.3-linux-x86_64.tar.gz': '',
      'thing-1.2.3.tar.gz.sig': '',
      'thing-notes.zip': 'is not an artifact of it',
      'cvs/kept.txt': '',
    })
    expect((await packed(folder)).paths).toEqual(['cvs/kept.txt', 'plugin.toml', 'thing-notes.zip'])
  })

  test('is what .waybillignore names; .gitignore is then not looked at', async () => {
    const folder = await scratchFolder({
      'plugin.toml': manifest,
      '.gitignore': 'dist/\n',
      '.waybillignore': '*.log\n/top.txt\nplugin.toml\n',
      'dist/built.js': '',
      'a.log': '',
      'deep/b.log': '',
      'top.txt': '',
      'deep/top.txt': '',
    })
    expect((await packed(folder)).paths).toEqual(['deep/top.txt', 'dist/built.js', 'plugin.toml'])
  })

  test('is what .gitignore names otherwise; nested files count for their folder and win there', async () => {
    const folder = await scratchFolder({
      'plugin.toml': manifest,
      '.gitignore': '*.txt\nsecret/\n',
      'a.txt': '',
      'keep/.gitignore': '!b.txt\n/c.js\n',
      'keep/b.txt': '',
      'keep/c.js': '',
      'keep/deep/c.js': '',
      'secret/.gitignore': '!d.js\n',
      'secret/d.js': '',
    })
    expect((await packed(folder)).paths).toEqual(['keep/b.txt', 'keep/deep/c.js', 'plugin.toml'])
  })
})

describe('an npm folder', () => {
  const packageJson = (extra: object) => JSON.stringify({ name: '@acme/lib', version: '1.0.0', ...extra })

  test('is packed as npm would, without a folder around it', async () => {
    const folder = await scratchFolder({
      'package.json': packageJson({
        main: './out/main.js',
        bin: { tool: 'bin/tool.js' },
        files: ['lib', '/docs/*.md', './*.d.ts', '!lib/**/*.test.js', 'assets/'],
      }),
      'README.md': '',
      LICENSE: '',
      'types.d.ts': '',
      'lib/a.js': '',
      'lib/deep/b.js': '',
      'lib/deep/b.test.js': '',
      'lib/.npmignore': 'private.js\n',
      'lib/private.js': '',
      'docs/a.md': '',
      'docs/deep/b.md': '',
      'assets/x/y.png': '',
      'src/lib/c.ts': '',
      'out/main.js': '',
      'out/other.js': '',
      'bin/tool.js': '',
    })
    const artifact = await packed(folder)
    expect(artifact.file.endsWith('/lib-1.0.0.tar.gz')).toBe(true)
    expect(artifact.paths).toEqual([
      'LICENSE',
      'README.md',
      'assets/x/y.png',
      'bin/tool.js',
      'docs/a.md',
      'lib/a.js',
      'lib/deep/b.js',
      'out/main.js',
      'package.json',
      'types.d.ts',
    ])
  })

  test('without “files” has all but what is ignored, and its README in any case', async () => {
    const folder = await scratchFolder({
      'package.json': packageJson({}),
      '.npmignore': 'test/\n*.md\n',
      '.gitignore': 'built.js\n',
      'README.md': '',
      'notes.md': '',
      'built.js': '',
      'test/a.js': '',
    })
    expect((await packed(folder)).paths).toEqual(['README.md', 'built.js', 'package.json'])
  })
})

describe('refused, with nothing left behind', () => {
  test('a folder without a manifest, one that is empty, one that is a file, and one that is not there', async () => {
    expect(await refusal(await scratchFolder({ 'index.js': '' }))).toMatchObject({ code: 'manifest.missing' })
    expect(await refusal(await scratchFolder())).toMatchObject({ code: 'manifest.missing' })
    const folder = await scratchFolder({ file: '' })
    expect(await refusal(join(folder, 'file'))).toMatchObject({ code: 'file.unreadable' })
    expect(await refusal(join(folder, 'nothing'))).toMatchObject({ code: 'file.unreadable' })
  })

  test('a bad manifest, one that is too large, and files that it names but that are not packed', async () => {
    const bad = await refusal(await scratchFolder({ 'plugin.toml': `${manifest}licence = "MIT"\n` }))
    expect(bad.message).toContain('licence')
    const large = await refusal(await scratchFolder({ 'plugin.toml': `${manifest}#${'x'.repeat(300_000)}` }))
    expect(large).toMatchObject({ code: 'manifest.invalid', details: { limit: 262_144 } })
    const named = {
      'plugin.toml': `${manifest}main = "dist/main.js"\n`,
      'dist/main.js': '',
      '.gitignore': 'dist\n',
    }
    expect((await refusal(await scratchFolder(named))).message).toContain('dist/main.js')
  })

  test('symbolic links, by name, unless they are ignored', async () => {
    const folder = await scratchFolder({ ...files, 'lib/real.js': '' })
    await symlink('real.js', join(folder, 'lib/link.js'))
    const error = await refusal(folder)
    expect(error).toMatchObject({ code: 'archive.refused', details: { entry: 'lib/link.js' } })
    expect(error.message).toMatch(/lib\/link\.js is a symbolic link/)
    await writeFile(join(folder, '.waybillignore'), 'link.js\n')
    expect((await packed(folder)).paths).not.toContain('lib/link.js')
  })

  test('private keys, by name; public ones and certificates are fine', async () => {
    const folder = await scratchFolder(files)
    await createKey(join(folder, 'certs/release.pem'))
    const error = await refusal(folder)
    expect(error).toMatchObject({ code: 'archive.refused', details: { entry: 'certs/release.pem' } })
    expect(error.message).toContain('private key')
    await writeFile(join(folder, '.waybillignore'), 'release.pem\n')
    expect((await packed(folder)).paths).toContain('certs/release.pub.pem')
  })

  test('names that some systems cannot have, or cannot tell apart', async () => {
    const reserved = await refusal(await scratchFolder({ ...files, 'lib/aux.js': '' }))
    expect(reserved).toMatchObject({ code: 'archive.refused' })
    expect(reserved.hint).toContain('Rename')
    const folder = await scratchFolder({ ...files, 'README.md': '' })
    await writeFile(join(folder, 'readme.md'), '')
    expect(await refusal(folder)).toMatchObject({ code: 'archive.refused', details: { reason: 'collision' } })
  })

  test('when it is cancelled', async () => {
    const error = await refusal(await scratchFolder(files), { signal: AbortSignal.abort() })
    expect(error).toMatchObject({ code: 'operation.cancelled' })
  })

  test('when the output cannot be written', async () => {
    const folder = await scratchFolder({ ...files, 'in-the-way': '' })
    expect(await refusal(folder, { out: join(folder, 'in-the-way/x.tar.gz') })).toMatchObject({
      code: 'file.unreadable',
    })
    const out = await scratchFolder()
    await mkdir(join(out, 'thing-1.2.3.tar.gz'))
    await expect(pack(folder, { out })).rejects.toMatchObject({ code: 'file.unreadable' })
    expect(await readdir(out)).toEqual(['thing-1.2.3.tar.gz'])
  })
})
