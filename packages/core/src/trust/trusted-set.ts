import { createHash } from 'node:crypto'
import { WaybillError } from '../errors.ts'
import { requireSignatures } from './keys.ts'
import {
  parseMetadata,
  type FileInfo,
  type Role,
  type RootSigned,
  type SnapshotSigned,
  type TargetsSigned,
  type TimestampSigned,
  type TufKey,
} from './metadata.ts'

/**
 * What a client trusts, as a value; each step takes the bytes of one metadata file and answers with the next value, or
 * throws and leaves the former one as it was. No I/O. Section numbers are those of TUF 1.0.31 §5.
 */
export interface TrustedSet {
  readonly root: RootSigned
  readonly timestamp?: TimestampSigned
  readonly snapshot?: SnapshotSigned
  /** Targets and delegated targets, by `targetsKey`. */
  readonly targets: ReadonlyMap<string, TargetsSigned>
}

/** Starts from a root that is trusted already: pinned, or stored by an earlier update (§5.2). Its expiry does not matter yet. */
export function trustRoot(bytes: Uint8Array): TrustedSet {
  const file = parseMetadata('root', bytes)
  requireSignatures('root', file, file.signed.roles.root, file.signed.keys)
  return { root: file.signed, targets: new Map() }
}

/** Takes the next version of the root (§5.3.3 to §5.3.7). */
export function updateRoot(set: TrustedSet, bytes: Uint8Array): TrustedSet {
  const file = parseMetadata('root', bytes)
  const { signed } = file
  // §5.3.4: signed by the former root's keys and by its own.
  requireSignatures('root', file, set.root.roles.root, set.root.keys)
  requireSignatures('root', file, signed.roles.root, signed.keys)
  // §5.3.5: exactly one version further.
  if (signed.version !== set.root.version + 1) {
    throw new WaybillError(
      'trust.rollback',
      `The root metadata has version ${signed.version}; after ${set.root.version} comes ${set.root.version + 1}.`,
      {
        details: { role: 'root', trusted: set.root.version, found: signed.version },
      },
    )
  }
  return { root: signed, targets: new Map() }
}

/** Takes a timestamp (§5.4.2, §5.4.3); the same value comes back when it is the version that is trusted already. */
export function updateTimestamp(set: TrustedSet, bytes: Uint8Array): TrustedSet {
  const file = parseMetadata('timestamp', bytes)
  const { signed } = file
  requireSignatures('timestamp', file, set.root.roles.timestamp, set.root.keys)
  if (set.timestamp) {
    requireNotOlder('timestamp', set.timestamp.version, signed.version)
    if (signed.version === set.timestamp.version) return set
    requireNotOlder(
      'snapshot',
      set.timestamp.meta['snapshot.json'].version,
      signed.meta['snapshot.json'].version,
    )
  }
  const { snapshot, ...rest } = set
  return { ...rest, timestamp: signed, ...(snapshot ? { snapshot } : {}) }
}

/** Takes a snapshot (§5.5). One that this client stored itself need not match the timestamp's hashes. */
export function updateSnapshot(set: TrustedSet, bytes: Uint8Array, options: { stored: boolean }): TrustedSet {
  const named = requireTimestamp(set).meta['snapshot.json']
  // §5.5.2
  if (!options.stored) requireHashes('snapshot', bytes, named)
  // §5.5.3
  const file = parseMetadata('snapshot', bytes)
  const { signed } = file
  requireSignatures('snapshot', file, set.root.roles.snapshot, set.root.keys)
  // §5.5.5: nothing that was in the former snapshot may be older, or gone.
  for (const [name, former] of Object.entries(set.snapshot?.meta ?? {})) {
    const now = Object.hasOwn(signed.meta, name) ? signed.meta[name] : undefined
    if (!now) {
      throw new WaybillError('trust.rollback', `The snapshot metadata no longer names ${name}.`, {
        details: { role: 'snapshot', file: name },
      })
    }
    requireNotOlder(name, former.version, now.version)
  }
  // §5.5.4
  if (!options.stored || signed.version > named.version)
    requireVersion('snapshot', signed.version, named.version)
  return { ...set, snapshot: signed }
}

