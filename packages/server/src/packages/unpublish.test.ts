import { api } from '@waybill/core/paths'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await registry.publisher('acme')
})
afterAll(() => registry.remove())

const path = (name: string, version = '1.0.0') =>
  api.unpublish.replace(':name', name).replace(':version', version)
const back = (name: string, who = acme) => who.request('POST', path(name), { reason: 'leaks a key' })
const document = async (name: string) => {
  const [row] = await registry.query<{ target: string; sha256: string }>(
    'select target, sha256 from tree_targets where target = $1',
    [`packages/${name}.json`],
  )
  return (await (await fetch(`${registry.url}/metadata/packages/${row?.sha256}.${name}.json`)).json()) as {
    versions: { artifacts: object[]; unpublished?: object; yanked?: object }[]
  }
}

test('a version taken back leaves a tombstone, and its bytes go, also from memory', async () => {
  const published = await acme.publish(await packPlugin('oops', '1.0.0'))
  const artifact = `${registry.url}/${published.body.artifact.path}`
  expect((await fetch(artifact)).status).toBe(200)
  expect((await back('oops')).status).toBe(204)
  for (const url of [artifact, `${artifact}.sig`]) expect((await fetch(url)).status).toBe(404)
  expect((await document('oops')).versions).toMatchObject([
    { artifacts: [], unpublished: { reason: 'leaks a key' }, yanked: { reason: 'leaks a key' } },
  ])
  expect((await back('oops')).status).toBe(204)
  expect((await acme.publish(await packPlugin('oops', '1.0.0'))).body.code).toBe('version.exists')
  const yank = api.yank.replace(':name', 'oops').replace(':version', '1.0.0')
  expect((await acme.request('DELETE', yank)).body.code).toBe('version.not_found')
  registry = await registry.restart()
  acme = { ...acme, ...(await registry.publisher('acme')) }
  expect((await fetch(`${registry.url}/${published.body.artifact.path}`)).status).toBe(404)
})

test('after the registry’s hours, or while something depends on it, only a moderator takes it back', async () => {
  await acme.publish(await packPlugin('base', '1.0.0'))
  await acme.publish(await packPlugin('user', '1.0.0', '\n[dependencies]\nbase = "^1"\n'))
  expect((await back('base')).body).toMatchObject({
    code: 'unpublish.refused',
    details: { dependent: 'user' },
  })
  await acme.publish(await packPlugin('old', '1.0.0'))
  await registry.query("update versions set published_at = now() - interval '73 hours'")
  expect((await back('old')).body).toMatchObject({
    code: 'unpublish.refused',
    hint: expect.stringContaining('yank') as string,
  })
  const rival = await registry.publisher('rival')
  expect((await back('old', rival)).status).toBe(403)
  const moderator = await peopleOf(registry).operator('mo@example.org', 'moderator')
  expect((await moderator.call('POST', path('base'), { reason: 'malware' })).status).toBe(204)
})
