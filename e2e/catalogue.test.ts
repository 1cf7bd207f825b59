import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { addRegistry, Installer, openHome } from '@waybill/client'
import { api, paths } from '@waybill/core/paths'
import { importCatalogue } from '@waybill/server'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testCommand, type Outcome } from '../packages/cli/src/test/waybill.ts'

/** A catalogue elsewhere, brought in by command while the registry runs. */

const real = join(import.meta.dirname, '../../shared/data/obsidian-releases')

let registry: TestRegistry
let empty: TestRegistry

beforeAll(async () => {
  registry = await startTestRegistry()
  empty = await startTestRegistry()
})
afterAll(async () => {
  await registry.remove()
  await empty.remove()
})

type Files = Record<string, unknown>

/** Writes files of a catalogue into a folder of the test, and imports it. */
async function catalogue(files: Files) {
  const { run, folder } = await testCommand()
  const path = join(folder, 'catalogue')
  const write = async (changed: Files) => {
    await mkdir(path, { recursive: true })
    for (const [name, content] of Object.entries(changed))
      await writeFile(
        join(path, name),
        typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
      )
  }
  await write(files)
  const importing = (...flags: string[]): Promise<Outcome> =>
    run(['registry', 'import-catalog', path, ...flags, '--json'], {
      env: { DATABASE_URL: registry.databaseUrl, WAYBILL_DATA: registry.data },
    })
  return { path, write, importing, run }
}

const plugins = (...ids: string[]) =>
  ids.map((id) => ({
    id,
    name: `The ${id}`,
    author: 'Somebody',
    description: `Does ${id}.`,
    repo: `someone/${id}`,
  }))

async function get(path: string, name: string, at = registry) {
  const response = await fetch(at.url + path.replace(':name', encodeURIComponent(name)))

  return { status: response.status, body: await response.json() }
}

const rowsOf = async (at = registry) =>
  (
    await at.query<{ packages: number; entries: number; counts: number; downloads: string }>(
      `select (select count(*)::int from packages) as packages, (select count(*)::int from catalogue_entries) as entries,
        (select count(*)::int from download_counts) as counts, (select sum(downloads) from download_counts) as downloads`,
    )
  )[0]

test.skipIf(!existsSync(real))(
  'the real catalogue is listed whole, and again without anything twice',
  { timeout: 300_000 },
  async () => {
    const { run } = await testCommand()
    const importing = () =>
      run(['registry', 'import-catalog', real, '--json'], {
        env: { DATABASE_URL: empty.databaseUrl, WAYBILL_DATA: empty.data },
      })
    const first = await importing()
    expect(first.status, first.stderr).toBe(0)
    const done = first.json()
    expect(done).toMatchObject({ created: 6854, updated: 0, publisher: 'catalogue', day: '2026-08-22' })
    expect(done.skipped.map(({ name }: { name: string }) => name)).toEqual([
      'macOS-keyboard-nav-obsidian',
      'DEVONlink-obsidian',
      'ObsidianAnkiSync',
      'OA-file-hider',
    ])
    const rows = await rowsOf(empty)
    expect(rows).toMatchObject({ packages: 6854, entries: 6854 })
    const again = (await importing()).json()
    expect(again).toMatchObject({ created: 0, updated: 6854, downloads: done.downloads })
    expect(await rowsOf(empty)).toEqual(rows)

    const stats = JSON.parse(await readFile(join(real, 'community-plugin-stats.json'), 'utf8')) as Record<
      string,
      Record<string, number>
    >
    const name = 'obsidian-excalidraw-plugin'
    const { body } = await get(api.downloads, name, empty)
    // The history is a day newer than the figures.
    expect(body.total).toBeGreaterThanOrEqual(stats[name]?.downloads ?? 0)
    expect(body.total).toBeLessThan((stats[name]?.downloads ?? 0) * 1.01)
    // On some days nobody looked.
    expect(body.daily.length).toBeGreaterThan(60)
    expect(body.daily.length).toBeLessThanOrEqual(90)
    expect(body.daily.at(-1).day).toBe('2026-08-22')
    expect(body.week).toBeGreaterThan(0)
    expect(body.week).toBeLessThan(body.total / 10)
    const plain = Object.entries(stats).find(([id]) => id === '13th-age-statblocks')?.[1]
    expect((await get(api.downloads, '13th-age-statblocks', empty)).body).toMatchObject({
      total: plain?.downloads,
    })
    const listed = JSON.parse(await readFile(join(real, 'community-plugins.json'), 'utf8')) as {
      id: string
      repo: string
      name: string
    }[]
    const [entry] = await empty.query<Record<string, unknown>>(
      `select catalogue_entries.*, name from catalogue_entries join packages on packages.id = package_id where name = $1`,
      [name],
    )
    const own = listed.find(({ id }) => id === name)
    expect(entry).toMatchObject({ title: own?.name, repository: `https://github.com/${own?.repo}` })
    expect(Object.keys(entry ?? {}).filter((column) => column.includes('author'))).toEqual([])

    const index = await (await fetch(`${empty.url}/${paths.index}`)).json()
    expect(index).toMatchObject({ packages: 0 })
  },
)

