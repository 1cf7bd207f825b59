import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWaybillError } from './errors.ts'
import { licenceSeconds, signLicence, verifyLicence, type LicenceClaims } from './licence.ts'
import { publicKeyOfPrivate } from './trust/index.ts'

function newKey() {
  const privatePem = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  return { ...publicKeyOfPrivate(privatePem), privatePem }
}

const key = newKey()
const other = newKey()
const issued = Date.UTC(2026, 0, 1) / 1000
const claims: LicenceClaims = {
  iss: 'sha256:aa',
  sub: 'user-1',
  pkg: 'csv-tables',
  plan: 'purchase',
  iat: issued,
  exp: issued + licenceSeconds,
  ent: 'e-1',
}
const check = { package: 'csv-tables', registry: 'sha256:aa', now: new Date((issued + 60) * 1000) }
const at = (second: number) => ({ ...check, now: new Date(second * 1000) })
const token = signLicence(claims, key)

const codeOf = (work: () => unknown) => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    return isWaybillError(error) ? error.code : String(error)
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64url')

/** Any header and claims, properly signed by the key. */
function forged(header: object | string, payload: object | string, by = key) {
  const text = (value: object | string) => (typeof value === 'string' ? value : JSON.stringify(value))
  const signed = `${base64(text(header))}.${base64(text(payload))}`
  return `${signed}.${sign(null, Buffer.from(signed), by.privatePem).toString('base64url')}`
}

const header = { alg: 'EdDSA', kid: key.keyId, typ: 'waybill-licence+jwt' }

test('a licence says what it was made of', () => {
  expect(verifyLicence(token, [other, key], check)).toEqual(claims)
  expect(forged(header, claims)).toBe(token)
})

test('time counts with five minutes of grace, both ways', () => {
  const end = claims.exp
  expect(codeOf(() => verifyLicence(token, [key], at(end + 299)))).toBe('accepted')
  expect(codeOf(() => verifyLicence(token, [key], at(end + 300)))).toBe('licence.expired')
  expect(codeOf(() => verifyLicence(token, [key], at(issued - 300)))).toBe('accepted')
  expect(codeOf(() => verifyLicence(token, [key], at(issued - 301)))).toBe('licence.invalid')
})

test('another package, registry, machine, key or a revoked entitlement is refused', () => {
  const bound = signLicence({ ...claims, device: 'a' }, key)
  for (const [text, keys, changed] of [
    [token, [key], { ...check, package: 'other' }],
    [token, [key], { ...check, registry: 'sha256:bb' }],
    [token, [key], { ...check, revoked: new Set(['e-1']) }],
    [bound, [key], { ...check, device: 'b' }],
    [token, [other], check],
    [token, [{ keyId: key.keyId, pem: other.pem }], check],
    [token, [], check],
  ] as const)
    expect(codeOf(() => verifyLicence(text, keys, changed))).toBe('licence.invalid')
  expect(codeOf(() => verifyLicence(bound, [key], { ...check, device: 'a' }))).toBe('accepted')
})

test('headers and claims of any other form are refused though their signature is good', () => {
  const hmac = { ...header, alg: 'HS256' }
  for (const bad of [
    forged(hmac, claims),
    forged({ ...header, alg: 'none' }, claims),
    forged({ ...header, alg: 'eddsa' }, claims),
    forged({ ...header, typ: 'JWT' }, claims),
    forged({ alg: 'EdDSA', kid: key.keyId }, claims),
    forged({ ...header, crit: ['x'], x: 1 }, claims),
    forged({ ...header, jwk: {} }, claims),
    forged({ ...header, kid: key.keyId.toUpperCase() }, claims),
    forged(header, { ...claims, exp: claims.exp + 1 }),
    forged(header, { ...claims, exp: claims.iat }),
    forged(header, { ...claims, exp: '9999999999' }),
    forged(header, { ...claims, exp: claims.exp - 0.5 }),
    forged(header, { ...claims, sub: '' }),
    forged(header, { ...claims, ent: undefined }),
    forged(header, '[]'),
    forged('null', claims),
    forged(header, claims, other),
  ])
    expect(codeOf(() => verifyLicence(bad, [key], check))).toBe('licence.invalid')
})

test('no other text than the token itself is taken', () => {
  const [a = '', b = '', c = ''] = token.split('.')
  for (const bad of [
    '',
    '..',
    `${a}.${b}.`,
    `${a}.${b}`,
    `${token}.`,
    `${token}=`,
    `${token}\n`,
    ` ${token}`,
    `.${a}.${b}.${c}`,
    `${a}.${b}.${c}.${c}`,
    token.replaceAll('.', '_'),
    'x'.repeat(5000),
  ])
    expect(codeOf(() => verifyLicence(bad, [key], check))).toBe('licence.invalid')
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.=+/ é'), (place, letter) => {
      const changed = token.slice(0, place) + letter + token.slice(place + 1)
      if (changed === token) return
      expect(codeOf(() => verifyLicence(changed, [key], check))).toBe('licence.invalid')
    }),
  )
})
