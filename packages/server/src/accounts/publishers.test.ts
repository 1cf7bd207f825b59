import { api } from '@waybill/core/paths'
import { lastMail, signUp, type Browser } from '@waybill/testkit/browser'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry

beforeAll(async () => {
  registry = await startTestRegistry()
})
afterAll(() => registry.remove())

const person = (email: string) => signUp(registry.url, (text, values) => registry.query(text, values), email)
const invitationOf = async (email: string, about = '') => {
  const { body } = await lastMail((text, values) => registry.query(text, values), email, about)
  return /org accept (\S+)/.exec(body)?.[1] ?? ''
}
const at = (route: string, publisher: string, more: Record<string, string> = {}) =>
  Object.entries(more).reduce(
    (path, [key, value]) => path.replace(`:${key}`, value),
    route.replace(':publisher', publisher),
  )

async function join(owner: Browser, publisher: string, email: string, role: string): Promise<Browser> {
  const member = await person(email)
  expect((await owner.call('POST', at(api.invitations, publisher), { email, role })).status).toBe(201)
  const token = await invitationOf(email, 'join')
  expect((await member.call('POST', api.invitationAcceptance, { token })).body).toEqual({ publisher, role })
  return member
}

test('a publisher is taken once, also under names that look alike', async () => {
  const ada = await person('ada@example.org')
  expect((await ada.call('POST', api.publishers, { name: 'acme-tools' })).body).toMatchObject({
    name: 'acme-tools',
  })
  const ben = await person('ben@example.org')
  for (const name of ['acme-tools', 'acme_tools', 'acme.tools'])
    expect((await ben.call('POST', api.publishers, { name })).body.code).toBe('publisher.taken')
  expect((await ben.call('POST', api.publishers, { name: '../x' })).body.code).toBe('name.invalid')
  const found = await ada.call('GET', at(api.publisher, 'acme-tools'))
  expect(found.body.members).toMatchObject([{ email: 'ada@example.org', role: 'owner' }])
  expect((await ben.call('GET', at(api.publisher, 'acme-tools'))).status).toBe(403)
})

test('members join by invitation, with the rights of their role and no more', async () => {
  const owner = await person('o@example.org')
  await owner.call('POST', api.publishers, { name: 'globex' })
  const reader = await join(owner, 'globex', 'r@example.org', 'read')
  const maintainer = await join(owner, 'globex', 'm@example.org', 'maintainer')
  const invite = (who: Browser, role: string, email = 'new@example.org') =>
    who.call('POST', at(api.invitations, 'globex'), { email, role })
  expect((await invite(reader, 'read')).status).toBe(403)
  expect((await invite(maintainer, 'publisher')).status).toBe(201)
  expect((await invite(maintainer, 'owner')).status).toBe(403)
  const { members } = (await owner.call('GET', at(api.publisher, 'globex'))).body as {
    members: { id: string; email: string }[]
  }
  const idOf = (email: string) => members.find((member) => member.email === email)?.id ?? ''
  const member = (user: string) => at(api.member, 'globex', { user })
  expect((await maintainer.call('DELETE', member(idOf('o@example.org')))).status).toBe(403)
  expect((await owner.call('DELETE', member(idOf('o@example.org')))).body.code).toBe('publisher.last_owner')
  expect((await owner.call('PUT', member(idOf('o@example.org')), { role: 'read' })).body.code).toBe(
    'publisher.last_owner',
  )
  expect((await reader.call('DELETE', member(idOf('r@example.org')))).status).toBe(200)
  expect((await reader.call('GET', at(api.publisher, 'globex'))).status).toBe(403)
  expect((await maintainer.call('PUT', member(idOf('m@example.org')), { role: 'owner' })).status).toBe(403)
})

test('an invitation works for its address alone, once, and can be taken back', async () => {
  const owner = await person('o2@example.org')
  await owner.call('POST', api.publishers, { name: 'initech' })
  await owner.call('POST', at(api.invitations, 'initech'), { email: 'guest@example.org', role: 'publisher' })
  const token = await invitationOf('guest@example.org')
  expect(token).toMatch(/^inv_/)
  const thief = await person('thief@example.org')
  expect((await thief.call('POST', api.invitationAcceptance, { token })).body.code).toBe(
    'invitation.not_found',
  )
  const guest = await person('guest@example.org')
  expect((await guest.call('POST', api.invitationAcceptance, { token })).status).toBe(200)
  expect((await guest.call('POST', api.invitationAcceptance, { token })).body.code).toBe(
    'invitation.not_found',
  )
  const { id } = (await owner.call('POST', at(api.invitations, 'initech'), { email: 'late@example.org' }))
    .body as {
    id: string
  }
  expect((await guest.call('DELETE', at(api.invitation, 'initech', { id }))).status).toBe(403)
  expect((await owner.call('DELETE', at(api.invitation, 'initech', { id }))).status).toBe(200)
  const late = await person('late@example.org')
  const gone = await invitationOf('late@example.org', 'join')
  expect((await late.call('POST', api.invitationAcceptance, { token: gone })).body.code).toBe(
    'invitation.not_found',
  )
})