/** Takes the targets (§5.6), or a delegated targets role (§5.6.7), under the role that delegates to it. */
export function updateTargets(set: TrustedSet, bytes: Uint8Array, role: TargetsRole): TrustedSet {
  const named = fileInSnapshot(set, role.name)
  // §5.6.2
  requireHashes(role.name, bytes, named)
  // §5.6.3
  const file = parseMetadata('targets', bytes, role.name)
  requireSignatures(role.name, file, role, role.keys)
  // §5.6.4
  requireVersion(role.name, file.signed.version, named.version)
  return { ...set, targets: new Map(set.targets).set(targetsKey(role), file.signed) }
}

/** A targets role with what its signatures are checked against. */
export interface TargetsRole extends Role {
  readonly name: string
  readonly keys: Readonly<Record<string, TufKey>>
}

/**
 * Name and trust of a role together: two roles may delegate to one name with different keys, and what was verified under
 * one of them counts for nothing under the other.
 */
export function targetsKey({ name, threshold, keyids, keys }: TargetsRole): string {
  return JSON.stringify([name, threshold, keyids.map((keyid) => [keyid, keys[keyid]])])
}

/** What the snapshot says of a targets role. Throws `trust.mismatch` when it does not name it. */
export function fileInSnapshot(set: TrustedSet, role: string): FileInfo {
  const name = `${role}.json`
  const info = set.snapshot && Object.hasOwn(set.snapshot.meta, name) ? set.snapshot.meta[name] : undefined
  if (info) return info
  throw new WaybillError('trust.mismatch', `The snapshot metadata does not name ${name}.`, {
    details: { role },
  })
}

/** True when the snapshot is the one that the timestamp names. */
export function snapshotIsCurrent(set: TrustedSet): boolean {
  return set.snapshot !== undefined && set.snapshot.version === set.timestamp?.meta['snapshot.json'].version
}

/** Checks bytes against length and hashes, as far as they are given. Throws `trust.mismatch`. */
export function requireHashes(
  name: string,
  bytes: Uint8Array,
  expected: { length?: number; hashes?: Readonly<Record<string, string>> },
): void {
  if (expected.length !== undefined && bytes.length !== expected.length) {
    throw mismatch(name, `has ${bytes.length} bytes, not ${expected.length}`)
  }
  const known = Object.entries(expected.hashes ?? {}).filter(
    ([algorithm]) => algorithm === 'sha256' || algorithm === 'sha512',
  )
  if (expected.hashes && known.length === 0)
    throw mismatch(name, 'is listed with no hash that this client knows')
  for (const [algorithm, hash] of known) {
    const actual = createHash(algorithm).update(bytes).digest('hex')
    if (actual !== hash.toLowerCase())
      throw mismatch(name, `has the ${algorithm} ${actual.slice(0, 16)}…, not ${hash.slice(0, 16)}…`)
  }
}

function mismatch(name: string, problem: string): WaybillError {
  return new WaybillError('trust.mismatch', `${name} is not what signed metadata says: it ${problem}.`, {
    hint: 'The file was changed on its way, or the copy you read from is damaged.',
    details: { file: name },
  })
}

function requireTimestamp(set: TrustedSet): TimestampSigned {
  if (set.timestamp) return set.timestamp
  throw new Error('a snapshot was offered before a timestamp')
}

function requireNotOlder(name: string, trusted: number, found: number): void {
  if (found >= trusted) return
  throw new WaybillError(
    'trust.rollback',
    `The registry served ${name} version ${found}, but served version ${trusted} before.`,
    {
      hint: 'Somebody replays old files, or the registry was restored from an old backup: ask its operator.',
      details: { role: name, trusted, found },
    },
  )
}

function requireVersion(name: string, found: number, expected: number): void {
  if (found === expected) return
  throw new WaybillError(
    'trust.mismatch',
    `The ${name} metadata has version ${found}, but ${expected} is what is named.`,
    {
      hint: 'The files are mixed from different states of the registry.',
      details: { role: name, expected, found },
    },
  )
}
