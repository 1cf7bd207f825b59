import { generateKeyPairSync, verify } from 'node:crypto'
import { publicKeyFromPem } from '@waybill/core/trust'
import { expect, test } from 'vitest'
import { signWith } from './browser-key.ts'
import { base64, describePublicKey } from './key-format.ts'

test('a key is described as the registry describes it', async () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  const described = await describePublicKey(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })))
  expect(publicKeyFromPem(described.pem)).toEqual(described)
})

test('what a browser key signs, the registry verifies', async () => {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  const { keyId, pem } = await describePublicKey(
    new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
  )
  const key = {
    keyId,
    pem,
    publisher: 'acme',
    privateKey: pair.privateKey,
    createdAt: '2026-01-01T00:00:00Z',
  }
  const bytes = new TextEncoder().encode('waybill key registration\n')
  const signature = await signWith(key, bytes)
  expect(verify(null, bytes, pem, Buffer.from(base64(signature), 'base64'))).toBe(true)
  await expect(crypto.subtle.exportKey('pkcs8', pair.privateKey)).rejects.toThrow()
})
