import type { PackageDocument, PackageVersion, PublisherKey } from '@waybill/core/documents'
import { WaybillError } from '@waybill/core/errors'
import type { PassedOver, Resolution, ResolvedPackage } from '@waybill/core/resolver'
import type { LocalFile } from './local-file.ts'
import { lockedOf, requireLocked, type LockedPackage, type Lockfile } from './lockfile.ts'

/** What an operation would do, as data: shown to people, then applied. */
export interface Plan {
  readonly steps: readonly Step[]
  /** Bytes to fetch at most; what the cache has is not taken off. */
  readonly downloadBytes: number
  /** Newer versions that the user's own rules left out. */
  readonly passedOver: readonly PassedOver[]
}

export interface Step {
  /** `restore`: the same version again, because its files are gone or damaged. */
  readonly action: 'add' | 'update' | 'restore' | 'remove' | 'keep'
  readonly name: string
  readonly version: string
  /** The version before, where there is another. */
  readonly from?: string
  /** Packed bytes. */
  readonly size: number
  /** Permissions that the version before did not ask for. */
  readonly newPermissions: readonly string[]
  /** What the lockfile will say besides what the artifact says. */
  readonly facts?: StepFacts
  /** What to install; absent where nothing is. */
  readonly source?: RegistrySource | FileSource
  /** Since when its publisher is in other hands than when it was installed, ISO 8601. */
  readonly newOwnerSince?: string | undefined
}

export interface StepFacts {
  readonly requested?: string
  readonly wanted?: Wanted
  readonly features: readonly string[]
  readonly dependencies: Readonly<Record<string, string>>
}

export interface Wanted {
  readonly features: readonly string[]
  readonly defaultFeatures: boolean
}

/** What the user asked for, by package. */
export type Asked = ReadonlyMap<string, { readonly requirement: string; readonly wanted?: Wanted }>

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

export interface PlanRequest {
  readonly lockfile: Lockfile
  readonly resolution: Resolution
  readonly asked: Asked
  /** Archives that are installed as they are. */
  readonly files: readonly LocalFile[]
  /** True when the files of an installed version are where they belong. */
  readonly isPresent: (name: string, version: string) => boolean
  /** The artifact for this machine. */
  readonly artifactOf: (version: PackageVersion) => PackageVersion['artifacts'][number] | undefined
}

/**
 * Compares a resolution of everything the home is to have with what is installed. Dependencies that nothing needs any
 * more are removed. Pure.
 */
export function planInstall(request: PlanRequest): Plan {
  const { lockfile, resolution } = request
  const steps = resolution.packages.map((each) => installStep(each, request))
  const resolved = new Set(steps.map(({ name }) => name))
  const orphans = Object.keys(lockfile.packages).filter((name) => !resolved.has(name))
  return planOf([...steps, ...orphans.map((name) => removeStep(lockfile, name))], resolution.passedOver)
}

export function planOf(steps: readonly Step[], passedOver: readonly PassedOver[] = []): Plan {
  const fetched = steps.filter((step) => changes(step) && step.source?.kind === 'registry')
  return { steps, downloadBytes: fetched.reduce((sum, step) => sum + step.size, 0), passedOver }
}

function installStep(resolved: ResolvedPackage, request: PlanRequest): Step {
  const { name, version, document, features } = resolved
  const former = lockedOf(request.lockfile, name)
  const file = request.files.find((each) => each.name === name)
  const asked = request.asked.get(name)
  const requested = file?.manifest.version ?? asked?.requirement ?? former?.requested
  const wanted = asked ? asked.wanted : former?.wanted
  const facts: StepFacts = {
    ...(requested === undefined ? {} : { requested }),
    ...(wanted === undefined ? {} : { wanted }),
    features,
    dependencies: resolved.dependencies,
  }
  const base = { name, version: version.version, facts }
  const newPermissions = grown(former?.permissions, version.permissions)
  if (!file && former?.origin === 'file' && former.version === version.version)
    return { ...base, action: 'keep', size: former.artifact.size, newPermissions: [] }
  const artifact = file ?? request.artifactOf(version)
  if (!artifact)
    throw new Error(`${name} ${version.version} was chosen without an artifact for this platform`)
  const isSame = former?.version === version.version && former.artifact.sha256 === artifact.sha256
  return {
    ...base,
    action: !former
      ? 'add'
      : !isSame
        ? 'update'
        : request.isPresent(name, former.version)
          ? 'keep'
          : 'restore',
    ...(former && !isSame ? { from: former.version } : {}),
    size: artifact.size,
    newPermissions,
    ...(former && cameIntoOtherHands(former, document) ? { newOwnerSince: document.ownershipChangedAt } : {}),
    source: file
      ? { kind: 'file', file: file.file, sha256: file.sha256 }
      : {
          kind: 'registry',
          version: { ...version, artifacts: [artifact as PackageVersion['artifacts'][number]] },
          keys: document.keys,
          publisher: document.publisher,
          category: document.category,
        },
  }
}

