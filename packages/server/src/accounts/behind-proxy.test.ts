import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { api } from '@waybill/core/paths'
import { softwareAuthenticator } from '@waybill/testkit/authenticator'
import { lastMail, openBrowser, testPassword } from '@waybill/testkit/browser'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterEach, expect, test } from 'vitest'

/** A registry whose public address is another than the one it listens on, as behind a proxy that ends TLS. */

let registry: TestRegistry | undefined
afterEach(async () => {
  await registry?.remove()
  registry = undefined
})

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Somebody whose browser shows the public address. */
async function visitor(publicUrl: string, host: string) {
  const port = await freePort(host)
  const started = (registry = await startTestRegistry({ publicUrl, host, port }))
  const local = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const browser = openBrowser(local)
  const { origin } = new URL(publicUrl)
  const email = 'ada@example.org'
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    browser.call(method, path, body, { origin, ...headers })
  expect((await call('POST', api.account, { email, password: testPassword, name: 'Ada' })).status).toBe(202)
  const { body } = await lastMail((text, values) => started.query(text, values), email, 'confirm')
  const link = /http\S+/.exec(body)?.[0] ?? ''
  expect(link.startsWith(`${publicUrl}/confirm?`)).toBe(true)
  const token = new URL(link).searchParams.get('token')
  expect((await call('PUT', api.emailVerification, { token })).status).toBe(200)
  expect((await call('POST', api.session, { email, password: testPassword })).status).toBe(200)
  return { browser, call, local, registry: started }
}

test('an address with https has cookies for https alone, which are found again, also after a restart', async () => {
  const publicUrl = 'https://plugins.example.org:8443'
  const { browser, call, local, registry: running } = await visitor(publicUrl, '::1')
  expect([...browser.cookies.keys()]).toEqual(['__Secure-waybill.session_token'])
  const again = await fetch(local + api.session, {
    method: 'POST',
    headers: { origin: publicUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.org', password: testPassword }),
  })
  const set = again.headers.getSetCookie().filter((each) => each.includes('session_token='))
  expect(set).not.toEqual([])
  for (const cookie of set)
    for (const attribute of [/; Secure/i, /; HttpOnly/i, /; SameSite=Lax/i]) expect(cookie).toMatch(attribute)
  expect((await call('GET', api.account)).body.user.email).toBe('ada@example.org')
  registry = await running.restart()
  expect((await call('POST', api.tokens, { name: 'x' })).status).toBe(201)
  for (const origin of ['', 'null', 'https://plugins.example.org', 'http://plugins.example.org:8443'])
    expect([origin, (await call('POST', api.tokens, { name: 'y' }, { origin })).status]).toEqual([
      origin,
      403,
    ])
  const phone = softwareAuthenticator(publicUrl)
  const creation = (await call('GET', api.passkeyOptions)).body as { challenge: string }
  expect(creation).toMatchObject({ rp: { id: 'plugins.example.org' } })
  expect((await call('POST', api.passkeys, { response: phone.register(creation) })).status).toBe(200)
  expect((await call('DELETE', api.session)).status).toBe(200)
  expect([...browser.cookies.keys()].filter((name) => name.includes('session'))).toEqual([])
  const request = (await call('GET', api.passkeySession)).body as { challenge: string }
  expect((await call('POST', api.passkeySession, { response: phone.signIn(request) })).status).toBe(200)
  expect((await call('GET', api.account)).body.user.email).toBe('ada@example.org')
})

test('an address may have a path, under which a proxy shows the registry', async () => {
  const { call } = await visitor('https://example.org/plugins', '127.0.0.1')
  expect((await call('GET', api.account)).body.user.email).toBe('ada@example.org')
})

test('what the caller says of the address is believed by nobody', async () => {
  const { call, registry: running } = await visitor('https://plugins.example.org', '127.0.0.1')
  const evil = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', host: 'evil.example' }
  const email = 'ada@example.org'
  expect((await call('POST', api.passwordReset, { email }, evil)).status).toBe(200)
  const { body } = await lastMail((text, values) => running.query(text, values), email, 'new password')
  expect(body).toContain('https://plugins.example.org')
  expect(body).not.toContain('evil.example')
})

test('an account whose opening was answered is there, also when the registry stops at once', async () => {
  const running = (registry = await startTestRegistry())
  const account = { email: 'late@example.org', password: testPassword, name: 'Late' }
  expect((await openBrowser(running.url).call('POST', api.account, account)).status).toBe(202)
  registry = await running.restart()
  expect(await registry.query('select email from auth."user"')).toEqual([{ email: 'late@example.org' }])
})
