import { verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { listKeys, registerKey, revokeKey, unyank, whoami, yank } from './account.ts'
import { createKey, keyFile } from './keys.ts'
import { fakeRegistry } from './test/fake-registry.ts'
import { scratchFolder } from './test/scratch.ts'

test('a key is registered with a proof over the challenge', async () => {
  const key = await createKey(keyFile(await scratchFolder()))
  const challenge = `waybill key registration\npublisher a\nkey ${key.keyId}\nnonce ü\n`
  const registry = await fakeRegistry(({ path }) =>
    path.endsWith('/challenge')
      ? { status: 200, json: { challenge, expiresAt: '2026-01-01T00:00:00Z' } }
      : { status: 201, json: { keyId: key.keyId, publisher: 'a', validFrom: '2026-01-01T00:00:00Z' } },
  )
  expect(await registerKey({ url: registry.url, token: 't' }, key)).toMatchObject({ publisher: 'a' })
  const [asked, sent] = registry.received.map(
    ({ body }) => JSON.parse(body.toString()) as Record<string, string>,
  )
  expect(asked).toEqual({ keyId: key.keyId })
  expect(sent).toMatchObject({ pem: key.pem, challenge })
  expect(verify(null, Buffer.from(challenge), key.pem, Buffer.from(sent!.proof!, 'base64'))).toBe(true)
})

test('nothing but a challenge of this key is ever signed', async () => {
  const key = await createKey(keyFile(await scratchFolder()))
  for (const challenge of [
    'PK\u0003\u0004 an archive',
    `waybill key registration\nkey ${'0'.repeat(64)}\n`,
    undefined,
  ]) {
    const registry = await fakeRegistry(() => ({ status: 200, json: { challenge } }))
    await expect(registerKey({ url: registry.url, token: 't' }, key)).rejects.toMatchObject({
      code: 'registry.refused',
    })
    expect(registry.received.length).toBe(1)
  }
})

test('operations go where core’s paths say, with scopes encoded', async () => {
  const registry = await fakeRegistry(({ method }) =>
    method === 'GET' ? { status: 200, json: { keys: [] } } : { status: 204 },
  )
  const access = { url: `${registry.url}/base/`, token: 'wb_t' }
  await yank(access, { name: '@acme/thing', version: '1.0.0' }, 'why')
  await unyank(access, { name: '@acme/thing', version: '1.0.0' })
  await revokeKey(access, 'ab', 'lost')
  await whoami(access)
  expect(await listKeys(access)).toEqual([])
  expect(registry.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /base/api/v1/packages/%40acme%2Fthing/versions/1.0.0/yank',
    'DELETE /base/api/v1/packages/%40acme%2Fthing/versions/1.0.0/yank',
    'POST /base/api/v1/keys/ab/revocation',
    'GET /base/api/v1/account',
    'GET /base/api/v1/keys',
  ])
  expect(registry.received[0]!.body.toString()).toBe('{"reason":"why"}')
  expect(registry.received.every(({ headers }) => headers.authorization === 'Bearer wb_t')).toBe(true)
})
