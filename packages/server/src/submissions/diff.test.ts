import { bytesSource, defaultArchiveLimits } from '@waybill/core/archive'
import type { Manifest } from '@waybill/core/manifest'
import { packFiles } from '@waybill/testkit/publisher'
import { expect, test } from 'vitest'
import { whyNotAutomatic } from './auto-approval.ts'
import { changedFiles, fileDiff, permissionChanges } from './diff.ts'

const packed = async (files: Record<string, string>) => bytesSource(await packFiles(files))
const lines = (word: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${word}${i}\n`).join('')
const compare = async (before: Record<string, string>, after: Record<string, string>) => ({
  before: await packed(before),
  after: await packed(after),
  limits: defaultArchiveLimits,
})

test('a text of which every line differs is shown as replaced, and does not hold the registry up', async () => {
  const compared = await compare({ 'a.js': lines('old', 60_000) }, { 'a.js': lines('new', 60_000) })
  const { hunks } = await fileDiff(compared, 'a.js')
  expect(hunks).toHaveLength(1)
  expect(hunks[0]?.lines).toHaveLength(120_000)
  expect([hunks[0]?.lines[0], hunks[0]?.lines.at(-1)]).toEqual(['-old0', '+new59999'])
})

test('a long new file is shown whole, and so is one that went', async () => {
  const compared = await compare({ 'gone.js': lines('x', 30_000) }, { 'new.js': lines('y', 30_000) })
  expect((await fileDiff(compared, 'new.js')).hunks).toMatchObject([{ oldStart: 0, newStart: 1 }])
  expect((await fileDiff(compared, 'gone.js')).hunks[0]?.lines).toHaveLength(30_000)
})

test('a small change in a long text is a small hunk', async () => {
  const text = lines('x', 40_000)
  const compared = await compare({ 'a.js': text }, { 'a.js': text.replace('x20000\n', 'changed\n') })
  const { hunks } = await fileDiff(compared, 'a.js')
  expect(hunks.map(({ lines: all }) => all.filter((line) => !line.startsWith(' ')))).toEqual([
    ['-x20000', '+changed'],
  ])
})

test('packages are compared within the registry’s own limits', async () => {
  const compared = await compare({ a: 'x' }, { a: 'y', b: 'z' })
  expect(await changedFiles(compared)).toHaveLength(2)
  await expect(
    changedFiles({ ...compared, limits: { ...defaultArchiveLimits, entries: 1 } }),
  ).rejects.toThrow(expect.objectContaining({ code: 'archive.too_large' }))
})

test('permissions that only stand in another order are the same', () => {
  // As the database gives them back: shorter keys first.
  const stored = { permissions: { fs: true, network: ['https://x.example'] } } as unknown as Manifest
  const written = { permissions: { network: ['https://x.example'], fs: true } } as unknown as Manifest
  expect(permissionChanges(stored, written)).toEqual([])
  const rule = {
    minPublished: 0,
    verifiedPublisher: false,
    maxChangedFiles: 1,
    maxChangedBytes: 1,
    level: 'patch',
  } as const
  const candidate = {
    previous: { version: '1.0.0', manifest: stored },
    manifest: { ...written, version: '1.0.1' },
    checks: [],
    changes: [],
    published: 0,
    isVerified: false,
    breaking: false,
  }
  expect(whyNotAutomatic(rule, candidate)).toBeUndefined()
})
