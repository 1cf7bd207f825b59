import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { fetchArtifact } from '../cache/download.ts'
import { syncFolder, writeAtomic } from '../files.ts'
import { homePaths, type Home } from '../home.ts'
import type { Registry } from '../registry/registry.ts'
import { beginOperation, complete, recover, stagingOf, writeJournal, type Journal } from './journal.ts'
import { lockedOf, type FormerVersion, type LockedPackage, type Lockfile } from './lockfile.ts'
import {
  changes,
  type FileSource,
  type Plan,
  type RegistrySource,
  type Step,
  type StepFacts,
  type Wanted,
} from './plan.ts'
import { unpack, type Unpacked } from './unpack.ts'

export interface ApplyOptions {
  readonly registry: Registry | undefined
  readonly now: () => Date
  readonly onEvent: (event: InstallEvent) => void
  readonly signal: AbortSignal | undefined
}

/** What happens during an operation, for progress. */
export type InstallEvent =
  | { kind: 'plan'; plan: Plan }
  | { kind: 'download'; name: string; version: string; received: number; total: number }
  | { kind: 'unpack'; name: string; version: string }
  | { kind: 'done'; name: string; version: string }
  | { kind: 'recovered'; how: 'undone' | 'completed' }
  | { kind: 'unsigned'; name: string; file: string }

/** Versions of a package that stay in a home, the current one among them (seed A: `keepVersions`). */
const keepVersions = 3

/** Downloads at a time. */
const parallel = 6

/**
 * Carries a plan out: everything is fetched and verified first, unpacked where nobody reads, put in place under a journal,
 * and then counts at once. Whenever the process ends, the home is complete old or complete new after `recover`.
 */
export async function apply(
  home: Home,
  lockfile: Lockfile,
  plan: Plan,
  options: ApplyOptions,
): Promise<Lockfile> {
  const steps = plan.steps.filter(changes)
  const next: Lockfile = { schema: 1, packages: { ...lockfile.packages } }
  for (const { name, action, facts } of plan.steps) {
    const locked = next.packages[name]
    if (action === 'keep' && locked && facts) next.packages[name] = withFacts(locked, facts)
  }
  const files = new Map<string, string>()
  await inParallel(
    steps.filter((step) => step.source),
    parallel,
    async (step) => {
      files.set(step.name, await fetchStep(home, step, options))
    },
  )

  const installs = steps.filter((step) => step.source)
  const isInUse = ({ name, version }: Step) => lockedOf(lockfile, name)?.version === version
  const kept = keptVersions(lockfile, steps)
  const journal: Journal = {
    state: 'prepared',
    added: installs.filter((step) => !isInUse(step)).map(place),
    replaced: installs.filter(isInUse).map(place),
    switched: [],
    removed: steps.flatMap((step) => leaving(lockfile, step, kept.get(step.name) ?? [])),
    lockfile: undefined,
  }
  await beginOperation(home, journal)
  try {
    for (const step of installs) {
      options.signal?.throwIfAborted()
      const pinned = lockedOf(lockfile, step.name)?.pinned && step.action === 'restore'
      const locked = await install(home, step, files.get(step.name) ?? '', {
        ...options,
        isInUse: isInUse(step),
      })
      next.packages[step.name] = {
        ...locked,
        ...(pinned ? { pinned } : {}),
        former: kept.get(step.name) ?? [],
      }
    }
  } catch (error) {
    await recover(home)
    throw options.signal?.aborted
      ? new WaybillError('operation.cancelled', 'Cancelled; nothing was changed.', { cause: error })
      : error
  }
  for (const step of steps) if (step.action === 'remove') delete next.packages[step.name]
  const committed: Journal = { ...journal, state: 'committed', lockfile: next }
  await writeJournal(home, committed)
  await complete(home, committed)
  return next
}

async function fetchStep(
  home: Home,
  step: Step,
  { registry, onEvent, signal }: ApplyOptions,
): Promise<string> {
  const source = step.source as RegistrySource | FileSource
  if (source.kind === 'file') return source.file
  const artifact = source.version.artifacts[0]
  if (!artifact || !registry) throw new Error(`${step.name} has nothing to fetch`)
  const { name, version } = step
  return fetchArtifact(home.cache, {
    baseUrl: registry.url,
    offline: registry.isOffline,
    artifact,
    keys: source.keys,
    signal,
    onProgress: (received) => onEvent({ kind: 'download', name, version, received, total: artifact.size }),
  })
}

const place = ({ name, version }: Step) => ({ name, version })

