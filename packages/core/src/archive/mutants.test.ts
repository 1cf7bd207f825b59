import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { WaybillError } from '../errors.ts'
import { bytesSource, checkEntryPath, readArchive, writeArchive, type ArchiveFormat } from './index.ts'

/** A small generator with a seed (mulberry32), so that a failure can be had again. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

async function valid(format: ArchiveFormat): Promise<Buffer> {
  const files: Record<string, Buffer> = {
    'plugin.toml': Buffer.from('[package]\nname = "mutant"\nversion = "1.0.0"\n'),
    'src/index.js': Buffer.from('export default 1\n'.repeat(50)),
    'data/é.bin': Buffer.alloc(3000, 7),
    [`deep/${'folder/'.repeat(10)}${'n'.repeat(120)}.txt`]: Buffer.from('deep'),
    empty: Buffer.alloc(0),
  }
  const entries = Object.entries(files).map(([path, bytes]) => ({
    path,
    size: bytes.length,
    executable: false,
    content: async function* () {
      yield bytes
    },
  }))
  const chunks: Uint8Array[] = []
  for await (const chunk of writeArchive(entries, format)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Changes a copy in one of many ways: bits, bytes, blocks, cuts, splices. */
function mutate(bytes: Buffer, next: (below: number) => number): Buffer {
  const copy = Buffer.from(bytes)
  const at = next(copy.length)
  switch (next(9)) {
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
      return Buffer.concat([copy.subarray(0, at), copy.subarray(at, at + 1 + next(600)), copy.subarray(at)])
    case 5:
      return Buffer.concat([copy, copy.subarray(at)])
    case 6:
      copy.fill(next(2) * 255, at, Math.min(copy.length, at + 1 + next(64)))
      return copy
    case 7: {
      const evil = ['../../etc/passwd', '/etc/passwd', 'C:\\x', 'con', 'a\u0000b', '..']
      return Buffer.from(copy.fill(evil[next(evil.length)]!, at, Math.min(copy.length, at + 20)))
    }
    default: {
      const other = next(copy.length)
      const length = next(512)
      copy.copy(copy, other, at, at + length)
      return copy
    }
  }
}

/** Puts the right checksum on every tar header, so that a mutant gets past the first check. */
function fixChecksums(tar: Buffer): Buffer {
  for (let at = 0; at + 512 <= tar.length; at += 512) {
    if (tar.toString('latin1', at + 257, at + 262) !== 'ustar') continue
    tar.fill(' ', at + 148, at + 156)
    const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0)
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1')
  }
  return tar
}

const outside = /^\/|^\.\.?(\/|$)|\/\.\.?(\/|$)|\\|:|\0/

test(
  '5,000 mutants of valid archives are read with safe paths only, or refused; nothing else happens',
  { timeout: 300_000 },
  async () => {
    const [tarGz, zip] = await Promise.all([valid('tar.gz'), valid('zip')])
    const tar = gunzipSync(tarGz)
    const next = random(20_261_121)
    let [accepted, refused] = [0, 0]
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 5000; i++) {
      const kind = i % 4
      const mutant =
        kind === 0
          ? mutate(zip, next)
          : kind === 1
            ? mutate(tarGz, next)
            : gzipSync(kind === 2 ? mutate(tar, next) : fixChecksums(mutate(tar, next)), { level: 1 })
      try {
        for await (const entry of readArchive(bytesSource(mutant), {
          limits: { unpackedBytes: 50_000_000 },
        })) {
          expect(entry.path).not.toMatch(outside)
          checkEntryPath(entry.path)
          for await (const chunk of entry.content)
            if (chunk.length > 1_000_000) throw new Error('a chunk is too large')
        }
        accepted++
      } catch (error) {
        if (!(error instanceof WaybillError))
          throw new Error(`mutant ${i} broke the reader`, { cause: error })
        refused++
      }
    }
    console.log(`accepted ${accepted}, refused ${refused}`)
    expect(accepted + refused).toBe(5000)
    expect(refused).toBeGreaterThan(3500)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000)
  },
)
