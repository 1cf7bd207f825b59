import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkCompatibility,
  chooseArtifact,
  ForwardReader,
  inspectBinary,
  platformProblems,
  type PlatformFacts,
} from './index.ts'

const on = (os: string, arch: string, more: Partial<PlatformFacts> = {}): PlatformFacts => ({
  os,
  arch,
  emulators: [],
  ...more,
})

describe('compatibility', () => {
  test.each([
    [on('linux', 'x86_64'), ['linux-x86_64'], 'supported'],
    [on('linux', 'x86_64'), [], 'supported'],
    [on('freebsd', 'riscv64'), ['any'], 'supported'],
    [on('macos', 'arm64'), ['macos-x86_64'], 'Rosetta 2'],
    [on('macos', 'arm64'), ['macos-x86_64', 'macos-arm64'], 'supported'],
    [on('windows', 'arm64'), ['windows-x86_64'], 'Prism'],
    [on('windows', 'x86_64'), ['windows-x86'], 'WOW64'],
    [on('linux', 'arm64', { emulators: ['box64'] }), ['linux-x86_64'], 'box64'],
    [on('linux', 'arm64', { emulators: ['qemu-user'] }), ['linux-riscv64'], 'qemu-user'],
    [on('linux', 'arm64'), ['linux-x86_64'], /box64 or qemu-user would run it/],
    [
      on('linux', 'x86_64'),
      ['macos-arm64', 'windows-x86_64'],
      /for macos-arm64, windows-x86_64, and this is linux-x86_64/,
    ],
    [on('linux', 'x86_64', { wsl: 2 }), ['windows-x86_64'], /Windows side/],
    [on('linux', 'x86_64', { libc: 'musl' }), ['linux-x86_64-gnu'], /needs glibc, and this system has musl/],
    [on('linux', 'x86_64', { libc: 'glibc' }), ['linux-x86_64-gnu'], 'supported'],
    [on('linux', 'x86_64'), ['docker'], /container image/],
    [on('linux', 'x86_64', { libc: 'musl' }), ['linux-x86_64-static'], 'supported'],
    [
      on('linux', 'x86_64', { emulators: ['qemu-user (riscv64)'] }),
      ['linux-arm64'],
      /qemu-user would run it/,
    ],
    [on('linux', 'x86_64', { emulators: ['qemu-user (arm64)'] }), ['linux-arm64'], 'qemu-user (arm64)'],
    [on('linux', 'arm64', { emulators: ['Rosetta 2'] }), ['linux-x86_64'], 'Rosetta 2'],
    [on('linux', 'arm64', { emulators: ['Rosetta 2'] }), ['linux-riscv64'], /qemu-user would run it/],
  ])('%o runs %j: %s', (facts, platforms, expected) => {
    const result = checkCompatibility(facts, platforms)
    const shown =
      result.kind === 'supported'
        ? 'supported'
        : result.kind === 'unsupported'
          ? result.reason
          : result.emulator
    if (typeof expected === 'string') expect(shown).toBe(expected)
    else expect(shown).toMatch(expected)
  })

  test('the artifact: the exact one, then any, then an emulated one, then a reason', () => {
    const of = (facts: PlatformFacts, ...platforms: string[]) => {
      const choice = chooseArtifact(
        platforms.map((platform) => ({ platform })),
        facts,
      )
      return 'reason' in choice
        ? choice.reason
        : `${choice.artifact.platform}${choice.emulator ? ` by ${choice.emulator}` : ''}`
    }
    const mac = on('macos', 'arm64', { emulators: ['Rosetta 2'] })
    expect(of(mac, 'any', 'macos-x86_64', 'macos-arm64')).toBe('macos-arm64')
    expect(of(mac, 'any', 'macos-x86_64')).toBe('any')
    expect(of(mac, 'macos-x86_64')).toBe('macos-x86_64 by Rosetta 2')
    expect(of(on('macos', 'arm64'), 'macos-x86_64')).toBe('needs Rosetta 2, which is not here')
    expect(of(on('linux', 'x86_64', { libc: 'musl' }), 'linux-x86_64', 'linux-x86_64-musl')).toBe(
      'linux-x86_64-musl',
    )
    expect(of(on('linux', 'x86_64'), 'windows-x86_64')).toContain('this is linux-x86_64')
  })
})

/** A Mach-O of 64 bits with one load command, and a signature blob at its end if wanted. */
function macho(isSigned: boolean, { flags = 0, cmsBytes = 12 } = {}): Buffer {
  const bytes = Buffer.alloc(200)
  bytes.writeUInt32BE(0xcffaedfe, 0)
  bytes.writeUInt32LE(1, 16)
  bytes.writeUInt32LE(16, 20)
  bytes.writeUInt32LE(isSigned ? 0x1d : 0x19, 32)
  bytes.writeUInt32LE(16, 36)
  bytes.writeUInt32LE(100, 40)
  bytes.writeUInt32LE(64, 44)
  const blob = [
    0xfade0cc0,
    56,
    2,
    0,
    28,
    0x10000,
    44,
    0xfade0c02,
    16,
    0x20400,
    flags,
    0xfade0b01,
    cmsBytes,
    1,
  ]
  blob.forEach((word, i) => bytes.writeUInt32BE(word, 100 + i * 4))
  return bytes
}

function fat(...slices: Buffer[]): Buffer {
  const head = Buffer.alloc(8 + slices.length * 20)
  head.writeUInt32BE(0xcafebabe, 0)
  head.writeUInt32BE(slices.length, 4)
  let at = head.length
  slices.forEach((slice, i) => {
    head.writeUInt32BE(at, 8 + i * 20 + 8)
    at += slice.length
  })
  return Buffer.concat([head, ...slices])
}

