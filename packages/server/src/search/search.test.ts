import { api } from '@waybill/core/paths'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../platform/database/index.ts'
import { refreshSearch } from './refresh.ts'
import { sorts, type SearchAnswer } from './shapes.ts'
import { loadCatalogue, type CataloguePackage } from './test/catalogue.ts'
import { seeded } from './test/variations.ts'

let registry: TestRegistry
beforeAll(async () => {
  registry = await startTestRegistry()
  await loadCatalogue((text, values) => registry.query(text, values), madeUp(150))
  await registry.query(
    `insert into prices (package_id, type, amount, currency, since)
     select id, 'paid', 500, 'eur', now() from packages where id % 7 = 0`,
  )
  await registry.query(
    `insert into auth."user" (id, name, email, email_verified, created_at, updated_at)
     values ('rater', 'Rater', 'rater@example.org', true, now(), now())`,
  )
  await registry.query(
    `insert into ratings (package_id, user_id, stars, rated_at) select id, 'rater', 1 + id % 5, now() from packages where id % 3 = 0`,
  )
  const database = openDatabase(registry.databaseUrl, () => undefined)
  await refreshSearch(database, 'all')
  await database.destroy()
})
afterAll(() => registry.remove())

/** Packages of few words, so that every filter meets every other. */
function madeUp(count: number): CataloguePackage[] {
  const random = seeded(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const nouns = ['calendar', 'kanban', 'table', 'canvas', 'journal', 'graph']
  return Array.from({ length: count }, (_, i) => {
    const title = `${pick(nouns)} ${pick(nouns)} ${i}`
    const description = `Shows a ${pick(nouns)} beside the ${pick(nouns)}.`
    const manifest = {
      description,
      license: pick(['MIT', 'Apache-2.0', 'GPL-3.0-only']),
      keywords: [pick(['time', 'drawing']), pick(['tasks', 'Notes'])],
      platforms: random() < 0.4 ? { [pick(['linux-x86_64', 'macos-arm64'])]: {} } : {},
    }
    return {
      name: `made-up-${i}`,
      title,
      description,
      category: pick(['core/bitcoin', 'core/ml', 'community/verified']),
      repository: null,
      version: '1.0.0',
      updatedAt: new Date(Date.now() - random() * 500 * 86_400_000),
      downloads: Math.floor(random() * 20) * 100,
      ...(random() < 0.7 ? { manifest } : {}),
    }
  })
}

async function ask(query: Record<string, string | string[]>) {
  const form = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, each]),
    ),
  )
  const response = await fetch(`${registry.url}${api.search}?${form.toString()}`)
  return { status: response.status, body: (await response.json()) as SearchAnswer & { code?: string } }
}

async function search(query: Record<string, string | string[]>): Promise<SearchAnswer> {
  const { status, body } = await ask(query)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50))
}

const filters = fc.record(
  {
    q: fc.constantFrom('calendar', 'kanban table', ''),
    category: fc.constantFrom('core', 'core/bitcoin', 'community/verified'),
    tag: fc.constantFrom('time', 'notes', ['time', 'tasks']),
    platform: fc.constantFrom('linux-x86_64', 'macos-arm64'),
    price: fc.constantFrom('free', 'paid'),
    license: fc.constantFrom('MIT', ['MIT', 'Apache-2.0']),
    minRating: fc.constantFrom('2', '4'),
    updated: fc.constantFrom('month', 'year'),
    listed: fc.constantFrom('all', 'published'),
  },
  { requiredKeys: [] },
)
const parameters = { rating: 'minRating' } as Record<string, string>

test('the count of each value of each facet is what a search with that value finds', async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (chosen) => {
      const query = chosen as Record<string, string | string[]>
      const { facets } = await search(query)
      for (const [facet, values] of Object.entries(facets))
        for (const { value, count } of values) {
          const { total, totalIsExact } = await search({
            ...query,
            [parameters[facet] ?? facet]: value,
            limit: '1',
          })
          expect({ facet, value, count: total, totalIsExact }).toEqual({
            facet,
            value,
            count,
            totalIsExact: true,
          })
        }
    }),
    { numRuns: 25, seed: 5 },
  )
})

