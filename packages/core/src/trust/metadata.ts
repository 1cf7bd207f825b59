import { canonicalize } from '@tufjs/canonical-json'
import { WaybillError } from '../errors.ts'

/** TUF metadata as types, and the one place where its bytes are parsed (TUF 1.0.31 §4). */

export type TopRole = 'root' | 'timestamp' | 'snapshot' | 'targets'

export interface TufKey {
  readonly keytype: string
  readonly scheme: string
  readonly keyval: { readonly public: string }
}

export interface Signature {
  readonly keyid: string
  readonly sig: string
}

/** `signed` is kept as it was parsed, unknown fields included: signatures are over all of it. */
export interface Signed<T> {
  readonly signed: T
  readonly signatures: readonly Signature[]
}

export interface Role {
  readonly keyids: readonly string[]
  readonly threshold: number
}

interface Common {
  readonly _type: string
  readonly spec_version: string
  readonly version: number
  readonly expires: string
}

export interface RootSigned extends Common {
  readonly _type: 'root'
  readonly consistent_snapshot?: boolean
  readonly keys: Readonly<Record<string, TufKey>>
  readonly roles: Readonly<Record<TopRole, Role>>
}

export interface FileInfo {
  readonly version: number
  readonly length?: number
  readonly hashes?: Readonly<Record<string, string>>
}

export interface TimestampSigned extends Common {
  readonly _type: 'timestamp'
  readonly meta: Readonly<Record<'snapshot.json', FileInfo>>
  /** When it was signed: lets a client see that its own clock is behind. */
  readonly 'x-waybill-issued'?: string
}

export interface SnapshotSigned extends Common {
  readonly _type: 'snapshot'
  readonly meta: Readonly<Record<string, FileInfo>>
}

export interface TargetInfo {
  readonly length: number
  readonly hashes: Readonly<Record<string, string>>
  readonly custom?: unknown
}

export interface DelegatedRole extends Role {
  readonly name: string
  readonly terminating: boolean
  readonly paths?: readonly string[]
  readonly path_hash_prefixes?: readonly string[]
}

export interface SuccinctRoles extends Role {
  readonly bit_length: number
  readonly name_prefix: string
}

export interface Delegations {
  readonly keys: Readonly<Record<string, TufKey>>
  readonly roles?: readonly DelegatedRole[]
  readonly succinct_roles?: SuccinctRoles
}

export interface TargetsSigned extends Common {
  readonly _type: 'targets'
  readonly targets: Readonly<Record<string, TargetInfo>>
  readonly delegations?: Delegations
}

export interface SignedByRole {
  root: RootSigned
  timestamp: TimestampSigned
  snapshot: SnapshotSigned
  targets: TargetsSigned
}

/** The bytes that a signature is over: canonical JSON (OLPC) of `signed`. */
export function signedBytes(signed: unknown): Uint8Array {
  return Buffer.from(canonicalize(signed))
}

/**
 * Parses the bytes of a metadata file and checks its form, so that everything after it works with what it expects.
 * Throws `trust.malformed`, naming the role and the field.
 */
export function parseMetadata<R extends TopRole>(
  type: R,
  bytes: Uint8Array,
  name: string = type,
): Signed<SignedByRole[R]> {
  const check = new Check(name)
  const file = check.object(parseJson(bytes, name), '(top)')
  const signed = check.object(file.signed, 'signed')
  for (const [i, each] of check.array(file.signatures, 'signatures').entries()) {
    const signature = check.object(each, `signatures.${i}`)
    check.string(signature.keyid, `signatures.${i}.keyid`)
    check.string(signature.sig, `signatures.${i}.sig`)
  }
  if (signed._type !== type)
    check.fail('signed._type', `is “${String(signed._type).slice(0, 40)}”, not “${type}”`)
  // A client of one major version reads all of that version (§4.2).
  if (!/^1\.\d+(\.\d+)?$/.test(check.string(signed.spec_version, 'spec_version')))
    check.fail('spec_version', 'is not 1.x')
  check.natural(signed.version, 'version', 1)
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(check.string(signed.expires, 'expires')) ||
    Number.isNaN(Date.parse(signed.expires as string))
  ) {
    check.fail('expires', 'is not a UTC time')
  }
  bodies[type](check, signed)
  return file as unknown as Signed<SignedByRole[R]>
}

type Fields = Record<string, unknown>

const bodies: Record<TopRole, (check: Check, signed: Fields) => void> = {
  root(check, signed) {
    checkKeys(check, signed.keys, 'keys')
    const roles = check.object(signed.roles, 'roles')
    for (const role of ['root', 'timestamp', 'snapshot', 'targets'])
      checkRole(check, roles[role], `roles.${role}`)
  },
  timestamp(check, signed) {
    checkFileInfo(check, check.object(signed.meta, 'meta')['snapshot.json'], 'meta.snapshot.json')
    if (
      signed['x-waybill-issued'] !== undefined &&
      Number.isNaN(Date.parse(check.string(signed['x-waybill-issued'], 'x-waybill-issued')))
    ) {
      check.fail('x-waybill-issued', 'is not a time')
    }
  },
  snapshot(check, signed) {
    for (const [file, info] of Object.entries(check.object(signed.meta, 'meta')))
      checkFileInfo(check, info, `meta.${file}`)
  },
  targets(check, signed) {
    for (const [path, info] of Object.entries(check.object(signed.targets, 'targets'))) {
      const target = check.object(info, `targets.${path}`)
      check.natural(target.length, `targets.${path}.length`, 0)
      checkHashes(check, target.hashes, `targets.${path}.hashes`)
    }
    if (signed.delegations !== undefined)
      checkDelegations(check, check.object(signed.delegations, 'delegations'))
  },
}

