import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { fetchArtifact } from '../download.ts'
import { syncFolder, writeAtomic } from '../files.ts'
import { homePaths, type Home } from '../home.ts'
import type { PinnedRegistry } from '../registries.ts'
import { beginOperation, complete, recover, writeJournal, type Journal } from './journal.ts'
import type { LockedPackage, Lockfile } from './lockfile.ts'
import { changes, type FileSource, type Plan, type RegistrySource, type Step } from './plan.ts'
import { unpack, type Unpacked } from './unpack.ts'

export interface ApplyOptions {
  readonly registry: PinnedRegistry | undefined
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
  for (const step of plan.steps) {
    const locked = next.packages[step.name]
    if (step.action === 'keep' && locked && step.requested !== undefined)
      next.packages[step.name] = { ...locked, requested: step.requested }
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
  const journal: Journal = {
    state: 'prepared',
    added: installs.map(({ name, version }) => ({ name, version })),
    removed: steps.flatMap((step) => {
      if (step.action === 'remove') return [{ name: step.name, version: step.version }]
      return step.action === 'update' && step.from !== undefined && step.from !== step.version
        ? [{ name: step.name, version: step.from }]
        : []
    }),
    lockfile: undefined,
  }
  await beginOperation(home, journal)
  try {
    for (const step of installs) {
      options.signal?.throwIfAborted()
      next.packages[step.name] = await place(home, step, files.get(step.name) ?? '', options)
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
  return fetchArtifact(home, {
    baseUrl: registry.url,
    artifact,
    keys: source.keys,
    signal,
    onProgress: (received) => onEvent({ kind: 'download', name, version, received, total: artifact.size }),
  })
}

/** Unpacks into staging, checks that the archive is the package it should be, and renames it into place. */
async function place(home: Home, step: Step, archive: string, options: ApplyOptions): Promise<LockedPackage> {
  const { name, version } = step
  options.onEvent({ kind: 'unpack', name, version })
  const staging = join(homePaths.staging(home), name.replaceAll('/', '+'), version)
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
  const target = homePaths.version(home, name, version)
  await mkdir(dirname(target), { recursive: true })
  // What lies there under this version is either left over, or replaced by the same version of other bytes.
  await rm(target, { recursive: true, force: true })
  await writeAtomic(homePaths.files(home, name, version), unpacked.files)
  await rename(staging, target)
  await syncFolder(dirname(target))
  options.onEvent({ kind: 'done', name, version })
  return lockedPackage(step, unpacked, options)
}

function lockedPackage(
  step: Step,
  { manifest, files }: Unpacked,
  { registry, now }: ApplyOptions,
): LockedPackage {
  const source = step.source as RegistrySource | FileSource
  const common = {
    version: step.version,
    filesDigest: createHash('sha256').update(files).digest('hex'),
    ...(manifest.main === undefined ? {} : { main: manifest.main }),
    dependencies: Object.fromEntries(
      Object.entries(manifest.dependencies)
        .filter(([, { optional }]) => !optional)
        .map(([name, { requirement }]) => [name, requirement]),
    ),
    permissions: manifest.permissions,
    ...(step.requested === undefined ? {} : { requested: step.requested }),
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
    registry: { url: registry.url, fingerprint: registry.fingerprint },
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
