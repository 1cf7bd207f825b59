import { createServer, type Server } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { png } from '@waybill/testkit/image'
import { answer, packFiles, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foundIn } from './test/inert.ts'
import { vectors } from './test/vectors.ts'

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><script>alert(1)</script><rect width="90" height="20"/></svg>'
/** What the server of images elsewhere answers. */
const elsewhere: Record<string, string | Buffer> = {
  '/a.png': png(3, 2),
  '/badge.svg': `<?xml version="1.0"?><!-- a badge --><!DOCTYPE svg>\n${svg}`,
  '/bomb.svg': `<!DOCTYPE svg [<!ENTITY a "aaaa">]>${svg}`,
  '/broken.svg': '<svg xmlns="http://www.w3.org/2000/svg"><rect',
  '/page.png': '<html><script>alert(1)</script></html>',
  '/large.png': Buffer.concat([png(3, 2), Buffer.alloc(6 * 1024 * 1024)]),
}
const asked: string[] = []

let images: Server
let folder: string
let registry: TestRegistry
let acme: TestPublisher
let origin: string

beforeAll(async () => {
  images = createServer((request, response) => {
    asked.push(request.url ?? '')
    const body = elsewhere[request.url ?? '']
    // The type that is told is a lie.
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(body)
  })
  await new Promise<void>((resolve) => images.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(images.address() as AddressInfo).port}`
  folder = await mkdtemp(join(tmpdir(), 'waybill-readme-'))
  const config = join(folder, 'waybill.yaml')
  await writeFile(config, 'limits: { readmeBytes: 4000 }\noutgoing: { allow: [127.0.0.0/8] }\n')
  registry = await startTestRegistry({ config })
  acme = await registry.publisher('acme')
})
afterAll(async () => {
  await registry.remove()
  await new Promise((resolve) => images.close(resolve))
  await rm(folder, { recursive: true })
})

const readme = async (name: string, version = '1.0.0') => {
  const response = await fetch(
    `${registry.url}/api/v1/packages/${encodeURIComponent(name)}/versions/${version}/readme`,
  )
  return answer(response)
}
const publish = async (name: string, files: Record<string, string | Uint8Array>, extra = '') => {
  const manifest = `[package]\nname = "${name}"\nversion = "1.0.0"\ncategory = "community/experimental"\ndescription = "x"\n${extra}`
  const { status, body } = await acme.publish(
    await packFiles({ ...files, 'plugin.toml': manifest, 'index.js': '' }),
  )
  expect(status, JSON.stringify(body)).toBe(201)
}

describe('a README', () => {
  test('of the top of the archive is shown as HTML, also with a scope', async () => {
    await publish('@acme/shown', { 'README.md': '# Hello\n\n```js\nlet a\n```', 'readme.txt': 'other' })
    expect(await readme('@acme/shown')).toEqual({
      status: 200,
      body: {
        html: expect.stringContaining('<h1 id="readme-hello">Hello</h1>'),
        source: 'README.md',
        truncated: false,
      },
    })
    expect((await readme('@acme/shown')).body.html).toContain('hljs-keyword')
  })

  test('that the manifest names goes before, wherever it stands in the archive', async () => {
    await publish(
      'named',
      { 'docs/guide.md': '[a](b.md)', 'README.md': 'top' },
      'readme = "./docs/guide.md"\nrepository = "https://github.com/acme/named"\n',
    )
    const { body } = await readme('named')
    expect(body.source).toBe('docs/guide.md')
    expect(body.html).toContain('href="https://github.com/acme/named/blob/HEAD/docs/b.md"')
  })

  test('that is too long is cut between characters, and says so', async () => {
    await publish('long', { 'guide.md': `${'x'.repeat(3999)}ü and more` }, 'readme = "guide.md"\n')
    expect((await readme('long')).body).toEqual({
      html: `<p>${'x'.repeat(3999)}</p>`,
      source: 'guide.md',
      truncated: true,
    })
  })

  test('that is no text is left out, and the version is published all the same', async () => {
    for (const [name, bytes] of [
      ['latin', Buffer.from('caf\xe9', 'latin1')],
      ['zero', Buffer.from('a\0b')],
    ] as const) {
      await publish(name, { 'README.md': bytes })
      expect((await readme(name)).body).toEqual({ html: '', source: null, truncated: false })
    }
    const [row] = await registry.query<{ readme_note: string }>(
      `select readme_note from versions join packages on packages.id = package_id where name = 'latin'`,
    )
    expect(row?.readme_note).toContain('UTF-8')
  })

  test('that is no Markdown is shown as it was written', async () => {
    await publish('plain', { 'README.txt': '# a <b>\n' })
    expect((await readme('plain')).body.html).toBe('<pre># a &#60;b&#62;\n</pre>')
  })

  test('that cannot be rendered is shown as it was written', async () => {
    await publish('deep', { 'README.md': '>'.repeat(3900) })
    const { body } = await readme('deep')
    expect(body.html.length).toBeGreaterThan(3900)
    expect(foundIn(body.html)).toEqual([])
  })

  test('there is none of an unknown, unpublished or nameless package', async () => {
    await publish('gone', { 'README.md': 'x' })
    await readme('gone')
    const owner = await registry.token('acme', 'owner', 'admin')
    await fetch(`${registry.url}/api/v1/packages/gone/versions/1.0.0/unpublish`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner}`, 'content-type': 'application/json' },
      body: '{"reason":"x"}',
    })
    for (const name of ['gone', 'never-there', '../x'])
      expect(await readme(name)).toMatchObject({ status: 404, body: { code: 'version.not_found' } })
    expect(
      await registry.query('select from versions where readme is not null and unpublished_at is not null'),
    ).toEqual([])
  })
})

