import { createHash } from 'node:crypto'
import {
  binNames,
  binOf,
  buildBin,
  buildSnapshot,
  buildTargets,
  buildTimestamp,
  sign,
} from '@waybill/core/trust'
import { paths } from '@waybill/core/paths'
import { day } from '../platform/clock.ts'
import type { Transaction } from '../platform/database/index.ts'
import type { Settings } from '../platform/settings.ts'
import type { KeyFiles } from './key-files.ts'
import { currentRoot, type CurrentRoot } from './root.ts'
import * as store from './store.ts'

/** 2^8 hash bins; DESIGN §2 moves to 2^10 from 25,000 packages. */
export const binBits = 8

export interface BinContent {
  readonly bin: string
  readonly targets: Readonly<Record<string, { length: number; sha256: string }>>
}

/** One file of the round that is to be written to the tree. */
export interface TreeFile {
  readonly path: string
  readonly bytes: Buffer
}

export interface SignedRound {
  /** Immutable metadata first, the timestamp last. */
  readonly files: readonly TreeFile[]
  /** Paths of metadata that nothing refers to any more. */
  readonly superseded: readonly string[]
  /** To be called once the transaction is committed. */
  remember(): void
}

/**
 * What a signer remembers between rounds. Good as long as the database still has the versions it was made with, which
 * each round asks first: another process may have signed meanwhile.
 */
export interface SignerMemory {
  root?: CurrentRoot
  files?: { timestamp: number; byRole: Map<string, { role: string; version: number; path: string }> }
}

export interface RoundRequest {
  memory: SignerMemory
  keys: KeyFiles
  settings: Settings
  now: Date
  /** Bins whose content changed, or whose signature must be made anew. */
  bins: readonly BinContent[]
  /** Sign the top-level targets anew. */
  targets: boolean
}

export const binFor = (target: string): string => binOf(target, binBits)
export const allBins = (): string[] => binNames(binBits)

/**
 * Signs the changed bins, a snapshot and a timestamp (and targets on request), and records their versions. All take the
 * same new version. Pure but for the database and the keys: the files come back and are written after the commit.
 */
export async function signRound(transaction: Transaction, request: RoundRequest): Promise<SignedRound> {
  const { keys, settings, now, memory } = request
  const versions = await store.nextVersion(transaction)
  const version = versions.next
  const root = await rememberedRoot(transaction, memory, versions.root)
  const former = await rememberedFiles(transaction, memory, versions.timestamp)
  const expires = (role: keyof Settings['lifetimes']) =>
    new Date(now.getTime() + settings.lifetimes[role] * day)
  const changed: { role: string; version: number; expires_at: Date; path: string }[] = []
  const files: TreeFile[] = []
  const add = (
    role: string,
    bytes: Uint8Array,
    expires_at: Date,
    path = paths.tufMetadata(role, version),
  ) => {
    files.push({ path, bytes: Buffer.from(bytes) })
    changed.push({ role, version, expires_at, path })
  }

  const binKey = await keys.signer(root.keyIds.bins[0] ?? '')
  for (const { bin, targets } of request.bins) {
    add(bin, sign(buildBin({ version, expires: expires('bins'), targets }), [binKey]), expires('bins'))
  }
  if (request.targets) {
    const delegation = { keys: [binKey.publicKey], bitLength: binBits, namePrefix: 'bin' }
    const targetsKey = await keys.signer(root.keyIds.targets[0] ?? '')
    add(
      'targets',
      sign(buildTargets({ version, expires: expires('targets'), bins: delegation }), [targetsKey]),
      expires('targets'),
    )
  }

  const meta: Record<string, number> = {}
  for (const role of [...former.values(), ...changed]) {
    if (role.role !== 'snapshot' && role.role !== 'timestamp') meta[`${role.role}.json`] = role.version
  }
  const heads = await signHeads(
    { root, keys, now },
    {
      version,
      meta,
      snapshotExpires: expires('snapshot'),
      timestampExpires: expires('timestamp'),
    },
  )
  add('snapshot', heads.snapshot, expires('snapshot'))
  add('timestamp', heads.timestamp, expires('timestamp'), paths.timestamp)

  await store.upsertRoles(transaction, changed)
  const superseded = changed.flatMap(({ role, path }) => {
    const old = former.get(role)?.path
    return old !== undefined && old !== path ? [old] : []
  })
  return { files, superseded, remember: () => remember(memory, version, former, changed) }
}

