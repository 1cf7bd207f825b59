import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { signStream } from '@waybill/core/trust'
import { apiUrl, call, type RegistryAccess } from './access.ts'
import type { PublisherKeyPair } from './keys.ts'

/** What a registry says of whoever asks. */
export interface Identity {
  /** Absent for a token that is a publisher's and no account's. */
  user?: { id: string; email: string; name: string; password: boolean; passkeys: number; totp: boolean }
  publishers: { name: string; role: string }[]
  /** Roles in the registry itself. */
  roles: string[]
  /** `expiresAt` is ISO 8601, absent for a token without an end. Limits of `*` are none. */
  token?: { id: string; name: string; expiresAt?: string; actions: string[]; packages: string[] }
  /** Fingerprint of the registry's first root. */
  registry: string
}

/** A key as the registry knows it; times are ISO 8601. */
export interface RegisteredKey {
  keyId: string
  pem: string
  validFrom: string
  revoked?: { at: string; reason: string }
}

/** Who asks. Throws `auth.invalid`. */
export function whoami(access: RegistryAccess): Promise<Identity> {
  return call(access, apiUrl(access, api.account))
}

/**
 * Registers the public half of a key to the token's publisher, proving possession of the private half by signing a
 * challenge. Throws `key.exists`, `key.proof_failed` or `auth.*`.
 */
export async function registerKey(
  access: RegistryAccess,
  key: PublisherKeyPair,
): Promise<{ keyId: string; publisher: string; validFrom: string }> {
  const { challenge } = await call<{ challenge: string }>(access, apiUrl(access, api.keyChallenge), {
    method: 'POST',
    json: { keyId: key.keyId },
  })
  refuseOtherText(challenge, key.keyId)
  const signature = await signStream(key.privatePem, async function* () {
    yield Buffer.from(challenge, 'utf8')
  })
  const proof = Buffer.from(signature).toString('base64')
  return call(access, apiUrl(access, api.keys), { method: 'POST', json: { pem: key.pem, challenge, proof } })
}

/** A registry that could have any bytes signed could have an artifact of its own signed. */
function refuseOtherText(challenge: unknown, keyId: string): asserts challenge is string {
  const expected = typeof challenge === 'string' && challenge.length <= 1000
  if (expected && challenge.startsWith('waybill key registration\n') && challenge.includes(keyId)) return
  throw new WaybillError(
    'registry.refused',
    'The registry asked to have something signed that is no key challenge.',
    {
      hint: 'Do not use this registry, and tell its operator.',
      details: { keyId },
    },
  )
}

/** The keys of the token's publisher, revoked ones too. */
export async function listKeys(access: RegistryAccess): Promise<RegisteredKey[]> {
  return (await call<{ keys: RegisteredKey[] }>(access, apiUrl(access, api.keys))).keys
}

/** Revokes a key for good: everything signed with it is refused by clients. Throws `key.not_found`. */
export function revokeKey(access: RegistryAccess, keyId: string, reason: string): Promise<void> {
  return call(access, apiUrl(access, api.keyRevocation, { keyId }), { method: 'POST', json: { reason } })
}

/** A version of a package. */
export interface VersionId {
  name: string
  version: string
}

/** Yanks a version: new installs leave it out, homes that have it keep it. Throws `version.not_found`. */
export function yank(access: RegistryAccess, { name, version }: VersionId, reason: string): Promise<void> {
  return call(access, apiUrl(access, api.yank, { name, version }), { method: 'PUT', json: { reason } })
}

/** Takes a yank back. Throws `version.not_found`. */
export function unyank(access: RegistryAccess, { name, version }: VersionId): Promise<void> {
  return call(access, apiUrl(access, api.yank, { name, version }), { method: 'DELETE' })
}