test('the plugins file alone is enough, and facts are brought up to date', async () => {
  const { path, write, importing, run } = await catalogue({
    'community-plugins.json': plugins('alone', 'apart'),
  })
  expect((await importing()).json()).toMatchObject({ created: 2, downloads: 0, skipped: [] })
  await write({
    'community-plugins.json': [{ ...plugins('alone')[0], name: 'Better alone' }, ...plugins('new-one')],
    'community-plugin-stats.json': {
      alone: { downloads: 10, updated: 1700000000000, '1.0.0': 2, 'v1.10.0': 3, '1.9.0': 5 },
    },
  })
  expect((await importing()).json()).toMatchObject({ created: 1, updated: 1, downloads: 10, versions: 3 })
  const [entry] = await registry.query(
    `select title, version, updated_at, category from catalogue_entries join packages on id = package_id where name = 'alone'`,
  )
  expect(entry).toEqual({
    title: 'Better alone',
    version: '1.10.0',
    updated_at: new Date(1700000000000),
    category: 'community/experimental',
  })
  const found = async () => {
    const answer = await fetch(`${registry.url}${api.search}?q=better+alone`)
    return ((await answer.json()) as { results: { name: string; title: string }[] }).results
  }
  await expect
    .poll(found, { timeout: 20_000 })
    .toContainEqual(expect.objectContaining({ name: 'alone', title: 'Better alone', listedOnly: true }))
  const file = await run(['registry', 'import-catalog', join(path, 'community-plugins.json'), '--json'], {
    env: { DATABASE_URL: registry.databaseUrl, WAYBILL_DATA: registry.data },
  })
  expect(file.json()).toMatchObject({ created: 0, updated: 2 })
})

test('a dry run says what would be done, and does nothing', async () => {
  const before = await rowsOf()
  const { importing } = await catalogue({ 'community-plugins.json': plugins('dry-one', 'dry-two') })
  expect((await importing('--dry-run', '--publisher', 'dry')).json()).toMatchObject({
    created: 2,
    dryRun: true,
  })
  expect(await rowsOf()).toEqual(before)
  expect(await registry.query("select from publishers where name = 'dry'")).toEqual([])
})

test('tags that are no versions count, and are never the newest', async () => {
  const { importing } = await catalogue({
    'community-plugins.json': plugins('odd-tags', 'only-odd'),
    'community-plugin-stats.json': {
      'odd-tags': {
        downloads: 30,
        updated: 1700000000000,
        'Obsidian-Timeline': 1,
        'v1.3.1': 2,
        '1.3.1': 4,
        '1.3.0': 8,
        '9.0.0-beta.1': 1,
        '10': 1,
        'a b\u202e': 3,
      },
      'only-odd': { downloads: 5, latest: 5 },
    },
  })
  expect((await importing()).status).toBe(0)
  const { body } = await get(api.downloads, 'odd-tags')
  expect(body.total).toBe(30)
  expect(
    Object.fromEntries(
      body.versions.map((row: { version: string; downloads: number }) => [row.version, row.downloads]),
    ),
  ).toEqual({
    '1.3.1': 6,
    '1.3.0': 8,
    other: 13,
    'Obsidian-Timeline': 1,
    '9.0.0-beta.1': 1,
    '10': 1,
  })
  const versions = await registry.query(
    `select name, version from catalogue_entries join packages on id = package_id where name in ('odd-tags', 'only-odd') order by name`,
  )
  expect(versions).toEqual([
    { name: 'odd-tags', version: '1.3.1' },
    { name: 'only-odd', version: null },
  ])
})

