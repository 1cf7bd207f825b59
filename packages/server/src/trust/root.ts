import { WaybillError } from '@waybill/core/errors'
import {
  buildRoot,
  rootFingerprint,
  sign,
  type RootSigned,
  type Signed,
  type SigningKey,
} from '@waybill/core/trust'
import { day } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Settings } from '../platform/settings.ts'
import { keyRoles, type KeyFiles, type KeyRole } from './key-files.ts'
import * as store from './store.ts'

/** The current root, read from the database. */
export interface CurrentRoot {
  readonly version: number
  readonly expiresAt: Date
  /** Fingerprint of version 1: the registry's identity. */
  readonly fingerprint: string
  /** Key ids of each role. The key of `bins` stands in the targets metadata, which names it here too. */
  readonly keyIds: Readonly<Record<KeyRole, readonly string[]>>
  readonly signed: RootSigned
}

/** Root carries the bins' keys in a field of its own, so that a key rotation of any role is one signed document. */
const binsField = 'x-waybill-bins'

type RootWithBins = RootSigned & { [binsField]?: string[] }

/** The current root; undefined before the first start. */
export async function currentRoot(database: Database | Transaction): Promise<CurrentRoot | undefined> {
  const all = await store.roots(database)
  const first = all[0]
  const last = all.at(-1)
  if (!first || !last) return undefined
  const { signed } = JSON.parse(last.bytes.toString()) as Signed<RootWithBins>
  return {
    version: last.version,
    expiresAt: new Date(signed.expires),
    fingerprint: rootFingerprint(first.bytes),
    keyIds: {
      root: signed.roles.root.keyids,
      targets: signed.roles.targets.keyids,
      snapshot: signed.roles.snapshot.keyids,
      timestamp: signed.roles.timestamp.keyids,
      bins: signed[binsField] ?? [],
    },
    signed,
  }
}

/** Makes the keys and version 1 of the root. */
export async function createRoot(
  transaction: Transaction,
  keys: KeyFiles,
  settings: Settings,
  now: Date,
): Promise<void> {
  const made = {} as Record<KeyRole, SigningKey>
  for (const role of keyRoles) made[role] = await keys.create(role)
  await storeRoot(transaction, { version: 1, keys: made, signers: [made.root], settings, now })
}

/** Gives `role` a new key in a new version of the root, signed by the former root key and the new one (TUF 1.0 §6.1). */
export async function rotateKey(
  transaction: Transaction,
  keys: KeyFiles,
  settings: Settings,
  now: Date,
  role: KeyRole,
): Promise<{ keyId: string; version: number }> {
  const current = await currentRoot(transaction)
  if (!current)
    throw new WaybillError('trust.no_root', 'The registry has no root yet.', {
      hint: 'Start it once with “waybill registry start”.',
    })
  const formerRoot = await keys.signer(current.keyIds.root[0] ?? '')
  const made = {} as Record<KeyRole, SigningKey>
  for (const each of keyRoles)
    made[each] = each === role ? await keys.create(each) : await publicOrSigner(keys, current, each)
  const version = current.version + 1
  const signers = role === 'root' ? [formerRoot, made.root] : [formerRoot]
  await storeRoot(transaction, { version, keys: made, signers, settings, now })
  return { keyId: made[role].keyId, version }
}

/** Signs the same keys again with a new expiry. */
export async function renewRoot(
  transaction: Transaction,
  keys: KeyFiles,
  settings: Settings,
  now: Date,
): Promise<void> {
  const current = await currentRoot(transaction)
  if (!current) return
  const kept = {} as Record<KeyRole, SigningKey>
  for (const each of keyRoles) kept[each] = await publicOrSigner(keys, current, each)
  await storeRoot(transaction, {
    version: current.version + 1,
    keys: kept,
    signers: [await keys.signer(current.keyIds.root[0] ?? '')],
    settings,
    now,
  })
}

interface RootRequest {
  version: number
  keys: Readonly<Record<KeyRole, SigningKey>>
  signers: SigningKey[]
  settings: Settings
  now: Date
}

async function storeRoot(
  transaction: Transaction,
  { version, keys, signers, settings, now }: RootRequest,
): Promise<void> {
  const root = buildRoot({
    version,
    expires: new Date(now.getTime() + settings.lifetimes.root * day),
    keys: {
      root: [keys.root.publicKey],
      targets: [keys.targets.publicKey],
      snapshot: [keys.snapshot.publicKey],
      timestamp: [keys.timestamp.publicKey],
    },
  })
  await store.insertRoot(
    transaction,
    version,
    Buffer.from(sign({ ...root, [binsField]: [keys.bins.keyId] }, signers)),
  )
}

/** A key that stays: its public half is enough, so that an offline targets key need not be brought for a rotation. */
async function publicOrSigner(keys: KeyFiles, current: CurrentRoot, role: KeyRole): Promise<SigningKey> {
  const keyId = current.keyIds[role][0] ?? ''
  const publicKey = current.signed.keys[keyId]
  if (!publicKey) return keys.signer(keyId)
  return {
    keyId,
    publicKey,
    sign: () => {
      throw new Error(`the key of ${role} was asked to sign from its public half`)
    },
  }
}
