import { createPrivateKey, sign } from 'node:crypto'
import { z } from 'zod'
import { WaybillError } from './errors.ts'
import { verifyBytes } from './trust/index.ts'

/**
 * Licence tokens: a compact JWS (RFC 7515 §7.1) by the registry's licence key, Ed25519 (RFC 8037 §3.1), that a host
 * checks without asking anybody. Times in it are seconds since 1970 (RFC 7519 §2, NumericDate).
 */

/** Longest life of a licence token, seconds: a refund reaches a host offline at the latest then. */
export const licenceSeconds = 30 * 24 * 3600

/** How far clocks may be apart, seconds. */
const skewSeconds = 5 * 60

const longestToken = 4096
const tokenType = 'waybill-licence+jwt'

const headerSchema = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string().regex(/^[0-9a-f]{64}$/),
  typ: z.literal(tokenType),
})

const seconds = z.int().nonnegative()

const claimsSchema = z.object({
  /** Fingerprint of the registry's first root. */
  iss: z.string(),
  /** Id of the account. */
  sub: z.string().min(1),
  /** Name of the package. */
  pkg: z.string().min(1),
  /** What the right comes from: purchase, subscription, grant or code. */
  plan: z.string(),
  iat: seconds,
  exp: seconds,
  /** Id of the entitlement. */
  ent: z.string().min(1),
  /** The one machine it is for, where the registry was told one. */
  device: z.string().optional(),
})

export type LicenceClaims = z.infer<typeof claimsSchema>

/** A public key of the registry that licences are signed by; `keyId` is the SHA-256 of its SubjectPublicKeyInfo, hex. */
export interface LicenceKey {
  readonly keyId: string
  readonly pem: string
}

export interface LicenceCheck {
  readonly now: Date
  /** Name of the package that asks. */
  readonly package: string
  /** Fingerprint of the pinned registry's first root. */
  readonly registry: string
  /** Ids of entitlements that are known to be revoked. */
  readonly revoked?: ReadonlySet<string>
  /** The machine that asks: a licence for another one is refused. */
  readonly device?: string
}

/** Signs claims with a private key (PKCS #8, PEM) whose public half has the id `keyId`. */
export function signLicence(claims: LicenceClaims, key: { keyId: string; privatePem: string }): string {
  const header = { alg: 'EdDSA', kid: key.keyId, typ: tokenType }
  const signed = `${encode(header)}.${encode(claimsSchema.parse(claims))}`
  return `${signed}.${sign(null, Buffer.from(signed), createPrivateKey(key.privatePem)).toString('base64url')}`
}

/**
 * Checks a licence token and gives what it says. Strict: one algorithm, one type, known keys, canonical base64url, a life
 * of at most 30 days. Throws `licence.invalid`, or `licence.expired` for a good one whose time is over.
 */
export function verifyLicence(
  token: string,
  keys: readonly LicenceKey[],
  check: LicenceCheck,
): LicenceClaims {
  const [header, payload, signature] = partsOf(token)
  const { kid } = read(headerSchema, header, 'header')
  const key = keys.find(({ keyId }) => keyId === kid)
  if (!key) throw invalid(`it is signed by the key ${kid.slice(0, 16)}…, which is none of the registry’s`)
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')))
  if (!verifyBytes(key.pem, signature, signed)) throw invalid('its signature does not match')
  const claims = read(claimsSchema, payload, 'claims')
  refuseOther(claims, check)
  const now = Math.floor(check.now.getTime() / 1000)
  if (claims.exp <= claims.iat || claims.exp - claims.iat > licenceSeconds)
    throw invalid('its life is longer than 30 days')
  if (claims.iat > now + skewSeconds) throw invalid('it was issued in the future: a clock is wrong')
  if (claims.exp + skewSeconds <= now)
    throw new WaybillError(
      'licence.expired',
      `The licence of ${claims.pkg} expired on ${new Date(claims.exp * 1000).toISOString()}.`,
      {
        hint: `Fetch a new one with “waybill licence ${claims.pkg}”.`,
        details: { package: claims.pkg, expiredAt: new Date(claims.exp * 1000).toISOString() },
      },
    )
  return claims
}

/** The claims of a token that nobody has checked: good for choosing what to fetch, for nothing else. */
export function uncheckedClaims(token: string): LicenceClaims {
  return read(claimsSchema, partsOf(token)[1], 'claims')
}

function refuseOther(claims: LicenceClaims, check: LicenceCheck): void {
  if (claims.iss !== check.registry) throw invalid('it is of another registry')
  if (claims.pkg !== check.package) throw invalid(`it is for ${claims.pkg}, not for ${check.package}`)
  if (claims.device !== undefined && check.device !== undefined && claims.device !== check.device)
    throw invalid('it is for another machine')
  if (check.revoked?.has(claims.ent)) throw invalid('it was revoked')
}

function partsOf(token: string): [Buffer, Buffer, Buffer] {
  if (token.length > longestToken) throw invalid('it is too long')
  const parts = token.split('.')
  const [header, payload, signature] = parts.map((part) => decode(part))
  if (parts.length !== 3 || !header || !payload || !signature)
    throw invalid('it does not have the three parts of a signed token')
  return [header, payload, signature]
}

/** Strictly RFC 4648 §5 without padding: one text for each sequence of bytes. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (text === '' || bytes.toString('base64url') !== text) throw invalid('a part of it is no base64url')
  return bytes
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function read<T>(schema: z.ZodType<T>, bytes: Uint8Array, what: string): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (cause) {
    throw invalid(`its ${what} cannot be read`, cause)
  }
}

function invalid(why: string, cause?: unknown): WaybillError {
  return new WaybillError('licence.invalid', `The licence is not valid: ${why}.`, {
    hint: 'Fetch a new one with “waybill licence NAME”.',
    ...(cause === undefined ? {} : { cause }),
  })
}
