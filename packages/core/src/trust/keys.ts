import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign as signOneShot,
  verify as verifyOneShot,
  type KeyObject,
} from 'node:crypto'
import { WaybillError } from '../errors.ts'
import { signedBytes, type Role, type Signed, type TufKey } from './metadata.ts'

/** A key that can sign metadata. */
export interface SigningKey {
  readonly keyId: string
  readonly publicKey: TufKey
  sign(bytes: Uint8Array): Uint8Array
}

/** Header of an Ed25519 SubjectPublicKeyInfo (RFC 8410 §4); the 32 bytes of the key follow. */
const spkiHeader = Buffer.from('302a300506032b6570032100', 'hex')

/** Key id as securesystemslib makes it: SHA-256 of the key object's canonical JSON, hex. */
export function keyIdOf(key: TufKey): string {
  return createHash('sha256').update(signedBytes(key)).digest('hex')
}

/** Reads an Ed25519 private key (PKCS #8, PEM). Throws `key.invalid`. */
export function signingKeyFromPem(pem: string): SigningKey {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw new WaybillError('key.invalid', 'The file is not a private key in PEM.', { cause })
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new WaybillError('key.invalid', `The key is of type ${key.asymmetricKeyType}, not Ed25519.`)
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const publicKey: TufKey = {
    keytype: 'ed25519',
    scheme: 'ed25519',
    keyval: { public: spki.subarray(spkiHeader.length).toString('hex') },
  }
  return { keyId: keyIdOf(publicKey), publicKey, sign: (bytes) => signOneShot(null, bytes, key) }
}

/** True when `signature` (hex) is one of `bytes` by the key. Unknown schemes and unusable keys verify nothing. */
function verifies(key: TufKey, bytes: Uint8Array, signature: string): boolean {
  try {
    const sig = Buffer.from(signature, 'hex')
    if (sig.length * 2 !== signature.length) return false
    switch (key.scheme) {
      case 'ed25519': {
        const spki = Buffer.concat([spkiHeader, Buffer.from(key.keyval.public, 'hex')])
        return verifyOneShot(null, bytes, createPublicKey({ key: spki, type: 'spki', format: 'der' }), sig)
      }
      case 'ecdsa-sha2-nistp256':
        return verifyOneShot('sha256', bytes, createPublicKey(key.keyval.public), sig)
      case 'ecdsa-sha2-nistp384':
        return verifyOneShot('sha384', bytes, createPublicKey(key.keyval.public), sig)
      case 'rsassa-pss-sha256':
        return verifyOneShot(
          'sha256',
          bytes,
          { key: createPublicKey(key.keyval.public), padding: 6, saltLength: 32 },
          sig,
        )
      default:
        return false
    }
  } catch {
    return false
  }
}

/**
 * Checks that at least the threshold of the role's keys signed (§5.3.4 and on). Each key counts once, however often
 * and under however many names it signs. Throws `trust.signature`.
 */
export function requireSignatures(
  name: string,
  file: Signed<unknown>,
  role: Role,
  keys: Readonly<Record<string, TufKey>>,
): void {
  const bytes = signedBytes(file.signed)
  const seen = new Set<string>()
  const valid = new Set<string>()
  for (const { keyid, sig } of file.signatures) {
    if (seen.has(keyid)) {
      throw new WaybillError(
        'trust.malformed',
        `The ${name} metadata is signed twice under the key id ${keyid.slice(0, 16)}….`,
        { details: { role: name } },
      )
    }
    seen.add(keyid)
    const key = role.keyids.includes(keyid) && Object.hasOwn(keys, keyid) ? keys[keyid] : undefined
    if (key && verifies(key, bytes, sig)) valid.add(`${key.scheme} ${key.keyval.public}`)
  }
  if (valid.size >= role.threshold) return
  throw new WaybillError(
    'trust.signature',
    `The ${name} metadata has ${valid.size} of the ${role.threshold} valid signatures it needs.`,
    {
      hint: 'The registry, or something between you and it, served files that were not signed by the pinned keys.',
      details: { role: name, valid: valid.size, threshold: role.threshold },
    },
  )
}
