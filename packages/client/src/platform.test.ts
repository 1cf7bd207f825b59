import { describe, expect, test } from 'vitest'
import { Compatibility, missingDependencies, Platform, type PlatformSources } from './platform.ts'

function machine(
  change: Partial<PlatformSources> & { files?: Record<string, string>; folders?: Record<string, string[]> },
): PlatformSources {
  const { files = {}, folders = {}, ...rest } = change
  return {
    platform: 'linux',
    arch: 'x64',
    env: {},
    read: (path) => files[path],
    list: (path) => folders[path] ?? [],
    run: () => undefined,
    ...rest,
  }
}

describe('detection', () => {
  test('this machine', () => {
    const platform = Platform.detect()
    expect(platform.id).toMatch(/^[a-z]+-[a-z0-9_]+$/)
    expect(Compatibility.check(platform, [platform.id])).toEqual({ kind: 'supported' })
  })

  test.each([
    ['plain Linux', machine({}), { os: 'linux', arch: 'x86_64', libc: 'glibc' }],
    [
      'Alpine on ARM',
      machine({ arch: 'arm64', folders: { '/lib': ['ld-musl-aarch64.so.1'] } }),
      { arch: 'arm64', libc: 'musl' },
    ],
    ['WSL 2', machine({ files: { '/proc/version': 'Linux 5.15 microsoft-standard-WSL2' } }), { wsl: 2 }],
    ['WSL 1', machine({ files: { '/proc/version': 'Linux 4.4.0-19041-Microsoft' } }), { wsl: 1 }],
    ['Docker', machine({ folders: { '/': ['.dockerenv', 'bin'] } }), { container: 'docker' }],
    ['Kubernetes', machine({ env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } }), { container: 'kubernetes' }],
    [
      'an ARM server with qemu',
      machine({ arch: 'arm64', folders: { '/proc/sys/fs/binfmt_misc': ['register', 'qemu-x86_64'] } }),
      { emulators: ['qemu-user (x86_64)'] },
    ],
    [
      'a translated process on an ARM Mac',
      machine({
        platform: 'darwin',
        run: (file) => (file === 'sysctl' ? '1\n' : undefined),
        folders: { '/Library/Apple/usr/share/rosetta': ['rosetta'] },
      }),
      { os: 'macos', arch: 'arm64', rosetta: true, emulators: ['Rosetta 2'] },
    ],
    [
      'Windows on ARM',
      machine({ platform: 'win32', arch: 'arm64' }),
      { os: 'windows', emulators: ['Prism'] },
    ],
  ])('%s', (_, sources, expected) => {
    expect(Platform.detect(sources)).toMatchObject(expected)
  })
})

test('what a plugin needs besides is looked for among programs and libraries', () => {
  const sources = machine({
    env: { PATH: process.env.PATH ?? '' },
    run: (file) =>
      file === 'ldconfig' ? '\tlibsecp256k1.so.1 (libc6,x86-64) => /lib/libsecp256k1.so.1\n' : undefined,
  })
  expect(missingDependencies(['sh', 'libsecp256k1', 'secp256k1', 'libnowhere', '../evil'], sources)).toEqual([
    'libnowhere',
    '../evil',
  ])
})

test('a name that is no plain name counts as missing, and no program is given it', () => {
  const given: string[] = []
  const sources = machine({
    run: (file, args) => {
      given.push(...args)
      return file === 'pkg-config' ? '' : undefined
    },
  })
  const hostile = ['--log-file=/tmp/x', '--version', '.', '..', '/etc/x.pc', 'a b', '', 'x\u001b[2J']
  expect(missingDependencies(hostile, sources)).toEqual(hostile)
  expect(given).toEqual([])
  expect(missingDependencies(['openssl', 'openssl'], sources)).toEqual([])
  expect(given.slice(-3)).toEqual(['--exists', '--', 'openssl'])
})

test.each([
  ['Alpine', machine({ folders: { '/usr/lib': ['libssl.so.3'] } })],
  ['macOS', machine({ platform: 'darwin', folders: { '/opt/homebrew/lib': ['libssl.3.dylib'] } })],
  [
    'Windows',
    machine({ platform: 'win32', env: { PATH: 'C:\\d;C:\\e' }, folders: { 'C:\\e': ['libssl-3-x64.dll'] } }),
  ],
])('libraries are found where %s has them', (_, sources) => {
  expect(missingDependencies(['libssl', 'libnowhere'], sources)).toEqual(['libnowhere'])
})

test('Alpine stays musl with a loader of glibc’s name', () => {
  const sources = machine({
    files: { '/etc/alpine-release': '3.18.0' },
    folders: { '/lib': ['ld-musl-x86_64.so.1'], '/lib64': ['ld-linux-x86-64.so.2'] },
  })
  expect(Platform.detect(sources)).toMatchObject({ libc: 'musl' })
})

test('a virtual machine of Apple silicon runs x86_64 by Rosetta', () => {
  const sources = machine({ arch: 'arm64', folders: { '/proc/sys/fs/binfmt_misc': ['register', 'rosetta'] } })
  expect(Compatibility.check(Platform.detect(sources), ['linux-x86_64'])).toEqual({
    kind: 'requires-emulation',
    emulator: 'Rosetta 2',
  })
})
