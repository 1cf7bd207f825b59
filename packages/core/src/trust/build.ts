import { keyIdOf, type SigningKey } from './keys.ts'
import {
  signedBytes,
  type RootSigned,
  type Signed,
  type SnapshotSigned,
  type TargetInfo,
  type TargetsSigned,
  type TimestampSigned,
  type TopRole,
  type TufKey,
} from './metadata.ts'

/** The repository's side: builds the `signed` part of each role, pure, and signs it. */

interface Head {
  readonly version: number
  readonly expires: Date
}

const specVersion = '1.0.31'

/** TUF times have whole seconds (§4.2.1). */
const time = (at: Date) => at.toISOString().replace(/\.\d{3}Z$/, 'Z')

const head = <T extends string>(_type: T, { version, expires }: Head) => ({
  _type,
  spec_version: specVersion,
  version,
  expires: time(expires),
})

const roleOf = (keys: readonly TufKey[], threshold: number) => ({ keyids: keys.map(keyIdOf), threshold })

const keyMap = (keys: readonly TufKey[]) => Object.fromEntries(keys.map((key) => [keyIdOf(key), key]))

export interface RootRequest extends Head {
  readonly keys: Readonly<Record<TopRole, readonly TufKey[]>>
  /** How many keys must sign; 1 where not named. */
  readonly thresholds?: Partial<Record<TopRole, number>>
}

export function buildRoot(request: RootRequest): RootSigned {
  const { keys, thresholds = {} } = request
  const role = (name: TopRole) => roleOf(keys[name], thresholds[name] ?? 1)
  return {
    ...head('root', request),
    consistent_snapshot: true,
    keys: keyMap(Object.values(keys).flat()),
    roles: {
      root: role('root'),
      timestamp: role('timestamp'),
      snapshot: role('snapshot'),
      targets: role('targets'),
    },
  }
}

export interface TargetsRequest extends Head {
  readonly bins: { readonly keys: readonly TufKey[]; readonly bitLength: number; readonly namePrefix: string }
}

/** The top-level targets, which delegate every path to succinct hash bins (TAP 15). */
export function buildTargets(request: TargetsRequest): TargetsSigned {
  const { keys, bitLength, namePrefix } = request.bins
  return {
    ...head('targets', request),
    targets: {},
    delegations: {
      keys: keyMap(keys),
      succinct_roles: { ...roleOf(keys, 1), bit_length: bitLength, name_prefix: namePrefix },
    },
  }
}

export function buildBin(
  request: Head & { targets: Readonly<Record<string, { length: number; sha256: string }>> },
): TargetsSigned {
  const targets: Record<string, TargetInfo> = {}
  for (const [path, { length, sha256 }] of Object.entries(request.targets))
    targets[path] = { length, hashes: { sha256 } }
  return { ...head('targets', request), targets }
}

/** `meta`: file name → version. Lengths and hashes stay out: the bins are signed themselves. */
export function buildSnapshot(request: Head & { meta: Readonly<Record<string, number>> }): SnapshotSigned {
  const meta = Object.fromEntries(Object.entries(request.meta).map(([file, version]) => [file, { version }]))
  return { ...head('snapshot', request), meta }
}

export interface TimestampRequest extends Head {
  readonly snapshot: { readonly version: number; readonly length: number; readonly sha256: string }
  /** When it is signed; kept in a field of Waybill's own. */
  readonly issued?: Date
}

export function buildTimestamp(request: TimestampRequest): TimestampSigned {
  const { version, length, sha256 } = request.snapshot
  return {
    ...head('timestamp', request),
    meta: { 'snapshot.json': { version, length, hashes: { sha256 } } },
    ...(request.issued ? { 'x-waybill-issued': time(request.issued) } : {}),
  }
}

/** The bytes of a metadata file: the same whenever content and keys are. */
export function sign(signed: object, keys: readonly SigningKey[]): Uint8Array {
  const bytes = signedBytes(signed)
  const signatures = keys.map((key) => ({
    keyid: key.keyId,
    sig: Buffer.from(key.sign(bytes)).toString('hex'),
  }))
  return Buffer.from(JSON.stringify({ signatures, signed } satisfies Signed<object>))
}
