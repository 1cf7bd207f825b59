import { answer, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vectors } from '../packages/readme/test/vectors.ts'

let registry: TestRegistry
let acme: TestPublisher

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await registry.publisher('acme')
})
afterAll(() => registry.remove())

const get = async (path: string) => {
  const response = await fetch(`${registry.url}/api/v1${path}`)
  return { type: response.headers.get('content-type'), ...(await answer(response)) }
}
const publish = async (name: string, version: string, extra = '', files: Record<string, string> = {}) => {
  const { status, body } = await acme.publish(await packPlugin(name, version, extra, files))
  expect(status, JSON.stringify(body)).toBe(201)
}
const idOf = async (name: string) =>
  (await registry.query<{ id: number }>('select id from packages where name = $1', [name]))[0]?.id

const soon = { timeout: 20_000, interval: 200 }

describe('the page of a package', () => {
  test('says everything of it, newest version first', async () => {
    await publish('@acme/page', '1.2.0', 'license = "MIT"\nrepository = "https://github.com/acme/page"\n')
    await publish('@acme/page', '1.10.0', 'license = "MIT"\n[permissions]\nnetwork = ["https://x.example"]\n')
    await publish('@acme/page', '2.0.0-beta.1')
    const id = await idOf('@acme/page')
    await registry.query(
      `insert into download_counts values ($1, '1.2.0', current_date, 5, false, false),
        ($1, '1.10.0', current_date - 1, 2, false, false), ($1, '1.2.0', current_date - 30, 10, false, false),
        ($1, '', current_date - 2, 1000, true, true)`,
      [id],
    )
    const { status, body } = await get('/packages/%40acme%2Fpage')
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body).toMatchObject({
      card: {
        name: '@acme/page',
        publisher: 'acme',
        version: '1.10.0',
        downloads: 1017,
        trend: 7,
        listedOnly: false,
      },
      document: {
        name: '@acme/page',
        versions: [
          { version: '2.0.0-beta.1' },
          { version: '1.10.0', permissions: { network: ['https://x.example'] } },
          { version: '1.2.0', artifacts: [{ format: 'tar.gz' }] },
        ],
      },
      keys: [{ keyId: acme.keyId }],
      listing: null,
      source: null,
      newest: '1.10.0',
      dependents: 0,
      rating: null,
      downloads: { total: 1017, week: 7 },
      pricing: { type: 'free' },
    })
    expect(body.downloads.daily.map(({ downloads }: { downloads: number }) => downloads)).toEqual([10, 2, 5])
  })

  test('has release notes as HTML', async () => {
    await publish('noted', '1.0.0')
    await registry.query(
      `update versions set release_notes = '# One' from packages where packages.id = package_id and name = 'noted'`,
    )
    const [version] = (await get('/packages/noted')).body.document.versions
    expect(version).toMatchObject({ releaseNotes: '# One', releaseNotesHtml: '<h1>One</h1>' })
  })

  test('gives descriptions as JSON, never as a page', async () => {
    const fit = vectors.filter(({ markdown }) => /^[ -~]{1,300}$/.test(markdown))
    expect(fit.length).toBeGreaterThan(100)
    await publish('described', '1.0.0')
    for (const { markdown } of fit.filter((_, at) => at % 10 === 0)) {
      await registry.query(
        `update versions set manifest = jsonb_set(manifest, '{description}', to_jsonb($1::text))
         from packages where packages.id = package_id and name = 'described'`,
        [markdown],
      )
      await registry.query('delete from search_documents')
      const { type, body } = await get('/packages/described')
      expect(type).toMatch(/^application\/json/)
      expect(body.card.description).toBe(markdown)
    }
  })

  test('of a package that is only listed says where it comes from', async () => {
    await registry.query(
      `with package as (insert into packages (name, look_alike, publisher_id, created_at)
         select 'only-listed', 'only-listed', id, now() from publishers where name = 'acme' returning id)
       insert into catalogue_entries select id, 'elsewhere', 'Only Listed', 'A thing', 'community/verified',
         'https://github.com/x/y', '3.1.4', null, now() from package`,
    )
    const { status, body } = await get('/packages/only-listed')
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body).toMatchObject({
      card: { title: 'Only Listed', version: '3.1.4', listedOnly: true },
      document: null,
      newest: null,
      source: { catalogue: 'elsewhere', repository: 'https://github.com/x/y' },
    })
  })

  test('of which every version is yanked still says what it is, and that it is of this registry', async () => {
    await publish('withdrawn', '1.0.0')
    await expect.poll(async () => (await get('/search?q=withdrawn')).body.total, soon).toBe(1)
    const { card } = (await get('/packages/withdrawn')).body
    const yanked = await acme.request('PUT', '/api/v1/packages/withdrawn/versions/1.0.0/yank', {
      reason: 'x',
    })
    expect(yanked.status).toBe(204)
    await expect.poll(async () => (await get('/search?q=withdrawn')).body.total, soon).toBe(0)
    const after = (await get('/packages/withdrawn')).body
    expect(after.card).toMatchObject({
      version: null,
      listedOnly: false,
      description: card.description,
      category: card.category,
    })
    expect(card.category).not.toBe('')
  })

  test('is there for no name that shows nothing', async () => {
    await publish('taken-back', '1.0.0')
    await registry.query(
      `update versions set unpublished_at = now(), unpublish_reason = 'x' from packages
       where packages.id = package_id and name = 'taken-back'`,
    )
    await registry.query(
      `insert into packages (name, look_alike, publisher_id, created_at)
       select 'reserved', 'reserved', id, now() from publishers where name = 'acme'`,
    )
    for (const name of ['taken-back', 'reserved', 'unknown', '..%2F..', 'No%20Name', '__proto__'])
      for (const path of ['', '/dependents'])
        expect(await get(`/packages/${name}${path}`), name).toMatchObject({
          status: 404,
          body: { code: 'package.not_found', hint: expect.stringContaining('search') },
        })
  })
})