async function rememberedRoot(
  transaction: Transaction,
  memory: SignerMemory,
  version: number,
): Promise<CurrentRoot> {
  if (memory.root?.version !== version) {
    const current = await currentRoot(transaction)
    if (!current) throw new Error('a round without a root')
    memory.root = current
  }
  return memory.root
}

async function rememberedFiles(transaction: Transaction, memory: SignerMemory, timestamp: number) {
  if (memory.files?.timestamp === timestamp) return memory.files.byRole
  return new Map((await store.currentFiles(transaction)).map((file) => [file.role, file]))
}

/** Only after the commit: a transaction that fails leaves the former versions current. */
function remember(
  memory: SignerMemory,
  timestamp: number,
  former: Map<string, { role: string; version: number; path: string }>,
  changed: readonly { role: string; version: number; path: string }[],
): void {
  for (const { role, version, path } of changed) former.set(role, { role, version, path })
  memory.files = { timestamp, byRole: former }
}

interface HeadSigners {
  root: CurrentRoot
  keys: KeyFiles
  now: Date
}

interface Heads {
  version: number
  /** File name → version of every metadata file below. */
  meta: Record<string, number>
  snapshotExpires: Date
  timestampExpires: Date
}

/** The two documents at the head: a snapshot, and a timestamp that names it. */
async function signHeads({ root, keys, now }: HeadSigners, heads: Heads) {
  const snapshotKey = await keys.signer(root.keyIds.snapshot[0] ?? '')
  const { version } = heads
  const snapshot = sign(buildSnapshot({ version, expires: heads.snapshotExpires, meta: heads.meta }), [
    snapshotKey,
  ])
  const timestamp = buildTimestamp({
    version,
    expires: heads.timestampExpires,
    issued: now,
    snapshot: {
      version,
      length: snapshot.length,
      sha256: createHash('sha256').update(snapshot).digest('hex'),
    },
  })
  const timestampKey = await keys.signer(root.keyIds.timestamp[0] ?? '')
  return { snapshot, timestamp: sign(timestamp, [timestampKey]) }
}

export interface ExportHeads {
  /** The copy's own snapshot and timestamp, in this order. */
  readonly files: readonly TreeFile[]
  /** Paths of the metadata they lead to, as it is in the tree. */
  readonly metadata: readonly string[]
  readonly expires: Date
}

/** Signs a snapshot and a timestamp of the present state for a copy, which lives as long as its maker says. */
export async function signExport(
  transaction: Transaction,
  request: HeadSigners & { settings: Settings; lifetimeDays: number | undefined },
): Promise<ExportHeads> {
  const roles = (await store.currentFiles(transaction)).filter(
    ({ role }) => role !== 'snapshot' && role !== 'timestamp',
  )
  const { lifetimes } = request.settings
  const until = (days: number) => new Date(request.now.getTime() + days * day)
  const timestampExpires = until(request.lifetimeDays ?? lifetimes.timestamp)
  const { next: version } = await store.nextVersion(transaction)
  const heads = await signHeads(request, {
    version,
    meta: Object.fromEntries(roles.map((role) => [`${role.role}.json`, role.version])),
    snapshotExpires: until(request.lifetimeDays ?? lifetimes.snapshot),
    timestampExpires,
  })
  return {
    files: [
      { path: paths.tufMetadata('snapshot', version), bytes: Buffer.from(heads.snapshot) },
      { path: paths.timestamp, bytes: Buffer.from(heads.timestamp) },
    ],
    metadata: roles.map((role) => role.path),
    expires: timestampExpires,
  }
}