test('every vector is inert in what the API answers', async () => {
  await publish('vectors', { 'README.md': 'x' })
  const kept = vectors.filter(({ markdown }) => !markdown.includes('\0') && markdown.isWellFormed())
  expect(kept.length).toBeGreaterThan(100)
  for (const { name, markdown } of kept) {
    await registry.query(
      `with changed as (update versions set readme = $1, release_notes = $1 from packages
         where packages.id = package_id and name = 'vectors' returning versions.id)
       delete from rendered_texts where version_id in (select id from changed)`,
      [markdown],
    )
    const { body } = await readme('vectors')
    expect([body.source, foundIn(body.html)], name).toEqual(['README.md', []])
    const { body: page } = await answer(await fetch(`${registry.url}/api/v1/packages/vectors`))
    const [{ releaseNotes, releaseNotesHtml }] = page.document.versions
    expect([releaseNotes, foundIn(releaseNotesHtml)], name).toEqual([markdown, []])
  }
})

test('what was published before READMEs were kept is filled in, once', async () => {
  const foundBy = async (word: string) =>
    (await answer(await fetch(`${registry.url}/api/v1/search?q=${word}`))).body.total as number
  const soon = { timeout: 15_000, interval: 200 }
  await publish('former', { 'docs/x.md': 'former quokka', 'README.md': 'no' }, 'readme = "docs/x.md"\n')
  await publish('lost', { 'README.md': 'lost text' })
  await expect.poll(() => foundBy('quokka'), soon).toBe(1)
  await registry.query(
    `update versions set readme = null, readme_file = null, readme_pending = true
     from packages where packages.id = package_id and name in ('former', 'lost')`,
  )
  await registry.query('update artifacts set bytes = null, upload = null')
  await registry.query(`update search_documents set readme = ''`)
  await rm(join(registry.data, 'tree/community/experimental/lost/lost-1.0.0.tar.gz'))
  const { openReadmes } = await import('./index.ts')
  const { openDatabase } = await import('../../platform/database/index.ts')
  const { fileBlobs } = await import('../../platform/blobs/index.ts')
  const { loadSettings } = await import('../../platform/settings.ts')
  const { createLogger } = await import('../../platform/log.ts')
  const { createOutgoing } = await import('../../platform/outgoing/index.ts')
  const { registryOutbox } = await import('../../app.ts')
  const settings = loadSettings({} as never, { data: registry.data })
  const database = openDatabase(registry.databaseUrl, () => undefined)
  const readmes = openReadmes({
    database,
    settings,
    outbox: registryOutbox,
    clock: () => new Date(),
    log: createLogger('silent'),
    blobs: fileBlobs(settings.tree),
    gated: fileBlobs(settings.gated),
    uploads: join(registry.data, 'uploads'),
    outgoing: createOutgoing(settings.outgoing),
    secret: 'x',
  })
  await readmes.fill()
  await database.destroy()
  expect((await readme('former')).body).toMatchObject({ html: '<p>former quokka</p>', source: 'docs/x.md' })
  expect((await readme('lost')).body).toMatchObject({ html: '', source: null })
  expect(await registry.query('select from versions where readme_pending')).toEqual([])
  await expect.poll(() => foundBy('quokka'), soon).toBe(1)
})

