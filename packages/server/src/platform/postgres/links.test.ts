import { spawnSync } from 'node:child_process'
import { mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { cleanUp, newFolder } from './harness.ts'
import { restoreLinks } from './links.ts'

afterEach(cleanUp)

async function newPackage(): Promise<string> {
  const root = join(await newFolder(), '@scope', 'package')
  await mkdir(join(root, 'native', 'lib'), { recursive: true })
  await writeFile(join(root, 'native', 'lib', 'libx.so.6.18'), 'library')
  const names = ['libx.so', 'libx.so.6']
  const links = names.map((name) => ({ source: 'native/lib/libx.so.6.18', target: `native/lib/${name}` }))
  await writeFile(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links))
  return root
}

describe('restoreLinks', () => {
  test('makes missing links, by several at once, and again', async () => {
    const root = await newPackage()
    await Promise.all([restoreLinks(root), restoreLinks(root), restoreLinks(root)])
    await restoreLinks(root)
    expect(await readlink(join(root, 'native', 'lib', 'libx.so'))).toBe('libx.so.6.18')
    expect(await readFile(join(root, 'native', 'lib', 'libx.so.6'), 'utf8')).toBe('library')
  })

  test('corrects a link to somewhere else and keeps a file', async () => {
    const root = await newPackage()
    await symlink('libx.so.6.17', join(root, 'native', 'lib', 'libx.so'))
    await writeFile(join(root, 'native', 'lib', 'libx.so.6'), 'copied')
    await restoreLinks(root)
    expect(await readFile(join(root, 'native', 'lib', 'libx.so'), 'utf8')).toBe('library')
    expect(await readFile(join(root, 'native', 'lib', 'libx.so.6'), 'utf8')).toBe('copied')
  })

  test('has nothing to do in a package without a list', async () => {
    await restoreLinks(await newFolder())
  })

  test.runIf(process.getuid?.() === 0)('says what to do when the package cannot be written', async () => {
    const root = await newPackage()
    const script = `
      import { restoreLinks } from ${JSON.stringify(new URL('./links.ts', import.meta.url).href)}
      await restoreLinks(${JSON.stringify(root)}).catch(({ code, message, hint }) => console.log(code, message, hint))`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      uid: 65534,
      gid: 65534,
    })
    expect(String(stdout)).toMatch(
      /^database\.unavailable .* lack links.*EACCES.*npm rebuild @scope\/package/s,
    )
  })
})
