import { api } from '@waybill/core/paths'
import type { Browser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher & { browser: Browser }
let ann: Browser
let ben: Browser

beforeAll(async () => {
  registry = await startTestRegistry()
  const people = peopleOf(registry)
  acme = await people.publisher('acme')
  ann = await people.account('ann@example.org')
  ben = await people.account('ben@example.org')
  for (const name of ['liked', 'flooded', 'taken-back']) await acme.publish(await packPlugin(name, '1.0.0'))
})
afterAll(() => registry.remove())

const at = (name: string) => api.rating.replace(':name', name)
const put = (browser: Browser, name: string, stars: unknown) => browser.call('PUT', at(name), { stars })

test('an account gives one rating, changes it and takes it back', async () => {
  const none = { average: 0, count: 0, distribution: [0, 0, 0, 0, 0], own: null }
  expect(await ann.call('GET', at('liked'))).toMatchObject({ status: 200, body: none })
  expect((await put(ann, 'liked', 2)).body).toMatchObject({ average: 2, count: 1, own: 2 })
  expect((await put(ann, 'liked', 4)).body).toMatchObject({ average: 4, count: 1, own: 4 })
  expect((await put(ben, 'liked', 5)).body).toEqual({
    average: 4.5,
    count: 2,
    distribution: [0, 0, 0, 1, 1],
    own: 5,
  })
  const anyone = await fetch(registry.url + at('liked'))
  expect(await anyone.json()).toMatchObject({ average: 4.5, count: 2, own: null })
  expect((await ben.call('DELETE', at('liked'))).body).toMatchObject({ average: 4, count: 1, own: null })
  expect((await ben.call('DELETE', at('liked'))).body).toMatchObject({ count: 1 })
})

test('who makes a package does not rate it, nor does a token of a publisher', async () => {
  expect(await put(acme.browser, 'liked', 5)).toMatchObject({
    status: 409,
    body: { code: 'rating.refused', detail: expect.stringContaining('acme') as string },
  })
  const other = await registry.publisher('other')
  expect(await other.request('PUT', at('liked'), { stars: 5 })).toMatchObject({
    status: 403,
    body: { code: 'auth.forbidden' },
  })
})

test('a token of an account rates what it is for', async () => {
  const make = async (limits: object) =>
    (await ann.call('POST', api.tokens, { name: 'test', ...limits })).body.token as string
  const rate = async (token: string) =>
    (
      await fetch(registry.url + at('liked'), {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{"stars":3}',
      })
    ).status
  expect(await rate(await make({ actions: ['account'], packages: ['liked'] }))).toBe(200)
  expect(await rate(await make({ actions: ['account'], packages: ['other-*'] }))).toBe(403)
  expect(await rate(await make({ actions: ['read'] }))).toBe(403)
})

test('only what is offered is rated, with whole stars from 1 to 5', async () => {
  expect(await put(ann, 'nothing-such', 5)).toMatchObject({
    status: 404,
    body: { code: 'package.not_found' },
  })
  for (const stars of [0, 6, 2.5, '5', null, -1])
    expect((await put(ann, 'liked', stars)).status, String(stars)).toBe(400)
  const gone = api.unpublish.replace(':name', 'taken-back').replace(':version', '1.0.0')
  expect((await acme.request('POST', gone, { reason: 'a mistake' })).status).toBe(204)
  expect(await put(ann, 'taken-back', 5)).toMatchObject({ status: 409, body: { code: 'rating.refused' } })
})

test('an account changes its ratings so often and no oftener', async () => {
  const statuses: number[] = []
  for (let i = 0; i < 61; i++) statuses.push((await put(ben, 'flooded', (i % 5) + 1)).status)
  expect(statuses.slice(0, 50).every((status) => status === 200)).toBe(true)
  expect(statuses.at(-1)).toBe(429)
  expect((await put(ann, 'flooded', 1)).status).toBe(200)
})
