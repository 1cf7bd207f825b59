import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { WaybillError } from '../errors.ts'
import { bytesSource, readArchive, type ArchiveFormat } from './index.ts'
import { pack } from './test/pack-read.ts'
import { withChecksum } from './test/tar-bytes.ts'

type Below = (below: number) => number

/** A small generator with a seed (mulberry32), so that a failure can be had again. */
function random(seed: number): Below {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const valid = (format: ArchiveFormat) =>
  pack(
    {
      'plugin.toml': '[package]\nname = "mutant"\nversion = "1.0.0"\n',
      'src/index.js': 'export default 1\n'.repeat(50),
      'data/é.bin': Buffer.alloc(3000, 7),
      [`deep/${'folder/'.repeat(10)}${'n'.repeat(120)}.txt`]: 'deep',
      empty: '',
    },
    format,
  )

const evil = [
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\x',
  'con',
  'a\u0000b',
  '..',
  '7777777',
  '\u00ff\u00ff\u00ff\u00ff',
  'path=',
]

/** Changes a copy in one of many ways: bits, bytes, cuts, blocks put in or left out, splices. */
function mutate(bytes: Buffer, other: Buffer, unit: number, next: Below): Buffer {
  const copy = Buffer.from(bytes)
  const at = next(copy.length)
  const block = at - (at % unit)
  switch (next(10)) {
    case 0:
      copy[at]! ^= 1 << next(8)
      return copy
    case 1:
      copy[at] = next(256)
      return copy
    case 2:
      return copy.subarray(0, at)
    case 3:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1 + next(600))])
    case 4:
      return Buffer.concat([copy.subarray(0, block + unit), copy.subarray(block)])
    case 5:
      return Buffer.concat([copy.subarray(0, block), copy.subarray(block + unit)])
    case 6:
      copy.fill(next(2) * 255, at, Math.min(copy.length, at + 1 + next(64)))
      return copy
    case 7:
      copy.write(evil[next(evil.length)]!, at, 'latin1')
      return copy
    case 8:
      return Buffer.concat([copy.subarray(0, at), other.subarray(next(other.length))])
    default:
      copy.copy(copy, next(copy.length), at, at + next(512))
      return copy
  }
}

/** Changes fields of tar headers and puts their checksums right, so that mutants get past the first check. */
function mutateTarHeaders(tar: Buffer, next: Below): Buffer {
  const copy = Buffer.from(tar)
  for (let at = 0; at + 512 <= copy.length; at += 512) {
    if (copy.toString('latin1', at + 257, at + 262) !== 'ustar') continue
    // Name, mode, size, type, link name, prefix.
    const [start, length] = (
      [
        [0, 100],
        [100, 8],
        [124, 12],
        [156, 1],
        [157, 100],
        [345, 155],
      ] as const
    )[next(6)]!
    if (next(3) === 0) copy[at + start + next(length)] = next(256)
    if (next(6) === 0) copy.write(evil[next(evil.length)]!.slice(0, length), at + start, 'latin1')
    withChecksum(copy.subarray(at, at + 512))
  }
  return copy
}

/** Changes the same field in the local and the central header of one entry. */
function mutateZipHeaders(zip: Buffer, next: Below): Buffer {
  const copy = Buffer.from(zip)
  const starts = (signature: string) => {
    const found: number[] = []
    const wanted = Buffer.from(signature, 'hex')
    for (let at = copy.indexOf(wanted); at >= 0; at = copy.indexOf(wanted, at + 4)) found.push(at)
    return found
  }
  const [locals, centrals] = [starts('504b0304'), starts('504b0102')]
  const entry = next(locals.length)
  const field = next(40)
  const value = next(256)
  // Fields up to the lengths stand two bytes later in the directory; the names behind them twenty.
  copy[locals[entry]! + 4 + field] = value
  copy[centrals[entry]! + (field < 26 ? 6 + field : 20 + field)] = value
  return copy
}

/** Written apart from the reader's own check. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const unsafe = /^\/|(^|\/)\.{0,2}(\/|$)|[\\:\0-\x1f]|(^|\/)(con|nul)(\.|\/|$)/i

test('5,000 mutants of valid archives are read with safe paths only, or refused; nothing else happens', async () => {
  const [tarGz, zip] = [await valid('tar.gz'), await valid('zip')]
  const tar = gunzipSync(tarGz)
  const next = random(20_261_121)
  const makers: (() => Buffer)[] = [
    () => mutate(zip, tarGz, 46, next),
    () => mutateZipHeaders(zip, next),
    () => mutate(tarGz, zip, 64, next),
    () => gzipSync(mutate(tar, zip, 512, next), { level: 1 }),
    () => gzipSync(mutateTarHeaders(tar, next), { level: 1 }),
  ]
  const outcomes = makers.map(() => ({ read: 0, refused: 0 }))
  const before = process.memoryUsage().arrayBuffers
  for (let i = 0; i < 5000; i++) {
    const kind = i % makers.length
    try {
      for await (const entry of readArchive(bytesSource(makers[kind]!()), {
        limits: { unpackedBytes: 5_000_000 },
      })) {
        if (unsafe.test(entry.path)) throw new Error(`unsafe: ${JSON.stringify(entry.path)}`)
        let size = 0
        for await (const chunk of entry.content) size += chunk.length
        if (size !== entry.size) throw new Error(`${entry.path} has ${size} bytes, and says ${entry.size}`)
      }
      outcomes[kind]!.read++
    } catch (error) {
      if (!(error instanceof WaybillError)) throw new Error(`mutant ${i} broke the reader`, { cause: error })
      outcomes[kind]!.refused++
    }
  }
  // Each kind must get both ways: otherwise it tries nothing.
  for (const outcome of outcomes) {
    expect(outcome.read).toBeGreaterThan(5)
    expect(outcome.refused).toBeGreaterThan(300)
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000)
})
