import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { anyaProfile } from '@waybill/core/profile'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pages } from './pages.ts'

let registry: TestRegistry
let acme: TestPublisher
const dist = join(import.meta.dirname, '../../../../web/dist')

beforeAll(async () => {
  const config = join(tmpdir(), `waybill-site-${randomUUID()}.yaml`)
  const profile = { ...anyaProfile, accent: 'teal', tagline: 'All of it' }
  await writeFile(config, JSON.stringify({ ecosystem: profile }))
  registry = await startTestRegistry({ config })
  acme = await registry.publisher('acme')
  await acme.publish(
    await packPlugin('shown', '1.0.0', 'license = "MIT"\n', { 'README.md': '# Shown\n\nHello.\n' }),
  )
})
afterAll(() => registry.remove())

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(registry.url + path, { headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const dataOf = (html: string) =>
  JSON.parse(
    /<script type="application\/json" id="page-data">(.*?)<\/script>/.exec(html)?.[1] ?? '',
  ) as Record<string, unknown>
const titleOf = (html: string) => /<title>(.*?)<\/title>/.exec(html)?.[1]

describe('the document of a page', () => {
  test('tells crawlers what a package is, and brings the first data along', async () => {
    const { status, text } = await get('/packages/shown')
    expect(status).toBe(200)
    expect(titleOf(text)).toBe('shown · Anya Extensions')
    expect(text).toContain('<meta name="description" content="Test plugin shown" />')
    expect(text).toContain(`<link rel="canonical" href="${registry.url}/packages/shown" />`)
    expect(text).toContain('<meta property="og:title" content="shown · Anya Extensions" />')
    const linked = JSON.parse(/ld\+json">(.*?)<\/script>/.exec(text)?.[1] ?? '') as object
    expect(linked).toMatchObject({
      '@type': 'SoftwareApplication',
      name: 'shown',
      softwareVersion: '1.0.0',
      license: 'MIT',
      offers: { price: 0 },
    })
    expect(dataOf(text)).toMatchObject({
      '/api/v1/account': null,
      '/api/v1/ecosystem': { name: 'Anya Extensions' },
      '/api/v1/packages/shown': { card: { name: 'shown' } },
      '/api/v1/packages/shown/versions/1.0.0/readme': { html: expect.stringContaining('Hello.') as string },
    })
  })

  test('of what is not there is a 404 that search engines leave out', async () => {
    for (const path of [
      '/packages/nothing',
      '/publishers/nobody',
      '/no/such/page',
      '/categories/no/such',
      '/packages/',
    ]) {
      const { status, text, headers } = await get(path)
      expect(status, path).toBe(404)
      expect(headers.get('content-type')).toContain('text/html')
      expect(text).toContain('<meta name="robots" content="noindex" />')
    }
    expect((await get('/categories/community')).status).toBe(200)
    expect(titleOf((await get('/categories/core/web5')).text)).toBe('Web5 · Anya Extensions')
    const { status, headers } = await get('/api/v1/no-such-route')
    expect([status, headers.get('content-type')]).toEqual([404, expect.stringContaining('problem+json')])
  })

  test('holds nothing of an account for anybody else, and is kept by no cache', async () => {
    const ada = await peopleOf(registry).account('ada@example.org')
    const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const own = await get('/account', { cookie })
    expect(dataOf(own.text)['/api/v1/account']).toMatchObject({ user: { email: 'ada@example.org' } })
    expect(own.headers.get('cache-control')).toBe('private, no-cache')
    expect((await get('/account')).text).not.toContain('ada@example.org')
    const forged = await get('/account', { cookie: 'waybill.session_token=nonsense' })
    expect(dataOf(forged.text)['/api/v1/account']).toBeNull()
  })

  test('cannot be left by text within it', async () => {
    const evil =
      '</script></title><script>globalThis.pwned=1</script>"\'><img src=x onerror=alert(1)>$&$1<!--'
    await registry.query(
      `update versions set manifest = jsonb_set(manifest, '{description}', to_jsonb($1::text))`,
      [evil],
    )
    await registry.query('delete from search_documents')
    for (const path of ['/packages/shown', `/search?q=${encodeURIComponent(evil)}`]) {
      const { text } = await get(path)
      expect(text.match(/<script/g)?.length, path).toBe(text.match(/<\/script>/g)?.length)
      expect(text).not.toMatch(/<script>|<img|<\/title>.*<\/title>/)
      expect(Object.keys(dataOf(text)).length).toBeGreaterThan(2)
    }
    expect(dataOf((await get('/packages/shown')).text)).toMatchObject({
      '/api/v1/packages/shown': { card: { description: evil } },
    })
  })

  test('comes with a policy that lets nothing within it run', async () => {
    for (const path of ['/', '/packages/shown', '/no/such/page']) {
      const { headers } = await get(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})

test('brand and colour come from the ecosystem’s profile', async () => {
  const { text } = await get('/')
  expect(text).toContain('<html lang="en" data-accent="teal">')
  expect(text).toContain('<meta name="description" content="All of it" />')
})

test('files of the build never change, are compressed, and nothing else of the disk is served', async () => {
  const { text } = await get('/')
  const script = /src="(\/assets\/index-[^"]+\.js)"/.exec(text)?.[1] ?? ''
  const first = await get(script, { 'accept-encoding': 'br' })
  expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(first.headers.get('content-encoding')).toBe('br')
  const again = await get(script, { 'if-none-match': first.headers.get('etag') ?? '' })
  expect(again.status).toBe(304)
  for (const path of ['/assets/../manifest.json', '/assets/%2e%2e/index.html', '/assets/no.js', '/assets/'])
    expect((await get(path)).status, path).toBe(404)
})

test('the first page needs less than 200 KB of scripts, compressed', async () => {
  interface Entry {
    file: string
    imports?: string[]
  }
  const manifest = JSON.parse(await readFile(join(dist, 'manifest.json'), 'utf8')) as Record<string, Entry>
  const sizeOf = new Map<string, number>()
  for (const { file } of Object.values(manifest).filter((entry) => entry.file.endsWith('.js')))
    sizeOf.set(file, gzipSync(await readFile(join(dist, file))).length)
  for (const page of pages) {
    const needed = new Set<string>()
    const visit = (source: string) => {
      const entry = manifest[source]
      if (!entry || needed.has(entry.file)) return
      needed.add(entry.file)
      entry.imports?.forEach(visit)
    }
    for (const source of ['index.html', ...page.modules.map((name) => `src/pages/${name}.tsx`)]) {
      expect(manifest, `${page.path}: ${source}`).toHaveProperty([source])
      visit(source)
    }
    const bytes = [...needed].reduce((sum, file) => sum + (sizeOf.get(file) ?? 0), 0)
    expect(bytes, page.path).toBeLessThan(200 * 1024)
  }
})

test('every page that has a document is one of the router', async () => {
  const folder = join(dist, '../src')
  const files = ['router.tsx', 'routes/account.ts', 'routes/admin.ts', 'routes/publishing.ts']
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const routed = new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/import\('\.{1,2}\/pages\/([^']+)\.tsx'\)/g)].map(([, name]) => name),
    ),
  )
  const served = new Set(pages.flatMap(({ modules }) => modules))
  expect([...served].filter((name) => !routed.has(name))).toEqual([])
})

test('robots and sitemaps name what is there', async () => {
  expect((await get('/robots.txt')).text).toContain(`Sitemap: ${registry.url}/sitemap.xml`)
  expect((await get('/sitemap.xml')).text).toContain(`${registry.url}/sitemaps/1.xml`)
  const { text, headers } = await get('/sitemaps/1.xml')
  expect(headers.get('content-type')).toContain('application/xml')
  expect(text).toContain(`<loc>${registry.url}/packages/shown</loc>`)
  for (const path of ['/sitemaps/0.xml', '/sitemaps/2.xml', '/sitemaps/x.xml', '/sitemaps/99999999999.xml'])
    expect((await get(path)).status, path).toBe(404)
})
