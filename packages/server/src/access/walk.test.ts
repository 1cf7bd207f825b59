import { randomUUID } from 'node:crypto'
import { api } from '@waybill/core/paths'
import { lastMail, openBrowser, type Browser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  memberRoles,
  operations,
  operatorRoles,
  ruleOf,
  type MemberRole,
  type Operation,
  type OperatorRole,
} from './operations.ts'

/** Every route of the API with every role and none, against the table of operations. */

interface Caller {
  name: string
  member?: MemberRole
  operator?: OperatorRole
  hasAccount: boolean
  browser: Browser
}

interface Route {
  method: string
  path: string
  operation: Operation
}

let registry: TestRegistry
let routes: Route[]
let callers: Caller[]
let acme: TestPublisher & { browser: Browser }
let submission: string
let artifact: Buffer

beforeAll(async () => {
  registry = await startTestRegistry()
  const people = peopleOf(registry)
  acme = await people.publisher('acme')
  artifact = await packPlugin('acme-thing', '1.0.0')
  await acme.publish(artifact)
  submission = (await acme.upload(await packPlugin('acme-next', '1.0.0'))).body.submissionId as string
  callers = [
    { name: 'nobody', hasAccount: false, browser: openBrowser(registry.url) },
    { name: 'an account', hasAccount: true, browser: await people.account('plain@example.org') },
  ]
  for (const member of memberRoles) {
    const email = `${member}@example.org`
    const browser = await people.account(email)
    await acme.browser.call('POST', api.invitations.replace(':publisher', 'acme'), { email, role: member })
    const { body } = await lastMail((text, values) => registry.query(text, values), email, 'join')
    await browser.call('POST', api.invitationAcceptance, { token: /accept (\S+)/.exec(body)?.[1] })
    callers.push({ name: `${member} of acme`, member, hasAccount: true, browser })
  }
  for (const operator of operatorRoles)
    callers.push({
      name: operator,
      operator,
      hasAccount: true,
      browser: await people.operator(`${operator}@example.org`, operator),
    })
  const document = (await (await fetch(registry.url + api.openapi)).json()) as {
    paths: Record<string, Record<string, { 'x-operation'?: string }>>
  }
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-operation': operation }]) => ({
      method: method.toUpperCase(),
      path,
      operation: operation as Operation,
    })),
  )
})
afterAll(() => registry.remove())

test('every route names an operation of the table, and every operation has a route', () => {
  expect(routes.filter(({ operation }) => !Object.hasOwn(operations, operation))).toEqual([])
  const used = new Set(routes.map(({ operation }) => operation))
  const inner = ['publisher.transfer', 'member.remove']
  expect(
    Object.keys(operations).filter(
      (operation) => !used.has(operation as Operation) && !inner.includes(operation),
    ),
  ).toEqual([])
})

/** Signing out would end the walk. */
const walked = () => routes.filter(({ method, path }) => !(method === 'DELETE' && path === api.session))

test('every route lets in exactly whom the table lets in', async () => {
  const wrong: string[] = []
  let calls = 0
  for (const route of walked()) {
    const { anyone, signedIn, account, members = [], operators = [] } = ruleOf(route.operation)
    for (const caller of callers) {
      const allowed =
        anyone === true ||
        (caller.hasAccount &&
          (signedIn === true ||
            account === true ||
            (caller.member !== undefined && members.includes(caller.member)) ||
            (caller.operator !== undefined && operators.includes(caller.operator))))
      // Nothing that a route takes: whoever is let in gets no further than its schema.
      const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : { nothing: 'of use' }
      const path = route.path.replaceAll(/\{\w+\}/g, 'nothing-such')
      const { status, body: answer } = await caller.browser.call(route.method, path, body)
      // Let in by the table, and told that the thing is not theirs: what was not bought looks like what is not there.
      const bought = answer.code !== 'entitlement.required'
      const refused = (status === 403 && bought) || (status === 401 && answer.code === 'auth.required')
      // A publisher or a package that is not there is refused like one that is another's.
      if (refused === allowed && !(allowed && answer.code === 'auth.forbidden' && members.length > 0))
        wrong.push(
          `${route.method} ${route.path} (${route.operation}): ${caller.name} got ${status} ${answer.code}`,
        )
      calls++
    }
  }
  expect(wrong).toEqual([])
  expect(calls).toBeGreaterThan(600)
  process.stderr.write(
    `authorization walk: ${walked().length} routes × ${callers.length} callers = ${calls} calls\n`,
  )
}, 300_000)