test.each(sorts)('pages give every package once, in the order of %s', async (sort) => {
  const whole = await search({ q: 'calendar', sort, limit: '100' })
  const names: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: SearchAnswer = await search({
      q: 'calendar',
      sort,
      limit: '7',
      ...(cursor ? { cursor } : {}),
    })
    names.push(...page.results.map(({ name }) => name))
    cursor = page.next
  }
  expect(names.length).toBe(whole.total)
  expect(new Set(names).size).toBe(names.length)
  expect(names.slice(0, 100)).toEqual(whole.results.map(({ name }) => name))
  const shown = whole.results
  if (sort === 'downloads') expect(shown).toEqual(shown.toSorted((a, b) => b.downloads - a.downloads))
  if (sort === 'name') expect(shown).toEqual(shown.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
  if (sort === 'updated')
    expect(shown).toEqual(shown.toSorted((a, b) => ((a.updatedAt ?? '') > (b.updatedAt ?? '') ? -1 : 1)))
})

test('selected values stay listed, with titles for people', async () => {
  const { facets } = await search({
    category: 'core',
    tag: 'nothing-such',
    platform: 'plan9',
    license: 'MIT',
  })
  expect(facets.category.find(({ value }) => value === 'core')).toMatchObject({ title: 'Core', count: 0 })
  expect(facets.tag.map(({ value }) => value)).toContain('nothing-such')
  expect(facets.platform.map(({ title }) => title)).toContain('Plan9')
  const { facets: all } = await search({})
  expect(all.category.find(({ value }) => value === 'core/ml')?.title).toBe('Machine learning')
  expect(all.platform.find(({ value }) => value === 'linux-x86_64')?.title).toBe('Linux, x86_64')
})

test('a card has its price, rating and origin', async () => {
  const { results } = await search({ price: 'paid', minRating: '1', limit: '100' })
  expect(results.length).toBeGreaterThan(0)
  for (const card of results) {
    expect(card.price).toEqual({ kind: 'paid', label: '€5.00' })
    expect(card.rating?.count).toBe(1)
  }
  const { results: published } = await search({ listed: 'published', limit: '100' })
  expect(published.every(({ listedOnly }) => !listedOnly)).toBe(true)
})

test('a cursor that is none, or of another order, is a named error', async () => {
  const { next } = await search({ sort: 'downloads', limit: '1' })
  for (const [cursor, sort] of [
    ['nonsense', 'downloads'],
    [Buffer.from('[1,"downloads",{},1]').toString('base64url'), 'downloads'],
    [Buffer.from('[1,"name",5,1]').toString('base64url'), 'name'],
    [next!, 'name'],
  ] as const) {
    const { status, body } = await ask({ cursor, sort })
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'search.cursor_invalid' })
  }
})

const hostile = [
  'x'.repeat(300),
  `${'a '.repeat(900)}`,
  `'"; drop table packages; --`,
  '& | ! <-> ( ) :* \\',
  "it's 'quoted' \\' ::text",
  '%_%_%',
  '🦊🦊 👩‍👩‍👧',
  'the of and to',
  'שלום עולם مرحبا',
  '\u202Ekanban\u202C',
  'ﷺ ①②③ ﬁ',
  '日本語 カレンダー',
  ' \t\n ',
  '-kanban -"a b" OR',
]

test('no text makes a search or a suggestion fail', async () => {
  for (const q of hostile) {
    expect((await ask({ q })).status, q).toBe(200)
    const suggested = await fetch(`${registry.url}${api.suggestions}?q=${encodeURIComponent(q)}`)
    expect(suggested.status, q).toBe(200)
  }
  expect((await ask({ q: 'a\0b' })).status).toBe(400)
  expect((await ask({ q: 'x'.repeat(2001) })).body.code).toBe('usage.invalid')
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (q) => {
      expect((await ask({ q })).status).toBeLessThan(500)
    }),
    { numRuns: 100 },
  )
})

