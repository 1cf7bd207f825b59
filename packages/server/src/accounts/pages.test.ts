import { api } from '@waybill/core/paths'
import { lastMail, openBrowser, testPassword, type Browser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let registry: TestRegistry
let people: ReturnType<typeof peopleOf>

beforeAll(async () => {
  registry = await startTestRegistry()
  people = peopleOf(registry)
})
afterAll(() => registry.remove())

const mail = (to: string, about: string) =>
  lastMail((text, values) => registry.query(text, values), to, about)
const open = () => openBrowser(registry.url)

test('an account is told all about itself', async () => {
  const ann = await people.account('ann@example.org')
  await ann.call('POST', api.publishers, { name: 'ann-works' })
  const { body } = await ann.call('GET', api.account)
  expect(body).toMatchObject({
    user: {
      email: 'ann@example.org',
      name: 'ann',
      password: true,
      passkeys: 0,
      totp: false,
      emailConfirmed: true,
      since: expect.any(String) as string,
    },
    publishers: [{ name: 'ann-works', role: 'owner' }],
    roles: [],
    session: { id: expect.any(String) as string },
  })
  const { sessions } = (await ann.call('GET', api.sessions)).body
  expect((sessions as { id: string; current: boolean }[]).find(({ current }) => current)?.id).toBe(
    body.session.id,
  )
  expect((await open().call('GET', api.account)).status).toBe(401)
})

describe('the page of a device', () => {
  const ask = async (headers = {}) =>
    (await open().call('POST', api.deviceCode, undefined, headers)).body as Record<string, string>
  const of = (code: string | undefined) => api.deviceApproval.replace(':userCode', code ?? '')

  test('says what is asked before it is approved, and takes the code for nobody', async () => {
    const asked = await ask({ 'user-agent': 'waybill/1 \u00adon a laptop' })
    expect(asked).toMatchObject({
      verificationUri: `${registry.url}/device`,
      verificationUriComplete: `${registry.url}/device?code=${asked.userCode}`,
    })
    const [bea, cal] = [await people.account('bea@example.org'), await people.account('cal@example.org')]
    const seen = await bea.call('GET', of(asked.userCode?.toLowerCase()))
    expect(seen.body).toMatchObject({
      userCode: asked.userCode,
      client: 'waybill-cli',
      actions: ['*'],
      tokenDays: 90,
      askedFrom: { address: expect.stringContaining('127.0.0.1') as string },
    })
    expect(seen.body.askedFrom.program).not.toContain('\u00ad')
    expect((await open().call('GET', of(asked.userCode))).status).toBe(401)
    // Bea only looked: it is still Cal's to approve.
    expect((await cal.call('POST', of(asked.userCode))).status).toBe(200)
    expect((await bea.call('GET', of(asked.userCode))).body.code).toBe('account.code_invalid')
  })

  test('lets nobody guess', async () => {
    const dan = await people.account('dan@example.org')
    const codes = []
    for (let tries = 0; tries < 11; tries++) codes.push((await dan.call('GET', of('AAAAAAAA'))).body.code)
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('account.code_invalid'))
    expect(codes[10]).toBe('limit.exceeded')
  })
})

test('an invitation is read by whom it was sent to, and by nobody else', async () => {
  const eva = await people.account('eva@example.org')
  await eva.call('POST', api.publishers, { name: 'eva-works' })
  const fin = await people.account('fin@example.org')
  const invite = api.invitations.replace(':publisher', 'eva-works')
  await eva.call('POST', invite, { email: 'fin@example.org', role: 'maintainer' })
  const { body } = await mail('fin@example.org', 'join')
  const link = new URL(/http\S+/.exec(body)?.[0] ?? '')
  expect(link.origin + link.pathname).toBe(`${registry.url}/invitations`)
  const look = (who: Browser) => who.call('GET', api.invitationAcceptance + link.search)
  expect((await look(fin)).body).toMatchObject({
    publisher: 'eva-works',
    role: 'maintainer',
    transfers: false,
    invitedBy: 'eva@example.org',
    expiresAt: expect.any(String) as string,
  })
  expect((await look(eva)).body.code).toBe('invitation.not_found')
  expect((await look(open())).status).toBe(401)
  const token = link.searchParams.get('token')
  expect(body).toContain(`waybill org accept ${token}`)
  expect((await fin.call('POST', api.invitationAcceptance, { token })).status).toBe(200)
  expect((await look(fin)).body.code).toBe('invitation.not_found')
})

test('members see all of their publisher, and others nothing', async () => {
  const gil = await people.publisher('gil')
  await gil.publish(await packPlugin('gil-thing', '1.0.0'))
  await gil.publish(await packPlugin('gil-thing', '1.1.0'))
  const own = api.publisher.replace(':publisher', 'gil')
  await gil.browser.call('POST', api.invitations.replace(':publisher', 'gil'), { email: 'x@example.org' })
  await gil.browser.call('POST', api.publisherDomain.replace(':publisher', 'gil'), { domain: 'gil.example' })
  const { body } = await gil.browser.call('GET', own)
  expect(body).toMatchObject({
    name: 'gil',
    role: 'owner',
    members: [{ name: 'gil', email: 'gil@example.org', role: 'owner' }],
    invitations: [{ email: 'x@example.org', role: 'publisher' }],
    domain: { name: 'gil.example', failures: 0, proof: { txt: { name: '_waybill.gil.example' } } },
    keys: [{ keyId: gil.keyId }],
    packages: [{ name: 'gil-thing', newest: '1.1.0' }],
  })
  expect((await gil.browser.call('GET', api.publishers)).body).toEqual({
    publishers: [
      { name: 'gil', kind: 'organization', role: 'owner', domain: { name: 'gil.example', failures: 0 } },
    ],
  })
  const reader = await people.account('reader@example.org')
  await registry.query(
    `insert into members select id, (select id from auth."user" where email = 'reader@example.org'), 'read', now()
      from publishers where name = 'gil'`,
  )
  expect((await reader.call('GET', own)).body.domain).not.toHaveProperty('proof')
  const eve = await people.account('eve@example.org')
  expect((await eve.call('GET', own)).status).toBe(403)
  expect((await eve.call('GET', api.publishers)).body).toEqual({ publishers: [] })
})

test('mails say which page to open, and the command for people without a browser', async () => {
  const hal = await people.account('hal@example.org')
  expect((await mail('hal@example.org', 'confirm')).body).toMatch(
    /\/confirm\?token=(\S+)\n[^]*waybill account verify \1\n/,
  )
  await hal.call('POST', api.passwordReset, { email: 'hal@example.org' })
  const { body } = await mail('hal@example.org', 'new password')
  const [, token] = /\/reset\?token=(\S+)\n[^]*waybill account reset-password \1\n/.exec(body) ?? []
  expect(
    (await open().call('PUT', api.passwordReset, { token, newPassword: `${testPassword}!` })).status,
  ).toBe(200)
})

test('an account chooses its mails, for itself alone', async () => {
  const ida = await people.account('ida@example.org')
  const all = { submissions: true, reviews: true, purchases: true }
  expect((await ida.call('GET', api.notifications)).body).toEqual(all)
  const chosen = { ...all, reviews: false }
  expect((await ida.call('PUT', api.notifications, chosen)).body).toEqual(chosen)
  expect((await ida.call('GET', api.notifications)).body).toEqual(chosen)
  expect((await ida.call('PUT', api.notifications, { reviews: true })).status).toBe(400)
  const joe = await people.account('joe@example.org')
  expect((await joe.call('GET', api.notifications)).body).toEqual(all)
  expect((await open().call('GET', api.notifications)).status).toBe(401)
})
