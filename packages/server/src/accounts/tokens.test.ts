import { api } from '@waybill/core/paths'
import { lastMail, openBrowser, signUp, testPassword, type Browser } from '@waybill/testkit/browser'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MemberRole } from '../access/index.ts'

let registry: TestRegistry

beforeAll(async () => {
  registry = await startTestRegistry()
})
afterAll(() => registry.remove())

const mail = (to: string, about: string) =>
  lastMail((text, values) => registry.query(text, values), to, about)
const person = (email: string) => signUp(registry.url, (text, values) => registry.query(text, values), email)
const open = () => openBrowser(registry.url)

describe('a token makes tokens', () => {
  const make = async (browser: Browser, body: object) => (await browser.call('POST', api.tokens, body)).body
  const by = (token: string) => ({ authorization: `Bearer ${token}` })
  const soon = () => new Date(Date.now() + 3600_000).toISOString()

  test('that end when it ends at the latest', async () => {
    const ida = await person('ida@example.org')
    const expiresAt = soon()
    const { token } = await make(ida, { name: 'brief', expiresAt })
    const later = { name: 'later', expiresAt: new Date(Date.now() + 7200_000).toISOString() }
    const refused = await open().call('POST', api.tokens, later, by(token))
    expect(refused).toMatchObject({ status: 403, body: { details: { field: 'expiresAt' } } })
    expect((await open().call('POST', api.tokens, { name: 'same' }, by(token))).status).toBe(201)
    const { tokens } = (await ida.call('GET', api.tokens)).body
    expect(tokens).toMatchObject([
      { name: 'brief', expiresAt },
      { name: 'same', expiresAt },
    ])
  })

  test('of which the account is told', async () => {
    const jon = await person('jon@example.org')
    await make(jon, { name: 'for the build' })
    expect((await mail('jon@example.org', 'change')).body).toContain('“for the build”')
  })

  test('whose fields are bounded, and words that are shown to others are of one line', async () => {
    const kim = await person('kim@example.org')
    const post = async (path: string, body: object) => (await kim.call('POST', path, body)).status
    expect(await post(api.tokens, { name: 'x', actions: Array(1000).fill('read') })).toBe(400)
    expect(await post(api.tokens, { name: 'x', packages: ['a'.repeat(1000)] })).toBe(400)
    const lines = ['a\nb', 'a\r\nb', 'a\u0000b', 'a\u001b[2Jb', 'a\u2028b', 'a\u202eb']
    for (const name of lines) {
      expect([name, await post(api.tokens, { name })]).toEqual([name, 400])
      expect(await post(api.deviceToken, { deviceCode: 'x', name })).toBe(400)
      expect(await post(api.account, { email: 'l@example.org', password: testPassword, name })).toBe(400)
    }
  })
})

test('the owner token makes administrators only with all its power', async () => {
  const token = async (role: MemberRole, scope = {}) => {
    const made = await registry.token('owner', role, 'admin')
    for (const [column, value] of Object.entries(scope))
      await registry.query(
        `update tokens set ${column} = $1 where id = (select id from tokens order by created_at desc limit 1)`,
        [value],
      )
    return { authorization: `Bearer ${made}` }
  }
  const account = (email: string) => ({ email, password: testPassword, name: 'A' })
  const some = await token('owner', { actions: ['account'] })
  expect((await open().call('POST', api.account, account('a1@example.org'), some)).status).toBe(403)
  const reader = await token('read')
  expect((await open().call('POST', api.account, account('a2@example.org'), reader)).body).toEqual({
    administrator: true,
  })
  const roles = await registry.query(
    'select role from members join auth."user" on id = user_id where email = $1',
    ['a2@example.org'],
  )
  expect(roles).toEqual([{ role: 'read' }])
})
