import {
  createHash,
  createPrivateKey,
  createPublicKey,
  verify as verifyOneShot,
  type Hash,
  type KeyObject,
} from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { WaybillError } from '../errors.ts'

/**
 * Pure Ed25519 (RFC 8032 §5.1) over messages of any length without holding them. OpenSSL and Node take the whole message
 * at once; the algorithm itself reads it once to verify and twice to sign.
 */

const { Point } = ed25519
const order = Point.Fn.ORDER
const littleEndian = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
const scalarBytes = (scalar: bigint) => Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse()
const multiplyBase = (scalar: bigint) => (scalar === 0n ? Point.ZERO : Point.BASE.multiply(scalar))

export interface PublicKeyInfo {
  /** SHA-256 of the SubjectPublicKeyInfo (DER), hex. */
  readonly keyId: string
  /** The key as SubjectPublicKeyInfo in PEM. */
  readonly pem: string
}

/** Reads an Ed25519 public key. Throws `key.invalid`; a private key, another algorithm or a weak point is refused. */
export function publicKeyFromPem(pem: string): PublicKeyInfo {
  if (!pem.includes('BEGIN PUBLIC KEY'))
    throw new WaybillError('key.invalid', 'The text is not a public key in PEM (BEGIN PUBLIC KEY).')
  let key: KeyObject
  try {
    key = createPublicKey(pem)
  } catch (cause) {
    throw new WaybillError('key.invalid', 'The text is not a public key in PEM.', { cause })
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new WaybillError('key.invalid', `The key is of type ${key.asymmetricKeyType}, not Ed25519.`)
  try {
    // A point of small order verifies signatures that nobody made.
    if (Point.fromBytes(rawPublicKey(key)).isSmallOrder()) throw new Error('small order')
  } catch (cause) {
    throw new WaybillError('key.invalid', 'The key is not a usable point of the curve.', { cause })
  }
  return describe(key)
}

/** The public half of a private key (PKCS #8, PEM). Throws `key.invalid`. */
export function publicKeyOfPrivate(privatePem: string): PublicKeyInfo {
  return describe(createPublicKey(privateKey(privatePem)))
}

/** True when `signature` is one of `bytes`. */
export function verifyBytes(publicPem: string, signature: Uint8Array, bytes: Uint8Array): boolean {
  return signature.length === 64 && verifyOneShot(null, bytes, parsedKey(publicPem), signature)
}

const parsed = new Map<string, KeyObject>()

/** Parsing a key takes longer than using it; publishers use the same few. */
function parsedKey(pem: string): KeyObject {
  const known = parsed.get(pem) ?? createPublicKey(pem)
  if (parsed.size > 1000) parsed.clear()
  parsed.set(pem, known)
  return known
}

export interface Verifier {
  update(chunk: Uint8Array): void
  /** True when the signature is one of everything given to `update`. */
  verify(): boolean
}

/** Messages up to this size are kept and given to OpenSSL whole: its curve is twenty times as fast. Bytes. */
const usualWhole = 1024 * 1024

/** Verifies in one pass (RFC 8032 §5.1.7, without the cofactor, as OpenSSL does), whatever the message's length. */
export function createVerifier(publicPem: string, signature: Uint8Array, wholeBytes = usualWhole): Verifier {
  let kept: Uint8Array[] = []
  let size = 0
  let streaming: Verifier | undefined
  return {
    update(chunk) {
      if (streaming) return streaming.update(chunk)
      size += chunk.length
      // A copy: the giver may use the chunk's memory again.
      kept.push(Buffer.from(chunk))
      if (size <= wholeBytes) return
      streaming = streamingVerifier(publicPem, signature)
      for (const earlier of kept) streaming.update(earlier)
      kept = []
    },
    verify: () => streaming?.verify() ?? verifyBytes(publicPem, signature, Buffer.concat(kept)),
  }
}

function streamingVerifier(publicPem: string, signature: Uint8Array): Verifier {
  const publicKey = rawPublicKey(parsedKey(publicPem))
  const r = signature.subarray(0, 32)
  const s = signature.length === 64 ? littleEndian(signature.subarray(32)) : order
  const hash = createHash('sha512').update(r).update(publicKey)
  return {
    update: (chunk) => void hash.update(chunk),
    verify() {
      // An s of the order or more would make a second signature out of the first.
      if (s >= order) return false
      const k = scalarOf(hash)
      const a = Point.fromBytes(publicKey)
      const left = multiplyBase(s).subtract(k === 0n ? Point.ZERO : a.multiplyUnsafe(k))
      return Buffer.from(left.toBytes()).equals(r)
    },
  }
}

/** Signs in two passes over the content (RFC 8032 §5.1.6); returns the 64 bytes of the signature. */
export async function signStream(
  privatePem: string,
  content: () => AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const key = privateKey(privatePem)
  const publicKey = rawPublicKey(createPublicKey(key))
  const seed = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url')
  const expanded = createHash('sha512').update(seed).digest()
  const scalar = clamp(expanded.subarray(0, 32))
  const r = scalarOf(await hashOf([expanded.subarray(32)], content))
  const encodedR = multiplyBase(r).toBytes()
  const k = scalarOf(await hashOf([encodedR, publicKey], content))
  return Buffer.concat([encodedR, scalarBytes((r + k * scalar) % order)])
}

async function hashOf(heads: readonly Uint8Array[], content: () => AsyncIterable<Uint8Array>): Promise<Hash> {
  const hash = createHash('sha512')
  for (const head of heads) hash.update(head)
  for await (const chunk of content()) hash.update(chunk)
  return hash
}

function scalarOf(hash: Hash): bigint {
  return littleEndian(hash.digest()) % order
}

function clamp(bytes: Uint8Array): bigint {
  const copy = Buffer.from(bytes)
  copy[0]! &= 248
  copy[31] = (copy[31]! & 127) | 64
  return littleEndian(copy) % order
}

function privateKey(pem: string): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw new WaybillError('key.invalid', 'The text is not a private key in PEM.', { cause })
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new WaybillError('key.invalid', `The key is of type ${key.asymmetricKeyType}, not Ed25519.`)
  return key
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')
}

function describe(key: KeyObject): PublicKeyInfo {
  const der = key.export({ type: 'spki', format: 'der' })
  return {
    keyId: createHash('sha256').update(der).digest('hex'),
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
