import { rm } from 'node:fs/promises'
import { WaybillError } from '@waybill/core/errors'
import type { Manifest } from '@waybill/core/manifest'
import { homePaths, type Home } from '../home.ts'
import type { Registry } from '../registry/registry.ts'
import { commit } from './journal.ts'
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
import { stage, type Staged } from './stage.ts'

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
  | { kind: 'done'; name: string; version: string }
  | { kind: 'recovered'; how: 'undone' | 'completed' }
  | { kind: 'unsigned'; name: string; file: string }
  /** Programs or libraries of the system that a plugin needs and this machine does not have. */
  | { kind: 'lacking'; name: string; version: string; missing: readonly string[] }

/** Versions of a package that stay in a home, the current one among them (seed A: `keepVersions`). */
const keepVersions = 3

/** Downloads at a time, all from one host. */
const parallel = 8

/**
 * Carries a plan out: everything is fetched, verified and unpacked where nobody reads, and then counts at once. Whenever
 * the process ends, the home is complete old or complete new after `recover`.
 */
export async function apply(
  home: Home,
  lockfile: Lockfile,
  plan: Plan,
  options: ApplyOptions,
): Promise<Lockfile> {
  const steps = plan.steps.filter(changes)
  const installs = steps.filter((step) => step.source)
  const staged = await stageAll(home, installs, options)
  const kept = keptVersions(lockfile, steps)
  const next = nextLockfile(lockfile, plan, { staged, kept, options })
  const places = installs.map(({ name, version }) => ({ name, version }))
  const removed = steps.flatMap((step) => leaving(lockfile, step, kept.get(step.name) ?? []))
  const hasNewFiles = [...staged.values()].some(({ isLinked }) => !isLinked)
  await commit(home, { placed: places, switched: places, removed, lockfile: next }, hasNewFiles)
  return next
}

async function stageAll(
  home: Home,
  installs: readonly Step[],
  { registry, signal, onEvent }: ApplyOptions,
): Promise<Map<string, Staged>> {
  const staged = new Map<string, Staged>()
  try {
    await inParallel(installs, parallel, async (step) => {
      signal?.throwIfAborted()
      const { name, version, size } = step
      const onProgress = (received: number) =>
        onEvent({ kind: 'download', name, version, received, total: size })
      staged.set(name, await stage(home, step, { registry, signal, onProgress }))
      onEvent({ kind: 'done', name, version })
    })
    signal?.throwIfAborted()
    return staged
  } catch (error) {
    await rm(homePaths.staging(home), { recursive: true, force: true })
    throw signal?.aborted
      ? new WaybillError('operation.cancelled', 'Cancelled; nothing was changed.', { cause: error })
      : error
  }
}

interface Outcome {
  readonly staged: ReadonlyMap<string, Staged>
  readonly kept: ReadonlyMap<string, FormerVersion[]>
  readonly options: ApplyOptions
}

function nextLockfile(lockfile: Lockfile, plan: Plan, { staged, kept, options }: Outcome): Lockfile {
  const packages = { ...lockfile.packages }
  for (const step of plan.steps) {
    const { name, action, facts } = step
    const locked = lockedOf(lockfile, name)
    const made = staged.get(name)
    if (action === 'remove') delete packages[name]
    else if (made) {
      // A version that only comes back stays as it was held.
      const pinned = action === 'restore' && locked?.pinned ? { pinned: true } : {}
      packages[name] = { ...lockedPackage(step, made, options), ...pinned, former: kept.get(name) ?? [] }
    } else if (locked && facts) packages[name] = withFacts(locked, facts)
  }
  return { schema: 1, packages }
}

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

function lockedPackage(
  step: Step,
  { manifest, filesDigest }: Staged,
  { registry, now }: ApplyOptions,
): Omit<LockedPackage, 'former'> {
  const source = step.source as RegistrySource | FileSource
  const common = {
    version: step.version,
    filesDigest,
    ...mainOf(manifest),
    features: [...(step.facts?.features ?? [])],
    dependencies: { ...step.facts?.dependencies },
    permissions: manifest.permissions,
    ...wishesOf(step.facts),
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

const mainOf = ({ main }: Manifest) => (main === undefined ? {} : { main })

function wishesOf(facts: StepFacts | undefined) {
  return {
    ...(facts?.requested === undefined ? {} : { requested: facts.requested }),
    ...(facts?.wanted ? { wanted: mutable(facts.wanted) } : {}),
  }
}

const mutable = ({ features, defaultFeatures }: Wanted) => ({ features: [...features], defaultFeatures })

/** What the lockfile says of a version that stays, where the wishes or the features changed. */
function withFacts(locked: LockedPackage, facts: StepFacts): LockedPackage {
  const { requested: _, wanted: __, ...rest } = locked
  return {
    ...rest,
    ...wishesOf(facts),
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
  let isFailed = false
  const workers = Array.from({ length: Math.min(most, items.length) }, async () => {
    for (let i = next++; i < items.length && !isFailed; i = next++) {
      await work(items[i] as T).catch((error: unknown) => {
        isFailed = true
        throw error
      })
    }
  })
  const outcomes = await Promise.allSettled(workers)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}
