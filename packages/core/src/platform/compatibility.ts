/** What is known of the machine that a plugin is to run on. */
export interface PlatformFacts {
  /** `linux`, `macos`, `windows`, `freebsd` … */
  readonly os: string
  /** `x86_64`, `arm64`, `x86`, `armv7`, `riscv64` … of the machine, not of the process. */
  readonly arch: string
  readonly libc?: 'glibc' | 'musl'
  /** Version of the Windows Subsystem for Linux. */
  readonly wsl?: 1 | 2
  /** This process runs translated by Rosetta. */
  readonly rosetta?: boolean
  /** `docker`, `podman`, `kubernetes`, `lxc` … */
  readonly container?: string
  /**
   * Emulators that are there: `Rosetta 2`, `Prism`, `WOW64`, `box64`, `qemu-user` for every architecture or
   * `qemu-user (arm64)` for one.
   */
  readonly emulators: readonly string[]
}

export type CompatibilityResult =
  | { readonly kind: 'supported' }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'requires-emulation'; readonly emulator: string }

/** The key of a platform in manifests and artifact names: `linux-x86_64`. */
export const platformId = ({ os, arch }: PlatformFacts): string => `${os}-${arch}`

const supported: CompatibilityResult = { kind: 'supported' }

/** Whether something for these platforms runs on a machine. `any`, or none named, runs everywhere. Pure. */
export function checkCompatibility(facts: PlatformFacts, platforms: readonly string[]): CompatibilityResult {
  if (platforms.length === 0 || platforms.includes('any')) return supported
  const results = platforms.map((platform) => checkOne(facts, platform))
  const native = results.find(({ kind }) => kind === 'supported')
  const emulated = results.find(({ kind }) => kind === 'requires-emulation')
  if (native ?? emulated) return (native ?? emulated) as CompatibilityResult
  const special = results.find((result) => result.kind === 'unsupported' && result.reason !== '')
  return special ?? unsupported(`it is for ${platforms.join(', ')}, and this is ${platformId(facts)}`)
}

/** The reason is empty where it is only that the machine is another one. */
function checkOne(facts: PlatformFacts, platform: string): CompatibilityResult {
  const [os = '', arch = '', libc] = platform.split('-')
  if (platform === 'docker')
    return unsupported(`it is for ${platform}: a container image, which is deployed and not installed`)
  if (os !== facts.os) {
    if (os === 'windows' && facts.wsl !== undefined)
      return unsupported(
        `it is for ${platform}, and this is Linux inside Windows: install it on the Windows side`,
      )
    return unsupported('')
  }
  // What is linked statically needs no C library.
  if (libc !== undefined && libc !== 'static' && facts.libc !== undefined && libcName(libc) !== facts.libc)
    return unsupported(`it needs ${libcName(libc)}, and this system has ${facts.libc}`)
  return arch === facts.arch ? supported : foreign(facts, arch)
}

/** Platform keys say `gnu` or `glibc` for the same thing. */
const libcName = (libc: string) => (libc === 'gnu' ? 'glibc' : libc)

/** Another architecture of the same system: what can run it. */
function foreign({ os, arch, emulators }: PlatformFacts, wanted: string): CompatibilityResult {
  const emulated = (emulator: string): CompatibilityResult => ({ kind: 'requires-emulation', emulator })
  if (os === 'macos' && arch === 'arm64' && wanted === 'x86_64') return emulated('Rosetta 2')
  if (os === 'windows' && arch === 'arm64' && /^x86(_64)?$/.test(wanted)) return emulated('Prism')
  if (os === 'windows' && arch === 'x86_64' && wanted === 'x86') return emulated('WOW64')
  if (os !== 'linux') return unsupported(`it is for ${os}-${wanted}`)
  const able = [
    ...(arch === 'arm64' && wanted === 'x86_64' ? ['Rosetta 2', 'box64'] : []),
    `qemu-user (${wanted})`,
    'qemu-user',
  ]
  const present = able.find((emulator) => emulators.includes(emulator))
  if (present) return emulated(present)
  const help = wanted === 'x86_64' && arch === 'arm64' ? 'box64 or qemu-user' : 'qemu-user'
  return unsupported(`it is for ${os}-${wanted}, and this is ${os}-${arch}; ${help} would run it`)
}

const unsupported = (reason: string): CompatibilityResult => ({ kind: 'unsupported', reason })

export type ArtifactChoice<T> =
  { readonly artifact: T; readonly emulator?: string } | { readonly reason: string }

/**
 * The artifact for a machine: one for exactly its system, then one for any system, then one that an emulator which is
 * there can run. Pure.
 */
export function chooseArtifact<T extends { readonly platform: string }>(
  artifacts: readonly T[],
  facts: PlatformFacts,
): ArtifactChoice<T> {
  const results = artifacts.map((artifact) => ({
    artifact,
    result: checkCompatibility(facts, [artifact.platform]),
  }))
  const exact = results
    .filter(({ artifact, result }) => artifact.platform !== 'any' && result.kind === 'supported')
    // The one that names the C library knows more of where it runs.
    .sort((a, b) => b.artifact.platform.length - a.artifact.platform.length)[0]
  const found = exact ?? results.find(({ artifact }) => artifact.platform === 'any')
  if (found) return { artifact: found.artifact }
  for (const { artifact, result } of results)
    if (result.kind === 'requires-emulation' && facts.emulators.includes(result.emulator))
      return { artifact, emulator: result.emulator }
  const overall = checkCompatibility(
    facts,
    artifacts.map(({ platform }) => platform),
  )
  if (overall.kind === 'requires-emulation') return { reason: `needs ${overall.emulator}, which is not here` }
  return { reason: overall.kind === 'unsupported' ? overall.reason : 'it has no artifact' }
}