test('dependents are those whose newest version depends on it, page by page', async () => {
  await publish('base', '1.0.0')
  const depends = '[dependencies]\nbase = "^1.0.0"\n'
  for (let i = 0; i < 26; i++) await publish(`user-${String(i).padStart(2, '0')}`, '1.0.0', depends)
  await publish('former-user', '1.0.0', depends)
  await publish('former-user', '1.1.0')
  await publish('beta-user', '1.0.0')
  await publish('beta-user', '2.0.0-beta.1', depends)
  await expect.poll(async () => (await get('/packages/base/dependents')).body.results, soon).toHaveLength(24)
  const first = (await get('/packages/base/dependents')).body
  const second = (await get(`/packages/base/dependents?cursor=${first.next}`)).body
  expect(second).toMatchObject({ results: [{ name: 'user-24' }, { name: 'user-25' }], next: null })
  expect((await get('/packages/base')).body.dependents).toBe(26)
})

test('the sitemap names the packages that can be seen, in as many files as there are', async () => {
  await publish('mapped', '1.0.0')
  const read = async (path: string) => {
    const response = await fetch(registry.url + path)
    return { status: response.status, text: await response.text() }
  }
  expect((await read('/sitemap.xml')).text.match(/<loc>[^<]*<\/loc>/g)).toEqual([
    `<loc>${registry.url}/sitemaps/1.xml</loc>`,
  ])
  const { text } = await read('/sitemaps/1.xml')
  expect(text).toContain(`<loc>${registry.url}/packages/mapped</loc>`)
  expect(text).not.toContain('/packages/taken-back<')
  // For a while it is the same, however often it is asked for.
  await publish('mapped-later', '1.0.0')
  expect((await read('/sitemaps/1.xml')).text).toBe(text)
  for (const file of ['0.xml', '2.xml', '999999.xml', 'x', '1.xml.gz'])
    expect((await read(`/sitemaps/${file}`)).status, file).toBe(404)
})