/** What a caller sends who means it. Forms are sent by the publisher below. */
const bodies: Record<string, unknown> = {
  [api.member]: { role: 'owner' },
  [api.invitations]: { email: 'x@example.org', role: 'owner' },
  [api.publisherDomain]: { domain: 'acme.example' },
  [api.yank]: { reason: 'spite' },
  [api.unpublish]: { reason: 'spite' },
  [api.submissionWithdrawal]: { reason: 'spite' },
  [api.submissionAppeal]: { reason: 'spite' },
  [api.keyRevocation]: { reason: 'spite' },
  [api.pricing]: { type: 'free' },
  [api.grants]: { email: 'x@example.org', why: 'spite' },
  [api.codes]: { uses: 1 },
  [api.reviewComments]: { text: 'x' },
  [api.reviewDecision]: { decision: 'reject', reason: 'spite' },
}

test('a member of one publisher gets nothing of another’s, whatever the route', async () => {
  const rival = await peopleOf(registry).publisher('rival')
  const { members } = (await acme.request('GET', api.publisher.replace(':publisher', 'acme'))).body
  const before = await state()
  const params: Record<string, string> = {
    publisher: 'acme',
    name: 'acme-thing',
    version: '1.0.0',
    keyId: acme.keyId,
    user: members[0].id as string,
    id: submission,
    platform: 'any',
  }
  const got: string[] = []
  const tenant = routes.filter(({ operation }) => {
    const { members: own, anyone } = ruleOf(operation)
    return !anyone && own !== undefined
  })
  for (const { method, path: template, operation } of tenant) {
    if (!template.includes('{')) continue
    const own = template.includes('/entitlements/') ? { ...params, id: randomUUID() } : params
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => own[name] ?? 'x')
    const route = template.replaceAll(/\{(\w+)\}/g, ':$1')
    const body = method === 'GET' || method === 'DELETE' ? undefined : (bodies[route] ?? {})
    for (const who of [rival.browser, openBrowser(registry.url)]) {
      const { status, body: answer } = await who.call(method, path, body)
      if (![401, 403, 404].includes(status))
        got.push(`${method} ${template} (${operation}): ${status} ${JSON.stringify(answer)}`)
    }
  }
  expect(got.filter((line) => !line.includes('upload.unsupported_type'))).toEqual([])
  // Forms: with a key of the other publisher, and with one's own.
  expect((await rival.publish(artifact, { keyId: acme.keyId })).body.code).toBe('key.unknown')
  expect((await rival.publish(await packPlugin('acme-thing', '2.0.0'))).body.code).toBe('package.taken')
  expect((await rival.upload(artifact, { submission })).status).toBe(404)
  expect((await rival.update('acme-thing', artifact, { version: '1.0.0' })).status).toBe(403)
  expect(
    (await rival.request('GET', api.keys)).body.keys.map(({ publisher }: { publisher: string }) => publisher),
  ).toEqual(['rival'])
  expect(await state()).toEqual(before)
})

/** All that belongs to acme. */
async function state() {
  const of = (table: string, where: string) => registry.query(`select * from ${table} where ${where}`)
  const own = "publisher_id = (select id from publishers where name = 'acme')"
  return {
    members: await of('members', own),
    keys: await of('publisher_keys', own),
    packages: await of('packages', own),
    versions: await of('versions', `package_id in (select id from packages where ${own})`),
    submissions: await of('submissions', own),
    publishers: await of('publishers', "name = 'acme'"),
  }
}
