import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, sign as signNative } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createVerifier, publicKeyFromPem, publicKeyOfPrivate, signStream, verifyBytes } from './ed25519.ts'

function keyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
  }
}

const key = keyPair()

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function verifyStreamed(publicPem: string, signature: Uint8Array, bytes: Uint8Array, size = 7): boolean {
  // Odd sizes take the streaming way from the first byte, even ones the usual way for short messages.
  const verifier = createVerifier(publicPem, signature, size % 2 === 0 ? undefined : 0)
  for (let at = 0; at < bytes.length; at += size) verifier.update(bytes.subarray(at, at + size))
  return verifier.verify()
}

describe('streaming Ed25519', () => {
  test('signs byte for byte as Node does, and verifies what Node signs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5000 }),
        fc.integer({ min: 1, max: 600 }),
        async (bytes, size) => {
          const native = signNative(null, bytes, key.privateKey)
          expect(
            Buffer.from(await signStream(key.privatePem, () => inPieces(bytes, size))).equals(native),
          ).toBe(true)
          expect(verifyStreamed(key.publicPem, native, bytes, size)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('refuses whatever Node refuses: other bytes, other keys, changed signatures', () => {
    const other = keyPair()
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.nat(511),
        fc.nat(),
        (bytes, bit, place) => {
          const signature = signNative(null, bytes, key.privateKey)
          const changed = Buffer.from(signature)
          changed[bit >> 3]! ^= 1 << (bit & 7)
          const altered = Buffer.from(bytes)
          altered[place % altered.length]! ^= 1
          for (const [pem, sig, message] of [
            [key.publicPem, changed, bytes],
            [key.publicPem, signature, altered],
            [other.publicPem, signature, bytes],
          ] as const) {
            expect(verifyBytes(pem, sig, message)).toBe(false)
            expect(verifyStreamed(pem, sig, message)).toBe(false)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('takes no second signature made by adding the order to s', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const bytes = Buffer.from('malleable?')
    const signature = signNative(null, bytes, key.privateKey)
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order
    const forged = Buffer.concat([
      signature.subarray(0, 32),
      Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse(),
    ])
    expect(verifyStreamed(key.publicPem, forged, bytes)).toBe(false)
    expect(verifyStreamed(key.publicPem, signature.subarray(0, 63), bytes)).toBe(false)
    expect(verifyBytes(key.publicPem, signature.subarray(0, 63), bytes)).toBe(false)
  })

  test('makes signatures that openssl alone accepts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-openssl-'))
    try {
      const bytes = Buffer.alloc(300_000, 'waybill')
      const file = (name: string, content: Uint8Array | string) => {
        writeFileSync(join(folder, name), content)
        return join(folder, name)
      }
      const args = [
        'pkeyutl',
        '-verify',
        '-pubin',
        '-inkey',
        file('key.pem', key.publicPem),
        '-rawin',
        '-in',
        file('artifact', bytes),
      ]
      const signature = file('artifact.sig', await signStream(key.privatePem, () => inPieces(bytes, 65_536)))
      expect(execFileSync('openssl', [...args, '-sigfile', signature], { encoding: 'utf8' })).toContain(
        'Verified Successfully',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('public keys', () => {
  test('have the id that their private half gives', () => {
    expect(publicKeyFromPem(key.publicPem)).toEqual(publicKeyOfPrivate(key.privatePem))
    expect(publicKeyFromPem(key.publicPem).keyId).toMatch(/^[0-9a-f]{64}$/)
  })

  test('of other kinds, private keys, weak points and nonsense are refused', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString()
    // The neutral element of the curve: y = 1.
    const weak = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(`01${'00'.repeat(31)}`, 'hex'),
    ])
    const weakPem = `-----BEGIN PUBLIC KEY-----\n${weak.toString('base64')}\n-----END PUBLIC KEY-----\n`
    for (const pem of [
      rsa,
      key.privatePem,
      weakPem,
      '',
      'nonsense',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
    ]) {
      expect(() => publicKeyFromPem(pem)).toThrowError(expect.objectContaining({ code: 'key.invalid' }))
    }
  })
})
