import { generateKeyPairSync, sign } from 'node:crypto'
import { publicKeyFromPem } from '@waybill/core/trust'
import { answer, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTokenText, isTokenText } from './token-text.ts'

let registry: TestRegistry
let acme: TestPublisher

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await registry.publisher('acme')
})
afterAll(() => registry.remove())

const call = async (method: string, path: string, token?: string, body?: unknown) =>
  answer(
    await fetch(registry.url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

describe('tokens', () => {
  test('have a prefix, a checksum and no other form', () => {
    const token = createTokenText()
    expect(token).toMatch(/^wb_[0-9A-Za-z]{46}$/)
    expect(isTokenText(token)).toBe(true)
    const flipped = token.slice(0, 10) + (token[10] === 'a' ? 'b' : 'a') + token.slice(11)
    for (const bad of [flipped, token.slice(0, -1), `${token}x`, `xx_${token.slice(3)}`, ''])
      expect(isTokenText(bad)).toBe(false)
  })

  test('say who they belong to', async () => {
    const { status, body } = await call('GET', '/api/v1/account', acme.token)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      publishers: [{ name: 'acme', role: 'maintainer' }],
      roles: [],
      registry: registry.fingerprint,
    })
    expect((await call('GET', '/api/v1/account', registry.ownerToken)).body).toMatchObject({
      publishers: [{ name: 'owner', role: 'owner' }],
      roles: ['admin'],
    })
  })

  test('that are missing, malformed, unknown, expired or revoked are refused with the reason', async () => {
    expect(await call('GET', '/api/v1/account')).toMatchObject({
      status: 401,
      body: { code: 'auth.required' },
    })
    expect(await call('GET', '/api/v1/account', 'nonsense')).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid' },
    })
    expect(await call('GET', '/api/v1/account', createTokenText())).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid' },
    })
    const token = await registry.token('brief', 'publisher')
    await registry.query(
      "update tokens set expires_at = now() - interval '1 second' where publisher_id = (select id from publishers where name = 'brief')",
    )
    expect((await call('GET', '/api/v1/account', token)).body.detail).toContain('expired')
    await registry.query(
      "update tokens set expires_at = null, revoked_at = now() where publisher_id = (select id from publishers where name = 'brief')",
    )
    expect((await call('GET', '/api/v1/account', token)).body.detail).toContain('revoked')
  })

  test('are not stored as text', async () => {
    const dump = JSON.stringify(
      await registry.query('select *, encode(hash, $1) as hex from tokens', ['escape']),
    )
    expect(dump).not.toContain(acme.token.slice(3, 20))
  })
})

describe('publisher keys', () => {
  const pair = () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    return { pem, privateKey, keyId: publicKeyFromPem(pem).keyId }
  }

  test('need proof of possession, fresh and by the same key', async () => {
    const key = pair()
    const other = pair()
    const challenge = async () =>
      (await call('POST', '/api/v1/keys/challenge', acme.token, { keyId: key.keyId })).body
        .challenge as string
    const register = (text: string, signer = key, pem = key.pem) =>
      call('POST', '/api/v1/keys', acme.token, {
        pem,
        challenge: text,
        proof: sign(null, Buffer.from(text), signer.privateKey).toString('base64'),
      })

    expect((await register(await challenge(), other)).body.code).toBe('key.proof_failed')
    expect((await register('made up')).body.code).toBe('key.proof_failed')
    expect((await register(await challenge(), other, other.pem)).body.code).toBe('key.proof_failed')
    expect((await register(await challenge(), key, 'no pem')).body.code).toBe('key.invalid')
    const text = await challenge()
    expect((await register(text)).status).toBe(201)
    expect((await register(text)).body.code).toBe('key.proof_failed')
    expect((await register(await challenge())).status).toBe(201)
    await call('POST', `/api/v1/keys/${key.keyId}/revocation`, acme.token, { reason: 'lost' })
    expect((await register(await challenge())).body.code).toBe('key.exists')
  })

  test('of one publisher cannot be revoked or claimed by another', async () => {
    const rival = await registry.publisher('rival')
    expect(
      await rival.request('POST', `/api/v1/keys/${acme.keyId}/revocation`, { reason: 'spite' }),
    ).toMatchObject({ status: 403 })
    expect(
      await rival.request('POST', `/api/v1/keys/${'0'.repeat(64)}/revocation`, { reason: 'x' }),
    ).toMatchObject({ status: 404 })
    const keys = (await rival.request('GET', '/api/v1/keys')).body.keys as { keyId: string }[]
    expect(keys.map((key) => key.keyId)).toEqual([rival.keyId])
  })

  test('can be revoked by the registry’s owner', async () => {
    const gone = await registry.publisher('gone')
    const path = `/api/v1/keys/${gone.keyId}/revocation`
    expect((await call('POST', path, registry.ownerToken, { reason: 'compromised' })).status).toBe(204)
    expect((await gone.request('GET', '/api/v1/keys')).body.keys[0].revoked.reason).toBe('compromised')
  })
})
