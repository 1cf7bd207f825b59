import { api } from '@waybill/core/paths'
import { softwareAuthenticator } from '@waybill/testkit/authenticator'
import { lastMail, openBrowser, signUp, testPassword } from '@waybill/testkit/browser'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
let url: string

beforeAll(async () => {
  registry = await startTestRegistry({ host: 'localhost' })
  ;({ url } = registry)
})
afterAll(() => registry.remove())

const person = (email: string) => signUp(url, (text, values) => registry.query(text, values), email)

test('a passkey signs in, also as the only way, and never from another site', async () => {
  const ada = await person('ada@example.org')
  const phone = softwareAuthenticator(url)
  expect((await openBrowser(url).call('GET', api.passkeyOptions)).status).toBe(401)
  const creation = (await ada.call('GET', api.passkeyOptions)).body as { challenge: string }
  const added = await ada.call('POST', api.passkeys, { response: phone.register(creation), name: 'phone' })
  expect(added).toMatchObject({ status: 200, body: { id: expect.any(String) as string } })
  expect((await ada.call('GET', api.passkeys)).body.passkeys).toMatchObject([
    { name: 'phone', backedUp: false },
  ])
  const own = api.passkeyById.replace(':id', added.body.id as string)
  expect((await ada.call('PUT', own, { name: 'red phone' })).status).toBe(200)
  const [unused] = (await ada.call('GET', api.passkeys)).body.passkeys
  expect(unused).toMatchObject({ name: 'red phone', createdAt: expect.any(String) as string })
  expect(unused).not.toHaveProperty('lastUsedAt')

  const again = openBrowser(url)
  const request = (await again.call('GET', api.passkeySession)).body as { challenge: string }
  const foreign = phone.signIn(request, 'https://evil.example')
  expect((await again.call('POST', api.passkeySession, { response: foreign })).status).toBeGreaterThanOrEqual(
    400,
  )
  const fresh = (await again.call('GET', api.passkeySession)).body as { challenge: string }
  const answer = phone.signIn(fresh)
  expect((await again.call('POST', api.passkeySession, { response: answer })).status).toBe(200)
  expect((await again.call('GET', api.account)).body.user.email).toBe('ada@example.org')
  expect((await again.call('GET', api.passkeys)).body.passkeys).toMatchObject([
    { name: 'red phone', lastUsedAt: expect.any(String) as string },
  ])
  // The same answer a second time is no sign-in: its challenge is used up.
  expect(
    (await openBrowser(url).call('POST', api.passkeySession, { response: answer })).status,
  ).toBeGreaterThanOrEqual(400)

  expect((await again.call('DELETE', api.password)).status).toBe(200)
  expect(
    (await again.call('POST', api.session, { email: 'ada@example.org', password: testPassword })).status,
  ).toBe(401)
  expect((await again.call('GET', api.account)).body.user).toMatchObject({ password: false, passkeys: 1 })
  const last = await again.call('DELETE', api.passkeyById.replace(':id', added.body.id as string))
  expect(last.body.code).toBe('account.last_sign_in')
  const notice = await lastMail((text, values) => registry.query(text, values), 'ada@example.org', 'change')
  expect(notice.body).toContain('password was removed')
})

test('a second passkey can be added, and an authenticator is told which ones it has', async () => {
  const dan = await person('dan@example.org')
  const add = async (name: string) => {
    const creation = await dan.call('GET', api.passkeyOptions)
    expect(creation.status).toBe(200)
    const response = softwareAuthenticator(url).register(creation.body as { challenge: string })
    expect((await dan.call('POST', api.passkeys, { response, name })).status).toBe(200)
    return { excluded: creation.body.excludeCredentials as { id: string }[], id: response.id }
  }
  const first = await add('phone')
  const second = await add('key')
  expect(first.excluded).toEqual([])
  expect(second.excluded.map(({ id }) => id)).toEqual([first.id])
})

test('a passkey of another account cannot be removed', async () => {
  const ben = await person('ben@example.org')
  const phone = softwareAuthenticator(url)
  const creation = (await ben.call('GET', api.passkeyOptions)).body as { challenge: string }
  const { id } = (await ben.call('POST', api.passkeys, { response: phone.register(creation) })).body as {
    id: string
  }
  const eve = await person('eve@example.org')
  expect((await eve.call('DELETE', api.passkeyById.replace(':id', id))).status).toBe(404)
  expect((await eve.call('PUT', api.passkeyById.replace(':id', id), { name: 'mine' })).status).toBe(404)
  expect((await ben.call('DELETE', api.passkeyById.replace(':id', id))).status).toBe(200)
})