test('a publisher handed over loses the trust it earned, and its packages say so', async () => {
  const giver = await person('giver@example.org')
  await giver.call('POST', api.publishers, { name: 'hooli' })
  await registry.query(
    "update publishers set domain = 'hooli.example', domain_verified_at = now() where name = 'hooli'",
  )
  const taker = await person('taker@example.org')
  const offer = { email: 'taker@example.org', transfers: true }
  const maintainer = await join(giver, 'hooli', 'm2@example.org', 'maintainer')
  expect((await maintainer.call('POST', at(api.invitations, 'hooli'), offer)).status).toBe(403)
  expect((await giver.call('POST', at(api.invitations, 'hooli'), offer)).status).toBe(201)
  const token = await invitationOf('taker@example.org', 'offered')
  expect((await taker.call('POST', api.invitationAcceptance, { token })).body).toEqual({
    publisher: 'hooli',
    role: 'owner',
  })
  const after = (await taker.call('GET', at(api.publisher, 'hooli'))).body
  expect(after.domain).toBeUndefined()
  expect(after.ownershipChangedAt).toBeDefined()
  expect(after.members.find((member: { email: string }) => member.email === 'giver@example.org').role).toBe(
    'maintainer',
  )
  expect(
    (await lastMail((text, values) => registry.query(text, values), 'giver@example.org', 'change')).body,
  ).toContain('handed over')
})

test('an owner cannot hand a publisher over to themselves, which would leave it without one', async () => {
  const ada = await person('self@example.org')
  await ada.call('POST', api.publishers, { name: 'selfish' })
  const offer = { email: 'Self@Example.org', transfers: true }
  expect((await ada.call('POST', at(api.invitations, 'selfish'), offer)).status).toBe(400)
  const found = await ada.call('GET', at(api.publisher, 'selfish'))
  expect(found.body).toMatchObject({ members: [{ role: 'owner' }], invitations: [] })
})

test('an invitation ends with the right of whoever sent it', async () => {
  const owner = await person('o3@example.org')
  await owner.call('POST', api.publishers, { name: 'umbrella' })
  const maintainer = await join(owner, 'umbrella', 'm3@example.org', 'maintainer')
  const accomplice = await person('a3@example.org')
  const accept = async () =>
    accomplice.call('POST', api.invitationAcceptance, { token: await invitationOf('a3@example.org', 'join') })
  const invite = { email: 'a3@example.org', role: 'maintainer' }
  expect((await maintainer.call('POST', at(api.invitations, 'umbrella'), invite)).status).toBe(201)
  const { id: user } = (await maintainer.call('GET', api.account)).body.user as { id: string }
  const member = at(api.member, 'umbrella', { user })
  expect((await owner.call('PUT', member, { role: 'publisher' })).status).toBe(200)
  expect((await accept()).body.code).toBe('invitation.not_found')
  expect((await owner.call('DELETE', member)).status).toBe(200)
  expect((await accept()).body.code).toBe('invitation.not_found')
  expect((await accomplice.call('GET', at(api.publisher, 'umbrella'))).status).toBe(403)
})

test('an owner who accepts an invitation stays owner, and is told so', async () => {
  const owner = await person('o4@example.org')
  await owner.call('POST', api.publishers, { name: 'stark' })
  await owner.call('POST', at(api.invitations, 'stark'), { email: 'o4@example.org', role: 'read' })
  const token = await invitationOf('o4@example.org', 'join')
  expect((await owner.call('POST', api.invitationAcceptance, { token })).body).toEqual({
    publisher: 'stark',
    role: 'owner',
  })
})

test('what only an owner offers, no maintainer takes back or replaces', async () => {
  const owner = await person('o5@example.org')
  await owner.call('POST', api.publishers, { name: 'wayne' })
  const maintainer = await join(owner, 'wayne', 'm5@example.org', 'maintainer')
  const offer = { email: 'heir@example.org', transfers: true }
  const path = at(api.invitations, 'wayne')
  const { id } = (await owner.call('POST', path, offer)).body as { id: string }
  const less = { email: 'heir@example.org', role: 'read' }
  expect((await maintainer.call('POST', path, less)).status).toBe(403)
  expect((await maintainer.call('DELETE', at(api.invitation, 'wayne', { id }))).status).toBe(403)
  expect((await owner.call('DELETE', at(api.invitation, 'wayne', { id }))).status).toBe(200)
  expect((await maintainer.call('POST', path, less)).status).toBe(201)
})