function checkDelegations(check: Check, delegations: Fields): void {
  checkKeys(check, delegations.keys, 'delegations.keys')
  if ((delegations.roles === undefined) === (delegations.succinct_roles === undefined))
    check.fail('delegations', 'has not exactly one of roles and succinct_roles')
  if (delegations.succinct_roles !== undefined) {
    const bins = checkRole(check, delegations.succinct_roles, 'delegations.succinct_roles')
    if (check.natural(bins.bit_length, 'delegations.succinct_roles.bit_length', 1) > 32)
      check.fail('delegations.succinct_roles.bit_length', 'is over 32')
    check.string(bins.name_prefix, 'delegations.succinct_roles.name_prefix')
    return
  }
  const names = new Set<string>()
  for (const [i, each] of check.array(delegations.roles, 'delegations.roles').entries()) {
    const at = `delegations.roles.${i}`
    const role = checkRole(check, each, at)
    const name = check.string(role.name, `${at}.name`)
    if (name === '' || topRoles.has(name) || names.has(name))
      check.fail(`${at}.name`, `“${name}” is empty, taken or a top-level role`)
    names.add(name)
    if (typeof role.terminating !== 'boolean') check.fail(`${at}.terminating`, 'is not true or false')
    if ((role.paths === undefined) === (role.path_hash_prefixes === undefined))
      check.fail(at, 'has not exactly one of paths and path_hash_prefixes')
    for (const text of check.array(role.paths ?? role.path_hash_prefixes, `${at}.paths`))
      check.string(text, `${at}.paths`)
  }
}

const topRoles: ReadonlySet<string> = new Set<TopRole>(['root', 'timestamp', 'snapshot', 'targets'])

function checkKeys(check: Check, value: unknown, at: string): void {
  const keys = check.object(value, at)
  for (const [keyid, each] of Object.entries(keys)) {
    const key = check.object(each, `${at}.${keyid}`)
    check.string(key.keytype, `${at}.${keyid}.keytype`)
    check.string(key.scheme, `${at}.${keyid}.scheme`)
    check.string(check.object(key.keyval, `${at}.${keyid}.keyval`).public, `${at}.${keyid}.keyval.public`)
  }
}

function checkRole(check: Check, value: unknown, at: string): Fields {
  const role = check.object(value, at)
  const keyids = check.array(role.keyids, `${at}.keyids`).map((keyid) => check.string(keyid, `${at}.keyids`))
  if (new Set(keyids).size !== keyids.length) check.fail(`${at}.keyids`, 'names a key twice')
  check.natural(role.threshold, `${at}.threshold`, 1)
  return role
}

function checkFileInfo(check: Check, value: unknown, at: string): void {
  const info = check.object(value, at)
  check.natural(info.version, `${at}.version`, 1)
  if (info.length !== undefined) check.natural(info.length, `${at}.length`, 0)
  if (info.hashes !== undefined) checkHashes(check, info.hashes, `${at}.hashes`)
}

function checkHashes(check: Check, value: unknown, at: string): void {
  const hashes = Object.values(check.object(value, at))
  if (hashes.length === 0) check.fail(at, 'is empty')
  for (const hash of hashes) check.string(hash, at)
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new WaybillError('trust.malformed', `The ${name} metadata is not JSON.`, {
      hint: 'Something between you and the registry changes files, or the registry is broken.',
      details: { role: name },
      cause,
    })
  }
}

/** Checks of form that name the metadata and the field they fail at. */
class Check {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  fail(at: string, problem: string): never {
    throw new WaybillError(
      'trust.malformed',
      `The ${this.#name} metadata is malformed: ${at.slice(0, 200)} ${problem}.`,
      {
        hint: 'Something between you and the registry changes files, or the registry is broken.',
        details: { role: this.#name, field: at.slice(0, 200) },
      },
    )
  }

  object(value: unknown, at: string): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.fail(at, 'is not an object')
    return value as Fields
  }

  array(value: unknown, at: string): unknown[] {
    if (!Array.isArray(value)) this.fail(at, 'is not a list')
    return value
  }

  string(value: unknown, at: string): string {
    if (typeof value !== 'string') this.fail(at, 'is not a text')
    return value
  }

  natural(value: unknown, at: string, least: number): number {
    if (!Number.isSafeInteger(value) || (value as number) < least)
      this.fail(at, `is not a whole number from ${least} up`)
    return value as number
  }
}