test('the history gives each day what came on it, and the rest to no day', async () => {
  const lines = [
    {
      id: 'curved',
      version: '1.0.0',
      downloads: [
        ['2026-01-01', 100],
        ['2026-08-01', 150],
        ['2026-08-19', 160],
        ['2026-08-22', 190],
      ],
    },
    {
      id: 'curved',
      version: 'v1.1.0',
      downloads: [
        ['2026-08-22', 7],
        ['2026-08-20', 3],
        ['2026-08-21', 2],
      ],
    },
    { id: 'elsewhere', version: '1.0.0', downloads: [['2026-08-22', 7]] },
  ]
  const { importing } = await catalogue({
    'community-plugins.json': plugins('curved'),
    'community-plugin-stats.json': {
      curved: { downloads: 200, updated: 1700000000000, '1.0.0': 195, '1.1.0': 5 },
    },
    'adoption.ndjson.gz': gzipSync(lines.map((line) => JSON.stringify(line)).join('\n')),
  })
  expect((await importing()).json()).toMatchObject({ day: '2026-08-22', downloads: 202, skipped: [] })
  expect((await get(api.downloads, 'curved')).body).toEqual({
    total: 202,
    week: 47,
    daily: [
      { day: '2026-08-01', downloads: 50 },
      { day: '2026-08-19', downloads: 10 },
      { day: '2026-08-20', downloads: 3 },
      { day: '2026-08-22', downloads: 34 },
    ],
    versions: [
      { version: '1.0.0', downloads: 195 },
      { version: '1.1.0', downloads: 7 },
    ],
  })
})

test('every bad entry is named with its place, and the good ones are listed', async () => {
  const [good] = plugins('still-good')
  const huge = 'x'.repeat(10_000_000)
  const list = [
    good,
    null,
    [],
    'text',
    { ...good, id: 'Bad Id' },
    { ...good, id: 7 },
    { ...good, id: huge },
    { ...good, id: 'huge-name', name: huge },
    { ...good, id: 'no-name', name: ' ' },
    { ...good, id: 'bidi', name: 'a\u202eb' },
    { ...good, id: 'zero', description: 'a\0b' },
    { ...good, id: 'half', description: '\ud800' },
    { ...good, id: 'scripted', repo: 'javascript:alert(1)' },
    { ...good, id: 'elsewhere-repo', repo: 'a/b/../../c' },
    { ...good, id: 'dots', repo: '../..' },
    { ...good, id: 'no-repo', repo: undefined },
    { ...good, name: 'Twice' },
    { ...good, id: 'still_good' },
    { ...good, id: '__proto__' },
    ...plugins('figures', 'constructor'),
  ]
  const { importing } = await catalogue({
    // Half of a surrogate pair only JSON's escapes can say.
    'community-plugins.json': JSON.stringify(list),
    'community-plugin-stats.json': `{"figures": {"downloads": -5, "updated": 9e15, "1.0.0": "many", "1.1.0": 1e300, "1.2.0": 3, "__proto__": 2},
      "still-good": [1, 2], "__proto__": {"downloads": 5}}`,
    'adoption.ndjson.gz': gzipSync(
      '{"id":"figures"}\nnot json\n\n{"id":"figures","version":"1.2.0","downloads":[["2026-13-40",5]]}\n',
    ),
  })
  const outcome = await importing()
  expect(outcome.status, outcome.stderr).toBe(0)
  const done = outcome.json()
  expect(done).toMatchObject({ created: 3, updated: 0, downloads: 3 })
  const at = (n: number, field = '') => `community-plugins.json[${n}]${field}`
  expect(done.skipped.map(({ place }: { place: string }) => place)).toEqual([
    at(1),
    at(2),
    at(3),
    at(4, '.id'),
    at(5, '.id'),
    at(6, '.id'),
    at(7, '.name'),
    at(8, '.name'),
    at(9, '.name'),
    at(10, '.description'),
    at(11, '.description'),
    at(12, '.repo'),
    at(13, '.repo'),
    at(14, '.repo'),
    at(15, '.repo'),
    at(16, '.id'),
    at(18, '.id'),
    'community-plugin-stats.json.still-good',
    'community-plugin-stats.json.figures["1.0.0"]',
    'community-plugin-stats.json.figures["1.1.0"]',
    'community-plugin-stats.json.figures["downloads"]',
    'community-plugin-stats.json.figures["updated"]',
    'adoption.ndjson.gz, line 1',
    'adoption.ndjson.gz, line 2',
    'adoption.ndjson.gz, line 4',
    at(17),
  ])
  expect(outcome.stdout.length).toBeLessThan(10_000)
  const names = await registry.query<{ name: string }>(
    `select name from packages where name in ('still-good', 'still_good', 'figures', 'constructor', '__proto__') order by 1`,
  )
  expect(names.map(({ name }) => name)).toEqual(['constructor', 'figures', 'still-good'])
})

