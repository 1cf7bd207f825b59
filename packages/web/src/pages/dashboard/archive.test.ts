import { expect, test } from 'vitest'
import { guessFrom, isName, isVersion, refusalOf } from './archive.ts'

test('name and version are guessed from names as “waybill pack” gives them', () => {
  expect(guessFrom('csv-tables-1.2.0.tar.gz')).toEqual({ name: 'csv-tables', version: '1.2.0' })
  expect(guessFrom('csv-tables-1.2.0-linux-x64.zip')).toEqual({ name: 'csv-tables', version: '1.2.0' })
  expect(guessFrom('a-2-3.0.0-beta.1.zip')).toEqual({ name: 'a-2', version: '3.0.0-beta.1' })
})

test('a name that says nothing leaves the fields empty instead of wrong', () => {
  expect(guessFrom('My Plugin (final).zip')).toEqual({ name: '', version: '' })
  expect(guessFrom('plugin.zip')).toEqual({ name: 'plugin', version: '' })
})

test('an archive is known by its first bytes, not by its name', async () => {
  const file = (bytes: number[], name: string) => new File([new Uint8Array(bytes)], name)
  expect(await refusalOf(file([0x1f, 0x8b, 8, 0], 'a.bin'))).toBeUndefined()
  expect(await refusalOf(file([0x50, 0x4b, 3, 4], 'a.zip'))).toBeUndefined()
  expect((await refusalOf(file([0x4d, 0x5a, 0, 0], 'a.zip')))?.says).toContain('no .zip')
  expect((await refusalOf(file([], 'a.zip')))?.says).toContain('empty')
})

test('names and versions are what the registry takes', () => {
  expect(['a', '@me/a', 'a.b_c-d'].every(isName)).toBe(true)
  expect(['A', '', '-a', '@me', 'a b', '@me/'].some(isName)).toBe(false)
  expect(['1.0.0', '1.0.0-rc.1+x'].every(isVersion)).toBe(true)
  expect(['1', '1.0', 'v1.0.0', ''].some(isVersion)).toBe(false)
})
