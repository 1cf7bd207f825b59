import { createHash } from 'node:crypto'
import { paths, targets as targetNames } from '@waybill/core/paths'
import { keyRevoked, keysByIds } from '../accounts/index.ts'
import {
  packagesByIds,
  versionsOf,
  versionPublished,
  versionYanked,
  packagesSignedBy,
} from '../packages/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import { removeEvents, waitingEvents, type OutboxEvent } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import {
  allBins,
  binFor,
  currentRoot,
  rootChanged,
  roots,
  signRound,
  type KeyFiles,
  type TreeFile,
} from '../trust/index.ts'
import { checksums, encode, fileOf, packageDocument } from './documents.ts'
import * as store from './store.ts'

export interface RoundContext {
  database: Database
  clock: Clock
  settings: Settings
  keys: KeyFiles
}

/** What a round is to do besides hearing the waiting events. */
export interface RoundExtras {
  /** Documents that are targets but no package's: the index and the listings. */
  documents?: readonly { target: string; bytes: Buffer; plainPath?: string }[]
  /** Bins and targets to sign anew, because they near their expiry. */
  renew?: { bins: readonly string[]; targets: boolean }
  /** A new timestamp although nothing changed. */
  always?: boolean
}

const eventsPerRound = 500

/**
 * One round into the tree, as one transaction: hears what was published, yanked or revoked, builds the documents,
 * signs the bins they are in, a snapshot and a timestamp, and logs every file for the writer. Returns the logged
 * writes; empty when there was nothing to do. Callers hold the round lock.
 */
export async function commitRound(
  context: RoundContext,
  extras: RoundExtras = {},
): Promise<store.TreeWrite[]> {
  return context.database.transaction().execute(async (transaction) => {
    const events = await waitingEvents(transaction, 'index', eventsPerRound)
    const documents = extras.documents ?? []
    if (events.length === 0 && documents.length === 0 && !extras.renew && !extras.always) return []
    const packages = await packageFiles(transaction, await touchedPackages(transaction, events))
    const plain: TreeFile[] = [...packages.plain]
    const everything = events.some((event) => event.topic === rootChanged)
    if (everything) {
      for (const root of await roots(transaction))
        plain.push({ path: paths.tufMetadata('root', root.version), bytes: root.bytes })
    }

    const targets = [...packages.targets, ...documents]
    const superseded = await recordTargets(transaction, targets)
    const bins = everything
      ? allBins()
      : [...new Set([...targets.map(({ target }) => binFor(target)), ...(extras.renew?.bins ?? [])])]
    const root = await currentRoot(transaction)
    if (!root) throw new Error('a round without a root')
    const signed = await signRound(transaction, {
      root,
      keys: context.keys,
      settings: context.settings,
      now: context.clock(),
      bins: await binContents(transaction, bins),
      targets: everything || (extras.renew?.targets ?? false),
    })

    const files = [...plain, ...targets.flatMap(targetFiles), ...signed.files]
    const writes: store.TreeWrite[] = [
      ...packages.artifacts,
      ...files.map(({ path, bytes }) => ({ path, bytes, artifact_id: null })),
    ]
    await store.unsupersede(
      transaction,
      files.map((file) => file.path),
    )
    await store.supersede(transaction, [...superseded, ...signed.superseded], context.clock())
    await store.logWrites(transaction, writes)
    if (packages.targets.length > 0) await store.setState(transaction, { listings_dirty: true })
    await removeEvents(transaction, events)
    return writes
  })
}

interface TargetDocument {
  readonly target: string
  readonly bytes: Buffer
  /** Where the same bytes are served under a fixed name too. */
  readonly plainPath?: string
}

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function targetFiles({ target, bytes, plainPath }: TargetDocument): TreeFile[] {
  const file = { path: paths.target(target, digest(bytes)), bytes }
  return plainPath === undefined ? [file] : [file, { path: plainPath, bytes }]
}

async function touchedPackages(transaction: Transaction, events: readonly OutboxEvent[]): Promise<number[]> {
  const ids = new Set<number>()
  for (const { topic, payload } of events) {
    if (topic === versionPublished || topic === versionYanked) ids.add(Number(payload.packageId))
    if (topic === keyRevoked)
      for (const id of await packagesSignedBy(transaction, String(payload.keyId))) ids.add(id)
  }
  return [...ids].sort((a, b) => a - b)
}

interface PackageFiles {
  readonly targets: TargetDocument[]
  readonly plain: TreeFile[]
  readonly artifacts: store.TreeWrite[]
}

/** Document, checksums and signatures of each package, and the artifacts that wait to be moved into the tree. */
async function packageFiles(transaction: Transaction, ids: readonly number[]): Promise<PackageFiles> {
  if (ids.length === 0) return { targets: [], plain: [], artifacts: [] }
  const [packages, versions] = [await packagesByIds(transaction, ids), await versionsOf(transaction, ids)]
  const keys = await keysByIds(transaction, [...new Set(versions.map((version) => version.key_id))])
  const targets: TargetDocument[] = []
  const plain: TreeFile[] = []
  const artifacts: store.TreeWrite[] = []
  const byPackage = Map.groupBy(versions, (version) => version.package_id)
  for (const row of packages) {
    const own = byPackage.get(row.id) ?? []
    targets.push({ target: targetNames.package(row.name), bytes: encode(packageDocument(row, own, keys)) })
    plain.push({ path: paths.checksums(row.name), bytes: checksums(own) })
    for (const version of own.filter((each) => each.waiting)) {
      artifacts.push({ path: version.path, bytes: null, artifact_id: version.artifact_id })
      plain.push({ path: `${version.path}.sig`, bytes: version.signature })
      plain.push({ path: paths.signature(row.name, fileOf(version.path)), bytes: version.signature })
    }
  }
  return { targets, plain, artifacts }
}

/** Notes the targets' new digests; returns the paths of the documents they replace. */
async function recordTargets(
  transaction: Transaction,
  documents: readonly TargetDocument[],
): Promise<string[]> {
  const former = await store.targetsByName(
    transaction,
    documents.map(({ target }) => target),
  )
  const rows = documents.map(({ target, bytes }) => ({
    target,
    bin: binFor(target),
    length: bytes.length,
    sha256: digest(bytes),
  }))
  await store.upsertTargets(transaction, rows)
  const now = new Map(rows.map((row) => [row.target, row.sha256]))
  return former
    .filter((row) => now.get(row.target) !== row.sha256)
    .map((row) => paths.target(row.target, row.sha256))
}

async function binContents(transaction: Transaction, bins: readonly string[]) {
  const byBin = Map.groupBy(await store.targetsInBins(transaction, bins), (row) => row.bin)
  return bins.map((bin) => ({
    bin,
    targets: Object.fromEntries(
      (byBin.get(bin) ?? []).map(({ target, length, sha256 }) => [target, { length, sha256 }]),
    ),
  }))
}
