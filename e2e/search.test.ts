import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { addRegistry, openHome, Registry } from '@waybill/client'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
let work: string
let mirror: Server
beforeAll(async () => {
  registry = await startTestRegistry()
  work = await mkdtemp(join(tmpdir(), 'waybill-search-'))
  const acme = await registry.publisher('acme')
  for (const name of ['kanban-board', 'kanban-lite', 'calendar'])
    await acme.publish(
      await packPlugin(name, '1.0.0', 'license = "MIT"\nkeywords = ["time"]\n[platforms.linux-x86_64]\n'),
    )
  await registry.query(`insert into auth."user" (id, name, email, email_verified, created_at, updated_at)
    values ('rater', 'Rater', 'rater@example.org', true, now(), now())`)
  await registry.query(
    `insert into ratings (package_id, user_id, stars, rated_at) select id, 'rater', 5, now() from packages where name = 'kanban-lite'`,
  )
  await registry.query(`insert into outbox (consumer, topic, payload)
    select 'search', 'packages.published', jsonb_build_object('packageId', id) from packages`)
  // The tree as any static server has it, without an API.
  mirror = createServer((request, response) => {
    void (async () => {
      const isTree = request.url?.startsWith('/metadata/') ?? false
      const answer = isTree ? await fetch(registry.url + request.url) : undefined
      response.writeHead(answer?.status ?? 404, { 'content-type': 'text/html' })
      response.end(answer ? Buffer.from(await answer.arrayBuffer()) : 'not here')
    })()
  })
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  mirror.close()
  await rm(work, { recursive: true, force: true })
  await registry.remove()
})

async function openAt(url: string): Promise<Registry> {
  const home = await openHome({ path: await mkdtemp(join(work, 'home-')), cache: join(work, 'cache') })
  await addRegistry(home, url, { fingerprint: registry.fingerprint })
  return Registry.open(home)
}

test('a search is put together call by call, and its results have name, version and the rest', async () => {
  const client = await openAt(registry.url)
  const search = () =>
    client
      .search('kanban')
      .category('community')
      .tag('time')
      .platform('linux-x86_64')
      .minRating(4.0)
      .price('free')
      .license('MIT')
      .publisher('acme')
      .updated('day')
      .published()
      .sortBy('downloads')
      .limit(5)
  while ((await search().execute()).length === 0) await wait(50)
  const results = await search().execute()
  expect(results).toHaveLength(1)
  expect(results[0]).toMatchObject({
    name: 'kanban-lite',
    version: '1.0.0',
    publisher: 'acme',
    rating: { average: 5, count: 1 },
    price: { kind: 'free' },
    listedOnly: false,
  })
  expect(results).toMatchObject({
    source: 'index',
    total: 1,
    totalIsExact: true,
    corrected: null,
    next: null,
  })
  expect(await client.search('kanban').verified().execute()).toHaveLength(0)
  expect((await client.search('kanban').facets()).license).toEqual([{ value: 'MIT', title: 'MIT', count: 2 }])
})

test('pages follow each other by their cursors', async () => {
  const client = await openAt(registry.url)
  const first = await client.search('').sortBy('name').limit(2).execute()
  expect(first.map(({ name }) => name)).toEqual(['calendar', 'kanban-board'])
  const second = await client.search('').sortBy('name').limit(2).after(first.next!).execute()
  expect(second.map(({ name }) => name)).toEqual(['kanban-lite'])
  expect(second.next).toBeNull()
})

test('a misspelt word is corrected, and the results say so', async () => {
  const client = await openAt(registry.url)
  expect(await client.search('kalendar').execute()).toMatchObject({ corrected: 'calendar', total: 1 })
})

test('what answers no searches is searched by its signed listings, and says what those do not know', async () => {
  const client = await openAt(`http://127.0.0.1:${(mirror.address() as AddressInfo).port}`)
  for (;;) {
    if ((await client.search('kanban').execute()).length > 0) break
    await wait(100)
    await client.refresh()
  }
  const results = await client.search('kanban').category('community').tag('time').publisher('acme').execute()
  expect(results.map(({ name, version }) => ({ name, version }))).toEqual([
    { name: 'kanban-board', version: '1.0.0' },
    { name: 'kanban-lite', version: '1.0.0' },
  ])
  expect(results).toMatchObject({ source: 'listings', total: 2, next: null })
  await expect(client.search('kanban').minRating(4).price('free').execute()).rejects.toMatchObject({
    code: 'search.unavailable',
    details: { missing: ['price', 'minRating'] },
  })
  await expect(client.search('kanban').facets()).rejects.toMatchObject({ code: 'search.unavailable' })
})

test('getExtensionInfo tells the platforms of the latest version', async () => {
  const client = await openAt(registry.url)
  expect((await client.getExtensionInfo('calendar')).supportedPlatforms).toContain('linux-x86_64')
})