test('what is no catalogue changes nothing, and is named', async () => {
  const before = await rowsOf()
  const list = plugins('never-listed')
  const cases: [Files, RegExp][] = [
    [{ 'community-plugins.json': '[{"id": "a"' }, /community-plugins\.json is not JSON/],
    [
      { 'community-plugins.json': Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]) },
      /community-plugins\.json is not JSON/,
    ],
    [{ 'community-plugins.json': { id: 'a' } }, /is not a list/],
    [{ 'other.json': [] }, /has no community-plugins\.json/],
    [
      { 'community-plugins.json': list, 'community-plugin-stats.json': '{' },
      /community-plugin-stats\.json is not JSON/,
    ],
    [{ 'community-plugins.json': list, 'community-plugin-stats.json': '[]' }, /is not a table/],
    [
      { 'community-plugins.json': list, 'adoption.ndjson.gz': 'no gzip' },
      /adoption\.ndjson\.gz cannot be unpacked/,
    ],
    [
      {
        'community-plugins.json': list,
        'adoption.ndjson.gz': Buffer.concat(Array<Buffer>(5).fill(gzipSync(Buffer.alloc(64 * 1024 * 1024)))),
      },
      /adoption\.ndjson\.gz cannot be unpacked: it unpacks to over 256 MB/,
    ],
  ]
  for (const [files, message] of cases) {
    const { path } = await catalogue(files)
    const { data, databaseUrl } = registry
    await expect(importCatalogue({ data, databaseUrl, path })).rejects.toMatchObject({
      code: 'catalogue.invalid',
      message: expect.stringMatching(message) as string,
    })
  }
  const { importing, run } = await catalogue({ 'community-plugins.json': list })
  expect(await importing('--category', 'nowhere')).toMatchObject({ status: 2 })
  expect(await importing('--source', '\u001b[2J')).toMatchObject({ status: 2 })
  expect((await importing('--publisher', 'Not Valid')).stderr).toContain('not a valid publisher name')
  const missing = await run(['registry', 'import-catalog', './nothing', '--data', registry.data], {
    env: { DATABASE_URL: registry.databaseUrl },
  })
  expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining('no such file or folder')])
  expect(await rowsOf()).toEqual(before)
})

test('names that are somebody else’s stay theirs', async () => {
  const acme = await registry.publisher('acme')
  expect((await acme.publish(await packPlugin('acme-own', '1.0.0'))).status).toBe(201)
  const first = await catalogue({
    'community-plugins.json': plugins('acme-own', 'Acme-own', 'acme.own', 'first-listed'),
  })
  const { skipped, created } = (await first.importing()).json()
  expect(created).toBe(1)
  expect(skipped.map(({ name, says }: { name: string; says: string }) => `${name} ${says}`)).toEqual([
    'Acme-own is not a package name',
    'acme-own belongs to the publisher acme',
    'acme.own looks too much like the package “acme-own”',
  ])
  const second = await catalogue({ 'community-plugins.json': plugins('first-listed') })
  expect((await second.importing('--source', 'another')).json()).toMatchObject({
    created: 0,
    updated: 0,
    skipped: [{ name: 'first-listed', says: 'is listed from the catalogue “community-plugins”' }],
  })
  const own = await catalogue({ 'community-plugins.json': plugins('acme-own') })
  expect((await own.importing('--publisher', 'acme', '--source', 'acme list')).json()).toMatchObject({
    updated: 1,
  })
})

test('a publisher with members is given packages only when it is named', async () => {
  const people = peopleOf(registry)
  await people.publisher('squatter')
  await registry.query(
    `insert into members select id, user_id, 'owner', now() from publishers, members where name = 'catalogue' on conflict do nothing`,
  )
  const { importing } = await catalogue({ 'community-plugins.json': plugins('not-for-squatters') })
  const refused = await importing()
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('catalogue has members')])
  expect((await importing('--publisher', 'catalogue')).json()).toMatchObject({ created: 1 })
  await registry.query(`delete from members using publishers where id = publisher_id and name = 'catalogue'`)
})

