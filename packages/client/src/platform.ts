import { execFileSync } from 'node:child_process'
import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import {
  checkCompatibility,
  platformId,
  type CompatibilityResult,
  type PlatformFacts,
} from '@waybill/core/platform'

/** What detection looks at; replaced in tests. */
export interface PlatformSources {
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly env: NodeJS.ProcessEnv
  /** A file's text; undefined when there is none. */
  readonly read: (path: string) => string | undefined
  /** Names in a folder; none when there is none. */
  readonly list: (path: string) => readonly string[]
  /** What a program prints; undefined when it is not there or fails. */
  readonly run: (file: string, args: readonly string[]) => string | undefined
}

const systems: Readonly<Record<string, string>> = { darwin: 'macos', win32: 'windows' }
const architectures: Readonly<Record<string, string>> = { x64: 'x86_64', ia32: 'x86', arm: 'armv7' }

/** The machine that this process runs on. */
export class Platform implements PlatformFacts {
  readonly os: string
  readonly arch: string
  readonly libc?: 'glibc' | 'musl'
  readonly wsl?: 1 | 2
  readonly rosetta?: boolean
  readonly container?: string
  readonly emulators: readonly string[]

  private constructor(facts: PlatformFacts) {
    this.os = facts.os
    this.arch = facts.arch
    this.emulators = facts.emulators
    Object.assign(this, facts)
  }

  static detect(sources: PlatformSources = realSources): Platform {
    const os = systems[sources.platform] ?? sources.platform
    const rosetta = os === 'macos' && sources.run('sysctl', ['-in', 'sysctl.proc_translated'])?.trim() === '1'
    const arch = rosetta ? 'arm64' : (architectures[sources.arch] ?? sources.arch)
    const facts: PlatformFacts = {
      os,
      arch,
      ...(os === 'linux'
        ? {
            libc: libcOf(sources),
            ...wslOf(sources),
            ...containerOf(sources),
          }
        : {}),
      ...(rosetta ? { rosetta } : {}),
      emulators: emulatorsOf(os, arch, sources),
    }
    return new Platform(facts)
  }

  /** The key in manifests: `linux-x86_64`. */
  get id(): string {
    return platformId(this)
  }
}

/** Whether something runs on a machine. */
export const Compatibility = {
  check: (platform: PlatformFacts, supportedPlatforms: readonly string[]): CompatibilityResult =>
    checkCompatibility(platform, supportedPlatforms),
}

let detected: Platform | undefined

/** The machine, detected once. */
export const thisPlatform = (): Platform => (detected ??= Platform.detect())

/** Where musl's loader is, and glibc's is not, programs run on musl. Alpine may have glibc's name for its own (gcompat). */
function libcOf({ list, read }: PlatformSources): 'glibc' | 'musl' {
  if (read('/etc/alpine-release') !== undefined) return 'musl'
  const names = [...list('/lib'), ...list('/lib64')]
  const hasMusl = names.some((name) => name.startsWith('ld-musl-'))
  return hasMusl && !names.some((name) => name.startsWith('ld-linux')) ? 'musl' : 'glibc'
}

function wslOf({ read }: PlatformSources): { wsl?: 1 | 2 } {
  const version = read('/proc/version') ?? ''
  if (!/microsoft/i.test(version)) return {}
  return { wsl: /wsl2|microsoft-standard/i.test(version) ? 2 : 1 }
}

function containerOf({ read, env, list }: PlatformSources): { container?: string } {
  if (env.KUBERNETES_SERVICE_HOST) return { container: 'kubernetes' }
  if (read('/run/.containerenv') !== undefined) return { container: 'podman' }
  if (list('/').includes('.dockerenv')) return { container: 'docker' }
  const found = /(docker|podman|lxc|containerd|kubepods)/.exec(read('/proc/1/cgroup') ?? '')?.[1]
  return found === undefined ? {} : { container: found === 'kubepods' ? 'kubernetes' : found }
}

function emulatorsOf(os: string, arch: string, { list, run }: PlatformSources): string[] {
  if (os === 'macos')
    return arch === 'arm64' && list('/Library/Apple/usr/share/rosetta').length > 0 ? ['Rosetta 2'] : []
  if (os === 'windows') return arch === 'arm64' ? ['Prism'] : arch === 'x86_64' ? ['WOW64'] : []
  if (os !== 'linux') return []
  const registered = list('/proc/sys/fs/binfmt_misc')
  const found: string[] = []
  if (
    registered.some((name) => name.startsWith('box64')) ||
    (arch === 'arm64' && run('box64', ['--version']) !== undefined)
  )
    found.push('box64')
  // Virtual machines of Apple silicon are given Rosetta under this name.
  if (arch === 'arm64' && registered.includes('rosetta')) found.push('Rosetta 2')
  for (const name of registered) {
    const emulated = /^qemu-(.+)$/.exec(name)?.[1]
    if (emulated !== undefined) found.push(`qemu-user (${qemuNames[emulated] ?? emulated})`)
  }
  return found
}

/** QEMU's own names of architectures. */
const qemuNames: Readonly<Record<string, string>> = { aarch64: 'arm64', arm: 'armv7', i386: 'x86' }

/**
 * Those of a manifest’s `additional_deps` that this machine does not have: neither a program nor a library of the name.
 * The names are the publisher's: one that is no plain name reaches no program's arguments, and counts as missing.
 */
export function missingDependencies(
  names: readonly string[],
  sources: PlatformSources = realSources,
): string[] {
  const missing = [...new Set(names)].filter((name) => !isPlain(name) || !isProgram(name, sources))
  if (!missing.some(isPlain)) return missing
  const libraries = librariesOf(sources)
  return missing.filter((name) => {
    if (!isPlain(name)) return true
    const stem = name.startsWith('lib') ? name : `lib${name}`
    if (libraries.some((file) => file.startsWith(`${stem}.`) || file.startsWith(`${stem}-`))) return false
    return sources.run('pkg-config', ['--exists', '--', name]) === undefined
  })
}

/** pkgconf has options that write files, and reads a path as a file: a name begins with a letter or digit. */
const isPlain = (name: string) => /^[A-Za-z0-9][\w.+-]{0,99}$/.test(name)

/** File names of shared libraries: what the loader's cache lists, or else what stands in the usual folders. */
function librariesOf({ platform, env, list, run }: PlatformSources): string[] {
  if (platform === 'win32') return (env.PATH ?? env.Path ?? '').split(';').filter(Boolean).flatMap(list)
  if (platform === 'darwin') return ['/usr/lib', '/usr/local/lib', '/opt/homebrew/lib'].flatMap(list)
  const cache = run('ldconfig', ['-p']) ?? run('/sbin/ldconfig', ['-p']) ?? ''
  // musl has no cache.
  return [
    ...cache.split('\n').map((line) => line.trimStart()),
    ...['/lib', '/usr/lib', '/usr/local/lib'].flatMap(list),
  ]
}

function isProgram(name: string, { env, platform }: PlatformSources): boolean {
  const endings = platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .some((folder) => endings.some((ending) => isExecutable(join(folder, name + ending))))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const realSources: PlatformSources = {
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  read: (path) => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return undefined
    }
  },
  list: (path) => {
    // A folder may be there and not be ours to list: no reason to fail, as it is for a file.
    try {
      return readdirSync(path)
    } catch {
      return []
    }
  },
  run: (file, args) => {
    try {
      return execFileSync(file, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 5000,
      })
    } catch {
      return undefined
    }
  },
}
