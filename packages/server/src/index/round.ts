import { createHash } from 'node:crypto'
import { paths, targets as targetNames } from '@waybill/core/paths'
import { keyRevoked, keysByIds, publisherChanged } from '../accounts/index.ts'
import {
  packagesOfPublisher,
  packagesSignedBy,
  versionPublished,
  versionsOf,
  versionUnpublished,
  versionYanked,
  type WaitingArtifact,
} from '../packages/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import { removeEvents, waitingEvents, type OutboxEvent } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import {
  allBins,
  binFor,
  rootChanged,
  roots,
  signRound,
  type BinContent,
  type KeyFiles,
  type SignerMemory,
  type TreeFile,
} from '../trust/index.ts'
import { checksums, encode, fileOf, packageDocument } from './documents.ts'
import * as store from './store.ts'

export interface RoundContext {
  database: Database
  clock: Clock
  settings: Settings
  keys: KeyFiles
  memory: SignerMemory
}

/** What a round is to do besides hearing the waiting events. */
export interface RoundExtras {
  /** Documents that are targets but no package's: the index and the listings. */
  documents?: readonly { target: string; bytes: Buffer; plainPath?: string }[]
  /** The documents are freshly built listings: of some packages, or of none yet. */
  listingsBuilt?: 'some' | 'none'
  /** Bins and targets to sign anew, because they near their expiry. */
  renew?: { bins: readonly string[]; targets: boolean }
  /** A new timestamp although nothing changed. */
  always?: boolean
}

const eventsPerRound = 500

/**
 * One round into the tree, as one transaction: hears what was published, yanked or revoked, builds the documents,
 * signs the bins they are in, a snapshot and a timestamp, and logs every file for the writer. Returns the logged
 * writes; none when there was nothing to do. Callers hold the round lock.
 */
export async function commitRound(context: RoundContext, extras: RoundExtras = {}): Promise<Round> {
  let remember = () => undefined as void
  const round = await context.database.transaction().execute(async (transaction): Promise<Round> => {
    const events = await waitingEvents(transaction, 'index', eventsPerRound)
    const documents = extras.documents ?? []
    if (events.length === 0 && documents.length === 0 && !extras.renew && !extras.always)
      return { writes: [], isLast: true }
    const packages = await packageFiles(transaction, events)
    const plain: TreeFile[] = [...packages.plain]
    const everything = events.some((event) => event.topic === rootChanged)
    if (everything) {
      for (const root of await roots(transaction))
        plain.push({ path: paths.tufMetadata('root', root.version), bytes: root.bytes })
    }

    const targets = [...packages.targets, ...documents]
    const rows = targets.map(({ target, bytes }) => ({
      target,
      bin: binFor(target),
      length: bytes.length,
      sha256: digest(bytes),
    }))
    const bins = everything
      ? allBins()
      : [...new Set([...rows.map(({ bin }) => bin), ...(extras.renew?.bins ?? [])])]
    const former = await store.targetsInBins(transaction, bins)
    const signed = await signRound(transaction, {
      memory: context.memory,
      keys: context.keys,
      settings: context.settings,
      now: context.clock(),
      bins: binContents(bins, former, rows),
      targets: everything || (extras.renew?.targets ?? false),
    })
    remember = signed.remember

    const files = [...plain, ...targets.flatMap(targetFiles), ...signed.files]
    const writes: store.TreeWrite[] = files.map(({ path, bytes }) => ({ path, bytes, artifact_id: null }))
    const removed = packages.removed.map((path) => ({ path, bytes: null, artifact_id: null }))
    const artifacts = packages.artifacts.map(({ id, path }) => ({ path, bytes: null, artifact_id: id }))
    await store.recordRound(transaction, {
      targets: rows,
      writes: [...artifacts, ...writes, ...removed],
      superseded: [...replaced(former, rows), ...signed.superseded],
      at: context.clock(),
      listingsDirty: packages.targets.length > 0,
      listingsBuilt: extras.listingsBuilt,
    })
    await removeEvents(transaction, events)
    return {
      writes: [...writes, ...removed],
      artifacts: packages.artifacts,
      isLast: events.length < eventsPerRound,
    }
  })
  remember()
  return round
}