test('a listed package is published by whom an administrator hands it to, and by nobody else', async () => {
  const { importing, run } = await catalogue({
    'community-plugins.json': plugins('handed-on'),
    'community-plugin-stats.json': { 'handed-on': { downloads: 40, '3.0.0': 40 } },
  })
  await importing()
  const dora = await registry.publisher('dora')
  const eve = await registry.publisher('eve')
  const artifact = await packPlugin('handed-on', '1.0.0')
  expect(await dora.publish(artifact)).toMatchObject({ status: 409, body: { code: 'package.taken' } })
  expect((await fetch(`${registry.url}/${paths.checksums('handed-on')}`)).status).toBe(404)

  const admin = await registry.token('owner', 'owner', 'admin')
  const as = (token: string, ...args: string[]) =>
    run(['registry', ...args, '--registry', registry.url], { env: { WAYBILL_TOKEN: token } })
  expect(await as(eve.token, 'assign', 'handed-on', 'eve')).toMatchObject({ status: 6 })
  expect((await as(admin, 'assign', 'handed-on', 'no-such')).stderr).toContain('no publisher no-such')
  expect((await as(admin, 'assign', 'nothing-such', 'dora')).stderr).toContain('no package nothing-such')
  const assigned = await as(admin, 'assign', 'handed-on', 'dora', '--json')
  expect(assigned.status, assigned.stderr).toBe(0)
  expect(assigned.json()).toEqual({ name: 'handed-on', publisher: 'dora' })

  expect(await eve.publish(artifact)).toMatchObject({ status: 409, body: { code: 'package.taken' } })
  expect((await dora.publish(artifact)).status).toBe(201)
  const late = await as(admin, 'assign', 'handed-on', 'eve')
  expect([late.status, late.stderr]).toEqual([1, expect.stringContaining('has a version of dora')])

  // Brought up to date again, it stays hers, and is what she published.
  expect((await importing()).json()).toMatchObject({ created: 0, updated: 1, skipped: [] })
  expect((await dora.publish(await packPlugin('handed-on', '1.1.0'))).status).toBe(201)
  const { folder } = await testCommand()
  const home = await openHome({ path: join(folder, 'home'), cache: join(folder, 'cache') })
  await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
  await (await Installer.open(home)).install({ names: ['handed-on'] })
  let body: { total: number; week: number } | undefined
  for (let tries = 0; tries < 600 && (body?.total ?? 0) < 41; tries++) {
    body = (await get(api.downloads, 'handed-on')).body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(body).toMatchObject({ total: 41, week: 1 })
})

test('what is shown first is chosen by name, all or nothing', async () => {
  const { importing, run } = await catalogue({ 'community-plugins.json': plugins('shown-a', 'shown-b') })
  await importing()
  const moderator = await registry.token('owner', 'read', 'moderator')
  const feature = async (...args: string[]) =>
    run(['registry', 'feature', ...args, '--registry', registry.url, '--json'], {
      env: { WAYBILL_TOKEN: moderator },
    })
  expect((await feature('shown-b', 'shown-a')).json()).toEqual({ packages: ['shown-b', 'shown-a'] })
  const unknown = await feature('shown-a', 'no-such-one', 'nor-this')
  expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('no-such-one, nor-this')])
  expect((await feature('shown-a', 'shown-a')).status).toBe(2)
  const many = await feature(...Array.from({ length: 25 }, (_, i) => `many-${i}`))
  expect(many.status).not.toBe(0)
  expect((await feature()).json()).toEqual({ packages: ['shown-b', 'shown-a'] })
  expect((await feature('--none')).json()).toEqual({ packages: [] })
  expect((await feature()).json()).toEqual({ packages: [] })
})

test.skipIf(!existsSync(real))('what the history adds up to is what it says', async () => {
  const text = gunzipSync(await readFile(join(real, 'adoption.ndjson.gz'))).toString()
  const newest = new Map<string, number>()
  for (const line of text.split('\n').filter(Boolean)) {
    const { id, downloads } = JSON.parse(line) as { id: string; downloads: [string, number][] }
    newest.set(id, (newest.get(id) ?? 0) + (downloads.at(-1)?.[1] ?? 0))
  }
  expect(newest.size).toBeGreaterThan(250)
  const totals = await empty.query<{ name: string; total: number; least: number }>(
    `select name, sum(downloads)::float as total, min(downloads)::float as least from download_counts
     join packages on id = package_id where name = any($1) group by name`,
    [[...newest.keys()]],
  )
  expect(totals.filter(({ name, total, least }) => total < (newest.get(name) ?? 0) || least < 0)).toEqual([])
})
