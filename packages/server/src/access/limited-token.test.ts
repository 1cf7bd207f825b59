import { api } from '@waybill/core/paths'
import { openBrowser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from '@waybill/testkit/browser'

/** What a token that is limited to some packages can reach: those, and nothing that stands for them all. */

let registry: TestRegistry
let acme: TestPublisher & { browser: Browser }

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await peopleOf(registry).publisher('acme')
})
afterAll(() => registry.remove())

async function limited(owner: Browser, more: object = {}) {
  const { body } = await owner.call('POST', api.tokens, { name: 'ci', packages: ['acme-one'], ...more })
  const authorization = `Bearer ${body.token}`
  const bare = openBrowser(registry.url)
  return (method: string, path: string, json?: unknown) => bare.call(method, path, json, { authorization })
}

test('a token for one package changes nothing of the whole publisher, account or registry', async () => {
  const admin = await peopleOf(registry).operator('root@example.org', 'admin')
  const call = await limited(acme.browser)
  const operate = await limited(admin)
  const at = (route: string) => route.replace(':publisher', 'acme').replace(':user', 'x').replace(':id', 'x')
  const tries: [typeof call, string, string, unknown?][] = [
    [call, 'POST', at(api.invitations), { email: 'x@example.org', role: 'owner' }],
    [call, 'POST', at(api.invitations), { email: 'x@example.org', transfers: true }],
    [call, 'PUT', at(api.member), { role: 'owner' }],
    [call, 'DELETE', at(api.member)],
    [call, 'DELETE', at(api.publisherDomain)],
    [call, 'POST', api.publishers, { name: 'more' }],
    [call, 'POST', api.keyChallenge, { keyId: '0'.repeat(64) }],
    [call, 'POST', api.keyRevocation.replace(':keyId', acme.keyId), { reason: 'spite' }],
    [call, 'DELETE', api.password],
    [call, 'DELETE', api.sessions],
    [operate, 'GET', api.mails],
    [operate, 'GET', api.users],
    [operate, 'PUT', api.userRoles.replace(':user', 'x'), { roles: ['admin'] }],
  ]
  for (const [by, method, path, body] of tries) {
    const { status, body: answer } = await by(method, path, body)
    expect([method, path, status, answer.detail]).toEqual([
      method,
      path,
      403,
      expect.stringContaining('acme-one') as string,
    ])
  }
  expect((await call('GET', api.account)).status).toBe(200)
})

test('a token for one package neither sees nor decides on submissions of others', async () => {
  const { body } = await acme.upload(await packPlugin('acme-two', '1.0.0'))
  const { submissionId: id, packageId } = body as { submissionId: string; packageId: string }
  const metadata = { name: 'acme-two', version: '1.0.0', description: 'Two', documentation: '' }
  await acme.request('POST', api.submit, { packageId, metadata: { ...metadata, tags: [], screenshots: [] } })
  await registry.query("update submissions set state = 'in_review', queued_at = now() where id = $1", [id])
  const own = await limited(acme.browser)
  expect((await acme.request('GET', api.submissions)).body.submissions).toHaveLength(1)
  expect((await own('GET', api.submissions)).body.submissions).toEqual([])
  const reviewer = await limited(await peopleOf(registry).operator('rev@example.org', 'reviewer'))
  const of = (route: string) => route.replace(':id', id)
  expect((await reviewer('GET', api.reviewQueue)).body.submissions).toEqual([])
  for (const [method, path, json] of [
    ['GET', of(api.reviewDiff)],
    ['POST', of(api.reviewClaim)],
    ['POST', of(api.reviewComments), { text: 'x' }],
    ['POST', of(api.reviewDecision), { decision: 'reject', reason: 'x' }],
  ] as const)
    expect([path, (await reviewer(method, path, json)).status]).toEqual([path, 403])
})
