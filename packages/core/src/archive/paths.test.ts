import { describe, expect, test } from 'vitest'
import { checkEntryPath, PathCollisions } from './index.ts'

const refusedFor = (reason: string) =>
  expect.objectContaining({
    code: 'archive.refused',
    details: expect.objectContaining({ reason }) as unknown,
  }) as Error

describe('entry paths', () => {
  test.each([
    ['', 'name-empty'],
    ['a//b', 'name-empty'],
    ['a/', 'name-empty'],
    ['/etc/passwd', 'name-absolute'],
    ['..', 'name-dots'],
    ['a/../b', 'name-dots'],
    ['./a', 'name-dots'],
    ['a\\b', 'name-backslash'],
    ['c:/x', 'name-colon'],
    ['a:stream', 'name-colon'],
    ['a\0b', 'name-control'],
    ['a\x7f', 'name-control'],
    ['a\u009b', 'name-control'],
    ['a\u061cb', 'name-control'],
    ['a\u202eb', 'name-control'],
    ['a\u2069b', 'name-control'],
    ['\ufeffa', 'name-control'],
    ['e\u0301', 'name-normal-form'],
    ['\u212a', 'name-normal-form'],
    ['CON', 'name-reserved'],
    ['x/nul.txt', 'name-reserved'],
    ['Com0', 'name-reserved'],
    ['com¹', 'name-reserved'],
    ['LPT³.tar.gz', 'name-reserved'],
    ['lpt9 .log', 'name-reserved'],
    ['conin$', 'name-reserved'],
    ['a.', 'name-trailing'],
    ['a./b', 'name-trailing'],
    ['a /b', 'name-trailing'],
    ['x'.repeat(256), 'name-long'],
    ['é'.repeat(128), 'name-long'],
    [Array(33).fill('a').join('/'), 'name-long'],
    ['a\ud800', 'name-encoding'],
    ['a\uff0fb', 'name-look-alike'],
    ['a\uff3cb', 'name-look-alike'],
    ['\u2025/a', 'name-look-alike'],
    ['\u2105', 'name-look-alike'],
    ['..\u200d/a', 'name-look-alike'],
    ['a/\u200b/b', 'name-look-alike'],
  ])('%j is refused', (path, reason) => {
    expect(() => checkEntryPath(path)).toThrowError(refusedFor(reason))
  })

  test.each([
    ['a'],
    ['a/b.c'],
    ['console.log'],
    ['com10'],
    ['comma'],
    ['.hidden'],
    ['...a'],
    ['é日本'],
    ['wait\u2026.txt'],
    ['👩\u200d💻.md'],
    ['a b'],
    ['x'.repeat(255)],
    [Array(32).fill('a').join('/')],
  ])('%j is fine', (path) => checkEntryPath(path))
})

describe('paths of one archive', () => {
  const add = (...paths: string[]) => {
    const collisions = new PathCollisions()
    return paths.map((path) =>
      collisions.add(path.replace(/\/$/, ''), path.endsWith('/') ? 'folder' : 'file'),
    )
  }

  test.each([
    ['README', 'readme'],
    ['straße', 'STRASSE'],
    ['ﬁle', 'file'],
    ['x²', 'x2'],
    ['ΑΣ', 'ας'],
    ['a\u200db', 'ab'],
    ['a', 'a/b'],
    ['a/b', 'a'],
    ['a/', 'a'],
    ['Lib/a', 'lib/b'],
    ['lib/a', 'LIB/'],
    ['a/b/c', 'a/B'],
  ])('%j and %j fall together', (one, two) => {
    expect(() => add(one, two)).toThrowError(refusedFor('collision'))
    expect(() => add(two, one)).toThrowError(refusedFor('collision'))
  })

  test.each([
    ['a', 'a'],
    ['a/', 'a/'],
    ['a/b', 'a/b'],
  ])('%j is there twice', (one, two) => {
    expect(() => add(one, two)).toThrowError(refusedFor('duplicate'))
  })

  test('a folder may come before or after what is in it, once, and is counted once', () => {
    expect(add('a/', 'a/b', 'c/d/e', 'c/', 'c/f')).toEqual([1, 1, 3, 0, 1])
    expect(() => add('c/d', 'c/', 'c/')).toThrowError(refusedFor('duplicate'))
  })
})

test('names that take more memory than names may are refused', () => {
  const collisions = new PathCollisions()
  const path = (i: number) =>
    Array.from({ length: 32 }, (_, depth) => `${i}-${depth}`.padEnd(255, 'x')).join('/')
  expect(() => {
    for (let i = 0; i < 5000; i++) collisions.add(path(i), 'file')
  }).toThrowError(refusedFor('names'))
})
