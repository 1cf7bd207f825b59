import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { lastMail, openBrowser, signUp, testPassword, type Browser } from '@waybill/testkit/browser'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'

/** How often things can be tried, by whom and from where; the tests come through a proxy that the registry trusts. */

let registry: TestRegistry

beforeAll(async () => {
  const config = join(await mkdtemp(join(tmpdir(), 'waybill-limits-')), 'waybill.yaml')
  await writeFile(config, 'trustedProxies: ["127.0.0.1"]\n')
  registry = await startTestRegistry({ config })
})
afterAll(() => registry.remove())

const person = (email: string) => signUp(registry.url, (text, values) => registry.query(text, values), email)
const from = (address: string) => ({ 'x-forwarded-for': address })
const open = () => openBrowser(registry.url)
const mailsTo = async (email: string) =>
  (await registry.query('select id from mails where recipient = $1', [email])).length

async function codes(times: number, call: (i: number) => ReturnType<Browser['call']>): Promise<string[]> {
  const all: string[] = []
  for (let i = 0; i < times; i++) all.push((await call(i)).body.code as string)
  return all
}

test('all addresses of one IPv6 network guess as one', async () => {
  const wrong = { email: 'guess@example.org', password: 'wrong wrong' }
  const guess = (address: string) => open().call('POST', api.session, wrong, from(address))
  const all = await codes(12, (i) => guess(`2001:db8:1:2:${i}::${i}`))
  expect(all.slice(9)).toEqual(['auth.invalid', 'limit.exceeded', 'limit.exceeded'])
  expect((await guess('2001:db8:1:3::1')).body.code).toBe('auth.invalid')
})

test('whoever has a session guesses the password of its account a few times only', async () => {
  const ada = await person('ada@example.org')
  const wrong = { currentPassword: 'wrong wrong', newPassword: 'another password' }
  const all = await codes(12, (i) =>
    i % 2
      ? ada.call('PUT', api.password, wrong, from(`192.0.2.${i}`))
      : ada.call('POST', api.totp, { password: 'wrong wrong' }, from(`192.0.2.${i}`)),
  )
  expect(all.slice(0, 10)).toEqual(Array(10).fill('auth.invalid'))
  expect(all.slice(10)).toEqual(['limit.exceeded', 'limit.exceeded'])
  // Signing in with the password counts elsewhere: whoever stole a session locks nobody out.
  const right = { email: 'ada@example.org', password: testPassword }
  expect((await open().call('POST', api.session, right)).status).toBe(200)
})

test('nobody’s mailbox is filled, wherever the requests come from', async () => {
  await person('ben@example.org')
  for (let i = 0; i < 15; i++) {
    const asked = await open().call(
      'POST',
      api.passwordReset,
      { email: 'Ben@Example.org' },
      from(`198.51.100.${i}`),
    )
    expect(asked.status).toBe(200)
  }
  const account = { email: 'ben@example.org', password: testPassword, name: 'Ben' }
  for (let i = 0; i < 15; i++) await open().call('POST', api.account, account, from(`198.51.100.${i}`))
  // Nobody waits for these mails: that there are no more shows a while after the last.
  await vi.waitFor(async () => expect(await mailsTo('ben@example.org')).toBe(1 + 10 + 10), 20_000)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(await mailsTo('ben@example.org')).toBe(1 + 10 + 10)
  await lastMail((text, values) => registry.query(text, values), 'ben@example.org', 'new password')
})

test('invitations to one address, and challenges for passkeys, come to an end', async () => {
  const cleo = await person('cleo@example.org')
  await cleo.call('POST', api.publishers, { name: 'cleo' })
  const path = api.invitations.replace(':publisher', 'cleo')
  const invited = await codes(12, () => cleo.call('POST', path, { email: 'dan@example.org' }))
  expect(invited.at(-1)).toBe('limit.exceeded')
  expect(await mailsTo('dan@example.org')).toBe(10)
  const asked = await codes(65, () => open().call('GET', api.passkeySession))
  expect(asked.at(-1)).toBe('limit.exceeded')
})

test('strangers do not use up what a publisher may ask about its domain', async () => {
  const owner = await person('owner@example.org')
  await owner.call('POST', api.publishers, { name: 'umbrella' })
  const rival = await person('rival@example.org')
  await rival.call('POST', api.publishers, { name: 'rival' })
  const path = api.publisherDomain.replace(':publisher', 'umbrella')
  const refused = await codes(35, () => rival.call('PUT', path))
  expect(new Set(refused)).toEqual(new Set(['auth.forbidden']))
  expect((await owner.call('PUT', path)).body.code).toBe('domain.unproven')
})

test('a session that comes with a token of another account is not used', async () => {
  const eve = await person('eve@example.org')
  const fay = await person('fay@example.org')
  const { token } = (await eve.call('POST', api.tokens, { name: 'x' })).body as { token: string }
  const change = { currentPassword: testPassword, newPassword: 'a new long password' }
  const authorization = `Bearer ${token}`
  for (const origin of [registry.url, 'https://evil.example'])
    expect((await fay.call('PUT', api.password, change, { authorization, origin })).status).toBe(401)
  const right = { email: 'fay@example.org', password: testPassword }
  expect((await open().call('POST', api.session, right)).status).toBe(200)
})

test('a text that the database cannot hold is refused as such', async () => {
  const gus = await person('gus@example.org')
  await gus.call('POST', api.publishers, { name: 'gus' })
  expect(await gus.call('GET', api.publisher.replace(':publisher', '%00'))).toMatchObject({
    status: 400,
    body: { code: 'usage.invalid' },
  })
})

test('two administrators who demote each other at once leave one', async () => {
  const admins = await Promise.all(
    ['h@example.org', 'i@example.org'].map(async (email) => {
      const browser = await person(email)
      const { id } = (await browser.call('GET', api.account)).body.user as { id: string }
      return { browser, id }
    }),
  )
  const [one, two] = admins as [(typeof admins)[0], (typeof admins)[0]]
  for (let round = 0; round < 5; round++) {
    await registry.query('delete from operators')
    await registry.query("insert into operators select unnest($1::text[]), 'admin', now()", [
      admins.map(({ id }) => id),
    ])
    const demote = (by: Browser, id: string) =>
      by.call('PUT', api.userRoles.replace(':user', id), { roles: [] })
    await Promise.all([demote(one.browser, two.id), demote(two.browser, one.id)])
    expect(await registry.query("select 1 from operators where role = 'admin'")).not.toEqual([])
  }
})

test('no answer about an address waits for what is known of it', { timeout: 20_000 }, async () => {
  await person('jan@example.org')
  const client = new pg.Client({ connectionString: registry.databaseUrl })
  await client.connect()
  onTestFinished(() => client.end())
  // Whoever looks for an account now waits until the lock is gone.
  await client.query('begin; lock table auth."user" in access exclusive mode')
  for (const email of ['jan@example.org', 'unknown@example.org']) {
    const account = { email, password: testPassword, name: 'Jan' }
    expect((await open().call('POST', api.account, account)).status).toBe(202)
    expect((await open().call('POST', api.passwordReset, { email })).status).toBe(200)
    expect((await open().call('POST', api.emailVerification, { email })).status).toBe(200)
  }
})