/** Earlier versions that stay in the home beside the new ones. */
function keptVersions(lockfile: Lockfile, steps: readonly Step[]): Map<string, FormerVersion[]> {
  return new Map(
    steps.flatMap(({ name, version }) => {
      const locked = lockedOf(lockfile, name)
      if (!locked) return []
      const earlier = locked.version === version ? locked.former : [formerOf(locked), ...locked.former]
      return [[name, earlier.filter((each) => each.version !== version).slice(0, keepVersions - 1)] as const]
    }),
  )
}

/** Versions whose files go: all of a package that is removed, and those that are too many. */
function leaving(lockfile: Lockfile, step: Step, kept: readonly FormerVersion[]) {
  const locked = lockedOf(lockfile, step.name)
  if (!locked) return []
  const all = [locked.version, ...locked.former.map(({ version }) => version)]
  const stays = step.action === 'remove' ? [] : [step.version, ...kept.map(({ version }) => version)]
  return all.filter((version) => !stays.includes(version)).map((version) => ({ name: step.name, version }))
}

/**
 * Unpacks into staging, checks that the archive is the package it should be, and moves it into place; only after the
 * operation counts where a version in use lies there.
 */
async function install(
  home: Home,
  step: Step,
  archive: string,
  options: ApplyOptions & { isInUse: boolean },
): Promise<Omit<LockedPackage, 'former'>> {
  const { name, version } = step
  options.onEvent({ kind: 'unpack', name, version })
  const staging = stagingOf(home, name, version)
  await rm(staging, { recursive: true, force: true })
  const unpacked = await unpack(archive, staging)
  if (unpacked.manifest.name !== name || unpacked.manifest.version !== version) {
    throw new WaybillError(
      'trust.mismatch',
      `The archive of ${name} ${version} is one of ${unpacked.manifest.name} ${unpacked.manifest.version}.`,
      {
        hint: 'Do not install it; tell the registry’s operator.',
      },
    )
  }
  if (options.isInUse) await writeAtomic(`${staging}.files`, unpacked.files)
  else {
    const target = homePaths.version(home, name, version)
    await mkdir(dirname(target), { recursive: true })
    // What lies there under a version that is not in use is left over.
    await rm(target, { recursive: true, force: true })
    await writeAtomic(homePaths.files(home, name, version), unpacked.files)
    await rename(staging, target)
    await syncFolder(dirname(target))
  }
  options.onEvent({ kind: 'done', name, version })
  return lockedPackage(step, unpacked, options)
}

function lockedPackage(
  step: Step,
  { manifest, files }: Unpacked,
  { registry, now }: ApplyOptions,
): Omit<LockedPackage, 'former'> {
  const source = step.source as RegistrySource | FileSource
  const common = {
    version: step.version,
    filesDigest: createHash('sha256').update(files).digest('hex'),
    ...(manifest.main === undefined ? {} : { main: manifest.main }),
    features: [...(step.facts?.features ?? [])],
    dependencies: { ...step.facts?.dependencies },
    permissions: manifest.permissions,
    ...(step.facts?.requested === undefined ? {} : { requested: step.facts.requested }),
    ...(step.facts?.wanted ? { wanted: mutable(step.facts.wanted) } : {}),
    installedAt: now().toISOString(),
  }
  if (source.kind === 'file') {
    return {
      ...common,
      origin: 'file',
      trust: 'unsigned',
      artifact: { path: source.file, sha256: source.sha256, size: step.size },
    }
  }
  const artifact = source.version.artifacts[0]
  if (!artifact || !registry) throw new Error(`${step.name} came from nowhere`)
  return {
    ...common,
    origin: 'registry',
    trust: 'verified',
    registry: { url: registry.url, fingerprint: registry.pinned.fingerprint },
    publisher: source.publisher,
    category: source.category,
    artifact: {
      path: artifact.path,
      sha256: artifact.sha256,
      size: artifact.size,
      keyId: artifact.signature.keyId,
    },
  }
}

const mutable = ({ features, defaultFeatures }: Wanted) => ({ features: [...features], defaultFeatures })

/** What the lockfile says of a version that stays, where the wishes or the features changed. */
function withFacts(locked: LockedPackage, facts: StepFacts): LockedPackage {
  const { requested: _, wanted: __, ...rest } = locked
  return {
    ...rest,
    ...(facts.requested === undefined ? {} : { requested: facts.requested }),
    ...(facts.wanted ? { wanted: mutable(facts.wanted) } : {}),
    features: [...facts.features],
    dependencies: { ...facts.dependencies },
  }
}

/** A version that was in use, as it is remembered. */
export function formerOf(locked: LockedPackage): FormerVersion {
  const { requested: _, wanted: __, pinned: ___, former: ____, ...version } = locked
  return version
}

async function inParallel<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  const workers = Array.from({ length: Math.min(most, items.length) }, async () => {
    for (let i = next++; i < items.length; i = next++) await work(items[i] as T)
  })
  const outcomes = await Promise.allSettled(workers)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}