/** As above, with offsets of 64 bits. */
function fat64(slice: Buffer): Buffer {
  const head = Buffer.alloc(40)
  head.writeUInt32BE(0xcafebabf, 0)
  head.writeUInt32BE(1, 4)
  head.writeBigUInt64BE(40n, 16)
  return Buffer.concat([head, slice])
}

function pe(isSigned: boolean): Buffer {
  const bytes = Buffer.alloc(600)
  bytes.write('MZ', 0)
  bytes.writeUInt32LE(80, 60)
  bytes.write('PE\0\0', 80)
  bytes.writeUInt16LE(0x20b, 104)
  bytes.writeUInt32LE(16, 80 + 24 + 108)
  if (isSigned) {
    bytes.writeUInt32LE(500, 80 + 24 + 112 + 32)
    bytes.writeUInt32LE(96, 80 + 24 + 112 + 36)
    bytes.writeUInt32LE(96, 500)
    bytes.writeUInt16LE(0x200, 504)
    bytes.writeUInt16LE(2, 506)
  }
  return bytes
}

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const inspect = (bytes: Uint8Array, size = 7) => inspectBinary(new ForwardReader(inPieces(bytes, size)))

describe('native programs', () => {
  test('signatures are found, and their absence', async () => {
    expect(await inspect(macho(true))).toEqual({ format: 'mach-o', isSigned: true })
    expect(await inspect(macho(false))).toEqual({ format: 'mach-o', isSigned: false })
    expect(await inspect(fat(macho(true), macho(true)))).toEqual({ format: 'mach-o', isSigned: true })
    expect(await inspect(fat(macho(true), macho(false)))).toEqual({ format: 'mach-o', isSigned: false })
    expect(await inspect(pe(true))).toEqual({ format: 'pe', isSigned: true })
    expect(await inspect(pe(false))).toEqual({ format: 'pe', isSigned: false })
    expect(await inspect(pe(true).subarray(0, 550))).toEqual({ format: 'pe', isSigned: false })
    expect(await inspect(Buffer.from('#!/bin/sh\necho hello\n'))).toBeUndefined()
    expect(await inspect(Buffer.alloc(0))).toBeUndefined()
  })

  test('a signature by nobody is none', async () => {
    const unsigned = { format: 'mach-o', isSigned: false }
    // What Apple's linker writes: CS_ADHOC and CS_LINKER_SIGNED.
    expect(await inspect(macho(true, { flags: 0x20002 }))).toEqual(unsigned)
    expect(await inspect(macho(true, { cmsBytes: 8 }))).toEqual(unsigned)
    const empty = pe(true)
    empty.writeUInt32LE(8, 500)
    expect(await inspect(empty)).toEqual({ format: 'pe', isSigned: false })
  })

  test('fat programs are known by both magics, and class files are none', async () => {
    expect(await inspect(fat64(macho(true)))).toEqual({ format: 'mach-o', isSigned: true })
    expect(await inspect(fat64(macho(false)))).toEqual({ format: 'mach-o', isSigned: false })
    expect(await inspect(fat(...Array.from({ length: 40 }, () => macho(false))))).toEqual({
      format: 'mach-o',
      isSigned: false,
    })
    const javaClass = Buffer.alloc(64)
    javaClass.writeUInt32BE(0xcafebabe, 0)
    javaClass.writeUInt32BE(52, 4)
    expect(await inspect(javaClass)).toBeUndefined()
  })

  test('whatever the bytes say, it ends with an answer', async () => {
    const start = fc.constantFrom(macho(true), fat(macho(true)), fat64(macho(true)), pe(true))
    await fc.assert(
      fc.asyncProperty(
        start,
        fc.array(fc.tuple(fc.nat(599), fc.nat(255))),
        fc.integer({ min: 1, max: 700 }),
        async (bytes, changes, size) => {
          const mutant = Buffer.from(bytes)
          for (const [at, value] of changes) if (at < mutant.length) mutant[at] = value
          const result = await inspect(mutant, size)
          expect(['undefined', 'object']).toContain(typeof result)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('what a platform demands of an artifact', async () => {
    const files = async (entries: Record<string, Buffer>, format: 'tar.gz' | 'zip' = 'zip') => {
      const binaries = new Map()
      for (const [path, bytes] of Object.entries(entries)) {
        const binary = await inspect(bytes)
        if (binary) binaries.set(path, binary)
      }
      return { format, binaries, paths: new Set(Object.keys(entries)) }
    }
    const windows = { package_format: 'zip', code_signing_required: true } as const
    expect(platformProblems(windows, await files({ 'a.exe': pe(true), 'b.txt': Buffer.from('b') }))).toEqual(
      [],
    )
    expect(
      platformProblems(windows, await files({ 'a.exe': pe(false) }, 'tar.gz')).map(({ path }) => path),
    ).toEqual(['', 'a.exe'])
    const mac = { signing_required: true, notarization_required: true } as const
    const app = {
      'X.app/Contents/MacOS/x': macho(true),
      'X.app/Contents/CodeResources': Buffer.from('ticket'),
    }
    expect(platformProblems(mac, await files(app))).toEqual([])
    expect(platformProblems(mac, await files({ 'X.app/Contents/MacOS/x': macho(false) }))).toHaveLength(2)
    expect(platformProblems(mac, await files({ x: macho(true) }))[0]?.message).toContain('outside a bundle')
  })
})