test('what is published is found soon, and what is yanked is not', async () => {
  const acme = await registry.publisher('acme')
  expect(
    (await acme.publish(await packPlugin('zebra-crossing', '1.0.0', 'keywords = ["stripes"]'))).status,
  ).toBe(201)
  await until(async () => (await search({ q: 'zebra' })).total === 1)
  const [card] = (await search({ q: 'zebra cros' })).results
  expect(card).toMatchObject({
    name: 'zebra-crossing',
    version: '1.0.0',
    publisher: 'acme',
    listedOnly: false,
  })
  expect((await search({ tag: 'stripes' })).total).toBe(1)
  const yank = api.yank.replace(':name', 'zebra-crossing').replace(':version', '1.0.0')
  expect((await acme.request('PUT', yank, { reason: 'stripes fell off' })).status).toBe(204)
  await until(async () => (await search({ q: 'zebra' })).total === 0)
  await acme.request('DELETE', yank)
  await until(async () => (await search({ q: 'zebra' })).total === 1)
})

test('a changed price is shown soon', async () => {
  const owner = await peopleOf(registry).publisher('shop')
  const shop = await registry.publisher('shop')
  await shop.publish(await packPlugin('cash-register', '1.0.0'))
  await until(async () => (await search({ q: 'cash' })).total === 1)
  const path = api.pricing.replace(':name', 'cash-register')
  const pricing = { type: 'subscription', price: 300, currency: 'usd', interval: 'month' }
  expect((await owner.browser.call('PUT', path, pricing)).status).toBe(200)
  await until(async () => (await search({ q: 'cash', price: 'paid' })).total === 1)
  expect((await search({ q: 'cash' })).results[0]?.price).toEqual({ kind: 'paid', label: '$3.00 / month' })
})

test('events that nobody heard are heard after a restart', async () => {
  await registry.query(`delete from search_words`)
  await registry.query(
    `insert into outbox (consumer, topic, payload) select 'search', 'packages.published', jsonb_build_object('packageId', id) from packages where name = 'made-up-3'`,
  )
  registry = await registry.restart()
  await until(async () => (await search({ q: 'made up 3' })).results.some(({ name }) => name === 'made-up-3'))
  const database = openDatabase(registry.databaseUrl, () => undefined)
  await refreshSearch(database, 'all')
  await database.destroy()
})

test('the home page has what is featured, grows and is popular', async () => {
  await registry.query(
    `insert into featured_packages (package_id, place) select id, 1 from packages where name = 'made-up-9'`,
  )
  await registry.query(
    `insert into download_counts (package_id, version, day, downloads) select id, '1.0.0', current_date, 5000 from packages where name = 'made-up-5'`,
  )
  const database = openDatabase(registry.databaseUrl, () => undefined)
  await refreshSearch(database, 'all')
  await database.destroy()
  type Named = { name: string }[]
  const home = async () =>
    (await (await fetch(registry.url + api.home)).json()) as {
      featured: Named
      trending: Named
      popular: { downloads: number }[]
      categories: { id: string; packages: number }[]
    }
  await until(async () => (await home()).trending.length > 0)
  const { featured, trending, popular, categories } = await home()
  expect(featured.map(({ name }) => name)).toEqual(['made-up-9'])
  expect(trending[0]?.name).toBe('made-up-5')
  expect(popular).toEqual(popular.toSorted((a, b) => b.downloads - a.downloads))
  expect(categories.find(({ id }) => id === 'core/ml')?.packages).toBeGreaterThan(0)
})

test('the ecosystem names itself', async () => {
  const ecosystem = await (await fetch(registry.url + api.ecosystem)).json()
  expect(ecosystem).toMatchObject({
    id: 'anya',
    words: { package: 'extension', packages: 'extensions' },
    colours: { accent: 'indigo' },
    review: 'off',
    billing: false,
    registry: { url: registry.url, fingerprint: registry.fingerprint },
  })
})