test('a publisher’s profile says what everybody may know', async () => {
  const other = await registry.publisher('profiled')
  await other.publish(await packPlugin('profiled-one', '1.0.0'))
  await registry.query(`insert into download_counts values ($1, '1.0.0', current_date, 4, false)`, [
    await idOf('profiled-one'),
  ])
  await registry.query(`update publishers set domain = 'x.example' where name = 'profiled'`)
  expect((await get('/publishers/profiled/profile')).body).toEqual({
    name: 'profiled',
    domain: null,
    createdAt: expect.any(String),
    ownershipChangedAt: null,
    packages: 1,
    downloads: 4,
    keys: [{ keyId: other.keyId, validFrom: expect.any(String), revoked: null }],
  })
  expect(await get('/publishers/nobody/profile')).toMatchObject({
    status: 404,
    body: { code: 'publisher.not_found' },
  })
})

describe('a comparison', () => {
  test('lists what differs between two versions, and the lines of one file', async () => {
    await publish('compared', '1.0.0', '', {
      'a.js': 'one\ntwo\nthree\n',
      'gone.txt': 'x\n',
      'same.txt': 's',
    })
    await publish('compared', '1.1.0', '[permissions]\nfs = true\n', {
      'a.js': 'one\n2\nthree\nfour\n',
      'new.bin': 'a\0b',
      'same.txt': 's',
    })
    const { body } = await get('/packages/compared/comparison?from=1.0.0&to=1.1.0')
    expect(body).toMatchObject({ from: '1.0.0', to: '1.1.0', truncated: false })
    expect(body.permissions).toEqual([{ permission: 'fs', change: 'added', after: true }])
    expect(
      body.files.map(({ path, status, added, removed, binary }: Record<string, unknown>) => [
        path,
        status,
        added,
        removed,
        binary,
      ]),
    ).toEqual([
      ['a.js', 'changed', 2, 1, false],
      ['gone.txt', 'removed', 0, 1, false],
      ['new.bin', 'added', null, null, true],
      ['plugin.toml', 'changed', 3, 1, false],
    ])
    const lines = (await get('/packages/compared/comparison?from=1.0.0&to=1.1.0&file=a.js')).body
    expect(lines.hunks[0].lines).toEqual([' one', '-two', '+2', ' three', '+four'])
    const [back] = (await get('/packages/compared/comparison?from=1.1.0&to=1.0.0')).body.files
    expect([back.added, back.removed]).toEqual([1, 2])
  })

  test('is refused for versions that are not there, and for what is sold', async () => {
    await publish('sold', '1.0.0')
    await publish('sold', '1.1.0')
    await registry.query(
      `update artifacts set gated = true from versions join packages on packages.id = package_id
       where versions.id = version_id and name = 'sold'`,
    )
    for (const [path, status, code] of [
      ['sold/comparison?from=1.0.0&to=1.1.0', 403, 'comparison.refused'],
      ['sold/comparison?from=1.0.0&to=9.0.0', 403, 'comparison.refused'],
      ['compared/comparison?from=1.0.0&to=9.0.0', 404, 'version.not_found'],
      ['nothing/comparison?from=1.0.0&to=9.0.0', 404, 'version.not_found'],
      ['compared/comparison?from=1.0.0&to=1.1.0&file=none', 400, 'usage.invalid'],
      ['compared/comparison?from=1.0.0', 400, 'usage.invalid'],
    ] as const)
      expect(await get(`/packages/${path}`), path).toMatchObject({ status, body: { code } })
  })

  test('can be asked for only so often from one network', async () => {
    const answers: number[] = []
    for (let i = 0; i < 70; i++)
      answers.push((await get('/packages/compared/comparison?from=1.0.0&to=1.1.0&file=a.js')).status)
    expect(new Set(answers)).toEqual(new Set([200, 429]))
    // What was listed before is there all the same.
    expect((await get('/packages/compared/comparison?from=1.0.0&to=1.1.0')).status).toBe(200)
  })
})
