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
      { emulators: ['qemu-user'] },
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