describe('images', () => {
  const addresses = async (name: string, ...urls: string[]) => {
    await publish(name, { 'README.md': urls.map((url) => `![x](${url})`).join('\n') })
    const { body } = await readme(name)
    return [...body.html.matchAll(/src="([^"]+)"/g)].map(
      ([, src]) => registry.url + src.replaceAll('&#x26;', '&'),
    )
  }

  test('are fetched once, and sent so that nothing in them can run', async () => {
    const [address = ''] = await addresses('with-png', `${origin}/a.png`)
    const before = asked.length
    const answers = await Promise.all([1, 2, 3].map(() => fetch(address)))
    for (const sent of answers) {
      expect(sent.status).toBe(200)
      expect(Object.fromEntries(sent.headers)).toMatchObject({
        'content-type': 'image/png',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=86400',
      })
      expect(Buffer.from(await sent.arrayBuffer()).equals(png(3, 2))).toBe(true)
    }
    expect((await fetch(address)).status).toBe(200)
    expect(asked.length - before).toBe(1)
  })

  test('that are drawings become pixels', async () => {
    const [address = ''] = await addresses('with-svg', `${origin}/badge.svg`)
    const sent = await fetch(address)
    expect([sent.status, sent.headers.get('content-type')]).toEqual([200, 'image/png'])
    const bytes = Buffer.from(await sent.arrayBuffer())
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([90, 20])
  })

  test('that cannot be shown are refused, and not fetched again at once', async () => {
    const wrong = ['bomb.svg', 'broken.svg', 'page.png', 'large.png', 'none.png']
    const found = await addresses('with-wrong', ...wrong.map((file) => `${origin}/${file}`))
    expect(found).toHaveLength(wrong.length)
    for (const address of found) {
      const { status, body } = await answer(await fetch(address))
      expect([status, body.code]).toEqual([502, 'image.unusable'])
    }
    const before = asked.length
    for (const address of found) expect((await fetch(address)).status).toBe(502)
    expect(asked.length).toBe(before)
  })

  test('of places that the registry may not ask are not fetched', async () => {
    const [address = ''] = await addresses('with-private', 'http://169.254.169.254/latest')
    expect((await fetch(address)).status).toBe(502)
  })

  test('are fetched only at addresses that this registry signed', async () => {
    const [address = ''] = await addresses('with-forged', `${origin}/a.png`)
    for (const forged of [
      address.replace('a.png', 'b.png'),
      address.replace(/images\/./, 'images/!'),
      `${registry.url}/api/v1/images/x?url=${encodeURIComponent(`${origin}/a.png`)}`,
    ]) {
      const { status, body } = await answer(await fetch(forged))
      expect([status, body.code]).toEqual([403, 'image.url_refused'])
    }
  })

  test('are left out where the setting says so, also of what was rendered before', async () => {
    const [address = ''] = await addresses('blocked', `${origin}/a.png`)
    const config = join(folder, 'blocked.yaml')
    await writeFile(config, 'web: { images: block }\n')
    registry = await registry.restart({ config })
    expect((await readme('blocked')).body.html).toBe('<p><em>[image: x]</em></p>')
    expect(
      (await fetch(`${registry.url}${new URL(address).pathname}${new URL(address).search}`)).status,
    ).toBe(403)
  })
})

test('a plugin without README has none', async () => {
  const acme2 = await registry.publisher('other')
  await acme2.publish(await packPlugin('without', '1.0.0'))
  expect((await readme('without')).body).toEqual({ html: '', source: null, truncated: false })
})
