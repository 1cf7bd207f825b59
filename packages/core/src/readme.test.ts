import { expect, test } from 'vitest'
import { pack } from './archive/test/pack-read.ts'
import { bytesSource } from './archive/index.ts'
import { inspectPackage, readReadme } from './inspection.ts'

const manifest = (extra = '') => `[package]\nname = "a"\nversion = "1.0.0"\ndescription = "x"\n${extra}`

test.each([
  [{ 'readme.txt': 't', README: 'r', 'Readme.md': 'm' }, '', 'Readme.md'],
  [{ 'readme.txt': 't', README: 'r' }, '', 'README'],
  [{ 'readme.rst': 's', 'readme.txt': 't' }, '', 'readme.txt'],
  [{ 'README.md': 'm', 'docs/a.md': 'a' }, 'readme = "docs/a.md"', 'docs/a.md'],
  [{ 'docs/README.md': 'm' }, '', undefined],
])('of %j with “%s” it is %s', async (files, extra, file) => {
  const all = { ...files, 'plugin.toml': manifest(extra) }
  for (const entries of [Object.entries(all), Object.entries(all).reverse()]) {
    const source = bytesSource(await pack(Object.fromEntries(entries), 'zip'))
    const { readme, manifest: parsed } = await inspectPackage(source)
    expect(readme?.file).toBe(file)
    expect(await readReadme(source, { named: parsed.readme, most: 100 })).toEqual(readme)
  }
})

test('a long one is cut between characters', async () => {
  const source = bytesSource(await pack({ 'README.md': 'ab€' }, 'tar.gz'))
  const read = (most: number) => readReadme(source, { named: undefined, most })
  expect(await read(5)).toEqual({ file: 'README.md', text: 'ab€' })
  expect(await read(4)).toMatchObject({ text: 'ab', note: expect.stringContaining('5 bytes') })
})

test.each([
  ['no UTF-8', Buffer.from([0x61, 0xff])],
  ['half a character at its end', Buffer.from([0x61, 0xe2, 0x82])],
  ['a zero', Buffer.from([0x61, 0])],
])('of one with %s there is a reason instead of a text', async (_, bytes) => {
  const source = bytesSource(await pack({ 'README.md': bytes }, 'zip'))
  const readme = await readReadme(source, { named: undefined, most: 100 })
  expect(readme).toEqual({ file: 'README.md', note: expect.stringMatching(/^README\.md /) })
})