/** True when the publisher was handed over after the package was installed. */
export function cameIntoOtherHands(
  installed: Pick<LockedPackage, 'installedAt'>,
  { ownershipChangedAt }: Pick<PackageDocument, 'ownershipChangedAt'>,
): boolean {
  return ownershipChangedAt !== undefined && ownershipChangedAt > installed.installedAt
}

/**
 * Removes packages, with the dependencies that nothing else needs. What needs them goes too with `cascade`, and is named
 * in `resolve.conflict` otherwise. Pure.
 */
export function planUninstall(lockfile: Lockfile, names: readonly string[], cascade = false): Plan {
  const gone = new Set(names)
  for (const name of names) requireLocked(lockfile, name)
  for (let isMore = true; isMore;) {
    const dependents = [...gone].flatMap((name) =>
      dependentsOf(lockfile, name).filter((each) => !gone.has(each)),
    )
    if (dependents.length > 0 && !cascade) throw stillNeeded(lockfile, names, dependents)
    for (const name of dependents) gone.add(name)
    isMore = dependents.length > 0
  }
  for (let isMore = true; isMore;) {
    const left = Object.entries(lockfile.packages).filter(([name]) => !gone.has(name))
    const orphans = left.filter(
      ([name, { requested }]) =>
        requested === undefined &&
        !left.some(([other, { dependencies }]) => other !== name && name in dependencies),
    )
    for (const [name] of orphans) gone.add(name)
    isMore = orphans.length > 0
  }
  return planOf([...gone].map((name) => removeStep(lockfile, name)))
}

function removeStep(lockfile: Lockfile, name: string): Step {
  const { version, artifact } = requireLocked(lockfile, name)
  return { action: 'remove', name, version, size: artifact.size, newPermissions: [] }
}

function stillNeeded(
  lockfile: Lockfile,
  names: readonly string[],
  dependents: readonly string[],
): WaybillError {
  const shown = [...new Set(dependents)].map((name) => `${name} ${lockfile.packages[name]?.version}`)
  const what = names.length === 1 ? `${names[0]} is` : `${names.join(', ')} are`
  return new WaybillError('resolve.conflict', `${what} needed by ${shown.join(', ')}.`, {
    hint: `Uninstall ${shown.length === 1 ? 'it' : 'them'} too: add --cascade.`,
    details: { names, dependents: [...new Set(dependents)] },
  })
}

/** Permissions that are asked for now and were not before; `false` asks for nothing. */
export function grown(
  former: Readonly<Record<string, unknown>> = {},
  now: Readonly<Record<string, unknown>>,
): string[] {
  const asks = (permissions: Readonly<Record<string, unknown>>) =>
    new Set(
      Object.entries(permissions).flatMap(([name, value]) => {
        if (value === false) return []
        return Array.isArray(value)
          ? value.map((each) => `${name}: ${String(each)}`)
          : [value === true ? name : `${name}: ${String(value)}`]
      }),
    )
  const before = asks(former)
  // Who may do everything of a kind may do each part of it.
  return [...asks(now)].filter((each) => !before.has(each) && !before.has(each.split(':')[0] ?? ''))
}

export const changes = (step: Step): boolean => step.action !== 'keep'

/** Names of what needs a package, among what is installed. */
export function dependentsOf(lockfile: Lockfile, name: string): string[] {
  return Object.entries(lockfile.packages)
    .filter(([other, { dependencies }]) => other !== name && Object.hasOwn(dependencies, name))
    .map(([other]) => other)
}

/** True when applying the plan would change the lockfile, beyond what its steps install and remove. */
export function changesFacts(lockfile: Lockfile, { steps }: Plan): boolean {
  return steps.some(({ action, name, facts }) => {
    const locked = lockedOf(lockfile, name)
    return action === 'keep' && facts !== undefined && locked !== undefined && !sameFacts(locked, facts)
  })
}

function sameFacts(locked: LockedPackage, facts: StepFacts): boolean {
  const of = ({ requested, wanted, features, dependencies }: StepFacts | LockedPackage) =>
    JSON.stringify([requested, wanted, features, Object.entries(dependencies).sort()])
  return of(locked) === of(facts)
}