/** What a round committed and the tree is still to show. */
export interface Round {
  readonly writes: readonly store.TreeWrite[]
  readonly artifacts?: readonly WaitingArtifact[]
  /** False when more events wait than fitted. */
  readonly isLast: boolean
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

async function touched(transaction: Transaction, events: readonly OutboxEvent[]) {
  const packages = new Set<number>()
  const versions = new Set<number>()
  const gone = new Set<number>()
  for (const { topic, payload } of events) {
    if (topic === versionPublished || topic === versionYanked || topic === versionUnpublished)
      packages.add(Number(payload.packageId))
    if (topic === versionPublished) versions.add(Number(payload.versionId))
    if (topic === versionUnpublished) gone.add(Number(payload.versionId))
    if (topic === keyRevoked)
      for (const id of await packagesSignedBy(transaction, String(payload.keyId))) packages.add(id)
    if (topic === publisherChanged)
      for (const id of await packagesOfPublisher(transaction, Number(payload.publisherId))) packages.add(id)
  }
  return { packages: [...packages], versions: [...versions], gone }
}

interface PackageFiles {
  readonly targets: TargetDocument[]
  readonly plain: TreeFile[]
  readonly artifacts: WaitingArtifact[]
  /** Paths of what was taken back. */
  readonly removed: string[]
}

/** Document, checksums and signatures of each package that events name, and the new artifacts. */
async function packageFiles(transaction: Transaction, events: readonly OutboxEvent[]): Promise<PackageFiles> {
  const files: PackageFiles = { targets: [], plain: [], artifacts: [], removed: [] }
  const ids = await touched(transaction, events)
  if (ids.packages.length === 0) return files
  const versions = await versionsOf(transaction, ids.packages, ids.versions)
  const keys = await keysByIds(transaction, [...new Set(versions.map((version) => version.key_id))])
  for (const own of Map.groupBy(versions, (version) => version.package_id).values()) {
    const { name } = own[0] as (typeof own)[number]
    files.targets.push({ target: targetNames.package(name), bytes: encode(packageDocument(own, keys)) })
    files.plain.push({ path: paths.checksums(name), bytes: checksums(own) })
    for (const { path } of own.filter(({ id }) => ids.gone.has(id)))
      files.removed.push(path, `${path}.sig`, paths.signature(name, fileOf(path)))
    for (const { artifact_id: id, path, bytes, upload, gated, signature } of own.filter(
      (each) => (each.bytes ?? each.upload) && !each.unpublished_at,
    )) {
      files.artifacts.push({ id, path, bytes, upload, gated })
      files.plain.push({ path: `${path}.sig`, bytes: signature })
      files.plain.push({ path: paths.signature(name, fileOf(path)), bytes: signature })
    }
  }
  return files
}

/** Paths of the documents that new ones replace. */
function replaced(former: readonly store.Target[], rows: readonly store.Target[]): string[] {
  const now = new Map(rows.map((row) => [row.target, row.sha256]))
  return former
    .filter((row) => (now.get(row.target) ?? row.sha256) !== row.sha256)
    .map((row) => paths.target(row.target, row.sha256))
}

/** The bins with the new targets laid over the former ones. */
function binContents(
  bins: readonly string[],
  former: readonly store.Target[],
  rows: readonly store.Target[],
): BinContent[] {
  const byTarget = new Map([...former, ...rows].map((row) => [row.target, row]))
  const byBin = Map.groupBy(byTarget.values(), (row) => row.bin)
  return bins.map((bin) => ({
    bin,
    targets: Object.fromEntries(
      (byBin.get(bin) ?? []).map(({ target, length, sha256 }) => [target, { length, sha256 }]),
    ),
  }))
}
