import type { PackageVersion, PublisherKey } from '@waybill/core/documents'
import { WaybillError } from '@waybill/core/errors'
import type { Resolution } from '@waybill/core/resolver'
import type { LockedPackage, Lockfile } from './lockfile.ts'

/** What an operation would do, as data: shown to people, then applied. */
export interface Plan {
  readonly steps: readonly Step[]
  /** Bytes to fetch at most; what the cache has is not taken off. */
  readonly downloadBytes: number
}

export interface Step {
  readonly action: 'add' | 'update' | 'remove' | 'keep'
  readonly name: string
  readonly version: string
  /** The version before, where there is one. */
  readonly from?: string
  /** Packed bytes. */
  readonly size: number
  /** Permissions that the version before did not ask for. */
  readonly newPermissions: readonly string[]
  /** What the user asked for; absent for a dependency. */
  readonly requested?: string
  /** What to install; absent where nothing is. */
  readonly source?: RegistrySource | FileSource
}

export interface RegistrySource {
  readonly kind: 'registry'
  readonly version: PackageVersion
  readonly keys: readonly PublisherKey[]
  readonly publisher: string
  readonly category: string
}

export interface FileSource {
  readonly kind: 'file'
  /** Absolute path of the archive. */
  readonly file: string
  readonly sha256: string
}

/** Compares a resolution with what is installed. Nothing that is installed is removed. Pure. */
export function planInstall(
  lockfile: Lockfile,
  resolution: Resolution,
  requested: ReadonlyMap<string, string>,
): Plan {
  const steps = resolution.packages.map(({ name, version, document }): Step => {
    const former = Object.hasOwn(lockfile.packages, name) ? lockfile.packages[name] : undefined
    const artifact = version.artifacts.find((each) => each.platform === 'any')
    if (!artifact) {
      throw new WaybillError(
        'resolve.not_found',
        `${name} ${version.version} has no artifact for this platform.`,
        { hint: 'Ask its publisher for one.' },
      )
    }
    const asked = requested.get(name) ?? former?.requested
    const isSame = former?.version === version.version && former.artifact.sha256 === artifact.sha256
    return {
      action: isSame ? 'keep' : former ? 'update' : 'add',
      name,
      version: version.version,
      ...(former && !isSame ? { from: former.version } : {}),
      size: artifact.size,
      newPermissions: grown(former?.permissions, version.permissions),
      ...(asked === undefined ? {} : { requested: asked }),
      source: {
        kind: 'registry',
        version: { ...version, artifacts: [artifact] },
        keys: document.keys,
        publisher: document.publisher,
        category: document.category,
      },
    }
  })
  return { steps, downloadBytes: sum(steps.filter(changes).map((step) => step.size)) }
}

/** Removes a package and the dependencies that nothing else needs. Throws when others depend on it. Pure. */
export function planUninstall(lockfile: Lockfile, name: string): Plan {
  const former = Object.hasOwn(lockfile.packages, name) ? lockfile.packages[name] : undefined
  if (!former) {
    throw new WaybillError('package.not_installed', `${name} is not installed.`, {
      hint: '“waybill list” shows what is.',
      details: { name },
    })
  }
  const dependents = dependentsOf(lockfile, name)
  if (dependents.length > 0) {
    throw new WaybillError('resolve.conflict', `${name} is needed by ${dependents.join(', ')}.`, {
      hint: `Uninstall ${dependents.length === 1 ? 'it' : 'them'} first.`,
      details: { name, dependents },
    })
  }
  const left = new Map(Object.entries(lockfile.packages).filter(([each]) => each !== name))
  const gone = [name]
  for (let more = true; more;) {
    more = false
    for (const [each, { requested }] of left) {
      if (
        requested !== undefined ||
        [...left].some(([other, { dependencies }]) => other !== each && each in dependencies)
      )
        continue
      left.delete(each)
      gone.push(each)
      more = true
    }
  }
  const steps = gone.map((each): Step => {
    const locked = lockfile.packages[each] as LockedPackage
    return {
      action: 'remove',
      name: each,
      version: locked.version,
      size: locked.artifact.size,
      newPermissions: [],
    }
  })
  return { steps, downloadBytes: 0 }
}

/** Permissions that are asked for now and were not before; `false` asks for nothing. */
export function grown(
  former: Readonly<Record<string, unknown>> = {},
  now: Readonly<Record<string, unknown>>,
): string[] {
  const asks = (permissions: Readonly<Record<string, unknown>>) =>
    Object.keys(permissions).filter((name) => permissions[name] !== false)
  const before = new Set(asks(former))
  return asks(now).filter((name) => !before.has(name))
}

export const changes = (step: Step): boolean => step.action !== 'keep'

function dependentsOf(lockfile: Lockfile, name: string): string[] {
  return Object.entries(lockfile.packages)
    .filter(([other, { dependencies }]) => other !== name && name in dependencies)
    .map(([other, { version }]) => `${other} ${version}`)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
