import { readdir, readFile, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { exportTree } from '@waybill/server'
import { answer, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher
let bytes: Buffer
let path: string

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await registry.publisher('acme')
  await acme.publish(await packPlugin('gated', '0.9.0'))
  await setPrice('gated', { type: 'paid', price: 999, currency: 'eur' })
  // Larger than what is kept in the database while it waits.
  const noise = Array.from({ length: 30_000 }, (_, i) => Math.sin(i).toString(36)).join('')
  bytes = await packPlugin('gated', '1.0.0', '', { 'data.txt': noise })
  path = await publish(bytes)
  await publish(await packPlugin('gated', '1.0.1'))
})
afterAll(() => registry.remove())

async function publish(artifact: Buffer): Promise<string> {
  const { status, body } = await acme.publish(artifact)
  expect(status, JSON.stringify(body)).toBe(201)
  return body.artifact.path as string
}

async function setPrice(name: string, pricing: object) {
  const token = await registry.token('acme', 'owner')
  const { status } = await call('PUT', `/api/v1/packages/${name}/pricing`, token, pricing)
  expect(status).toBe(200)
}

const call = async (method: string, route: string, token?: string, body?: unknown) =>
  answer(
    await fetch(registry.url + route, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

const address = (token: string | undefined, version = '1.0.0', name = 'gated') =>
  call('GET', `/api/v1/packages/${name}/versions/${version}/artifacts/any`, token)

/** A request as it is, without what fetch adds or decodes. */
function raw(url: string, method = 'GET', headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, string | undefined>; body: Buffer }>(
    (resolve, reject) => {
      const outgoing = request(url, { method, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as never,
            body: Buffer.concat(chunks),
          }),
        )
        response.on('error', reject)
      })
      outgoing.on('error', reject)
      outgoing.end()
    },
  )
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('an artifact of a paid package', () => {
  test('is named in the signed document, and its signature and checksum are public', async () => {
    const folder = join(registry.data, 'tree/metadata/packages')
    const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('gated.json')).slice(-1)
    const documents = await Promise.all(
      (await readdir(folder)).map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
    )
    expect(file).not.toBe('')
    const newest = documents.find(({ versions }) => versions[0].version === '1.0.1')
    const accessOf = (version: string) =>
      newest.versions.find((each: { version: string }) => each.version === version).artifacts[0].access
    expect([accessOf('1.0.1'), accessOf('1.0.0'), accessOf('0.9.0')]).toEqual([
      'entitled',
      'entitled',
      undefined,
    ])
    expect((await raw(`${registry.url}/${path}.sig`)).status).toBe(200)
    const sums = await raw(`${registry.url}/metadata/checksums/gated/SHA256SUMS`)
    expect(sums.body.toString().split('\n')).toHaveLength(4)
  })

  test('lies nowhere in the tree, and no road of the tree leads to it', async () => {
    const roads = [path, `${path}.gz`, `${path}.br`, `/${path}`, `private/${path}`, `tree/../private/${path}`]
    for (const road of [...roads, `metadata/../private/${path}`, path.replaceAll('/', '%2f')])
      for (const method of ['GET', 'HEAD'])
        for (const headers of [{}, { range: 'bytes=0-9' }, { 'accept-encoding': 'br, gzip' }]) {
          const { status, body } = await raw(`${registry.url}/${road}`, method, headers)
          expect([road, method, status]).toEqual([road, method, 404])
          expect(body.includes(bytes.subarray(0, 9))).toBe(false)
        }
    const held = await filesBelow(join(registry.data, 'tree'))
    expect(held.some((file) => file.endsWith('gated-1.0.0.tar.gz'))).toBe(false)
    expect(held.some((file) => file.endsWith('gated-0.9.0.tar.gz'))).toBe(true)
    const out = join(registry.data, 'export')
    await exportTree({ data: registry.data, databaseUrl: registry.databaseUrl, out })
    const exported = await filesBelow(out)
    expect(exported.some((file) => /gated-1\.0\.\d\.tar\.gz$/.test(file))).toBe(false)
    expect(exported.some((file) => file.endsWith('gated-1.0.0.tar.gz.sig'))).toBe(true)
    expect(exported.some((file) => file.endsWith('gated-0.9.0.tar.gz'))).toBe(true)
    expect((await stat(join(registry.data, 'private'))).mode & 0o077).toBe(0)
  })

  test('stays out of the tree when a crash had the writes done again', async () => {
    // What a killed process leaves: the log still names the artifact, and its bytes still wait.
    const later = await packPlugin('gated', '1.1.0')
    const laterPath = await publish(later)
    await registry.query(
      `insert into tree_writes (path, artifact_id) select path, id from artifacts where path = $1`,
      [laterPath],
    )
    await registry.query('update artifacts set bytes = $2 where path = $1', [laterPath, later])
    registry = await registry.restart()
    acme = await registry.publisher('acme')
    expect((await raw(`${registry.url}/${laterPath}`)).status).toBe(404)
    const { body } = await address(acme.token, '1.1.0')
    expect((await raw(body.url)).body.equals(later)).toBe(true)
  })

  test('is for buyers, for its publisher, and for who inspects; all others hear the same', async () => {
    const stranger = await registry.account('stranger@example.org')
    const member = await registry.account('member@example.org')
    await registry.query(
      `insert into members select id, $1, 'read', now() from publishers where name = 'acme'`,
      [member.id],
    )
    const reviewer = await registry.token('house', 'read', 'reviewer')
    const moderator = await registry.token('house', 'read', 'moderator')
    const admin = registry.ownerToken
    for (const token of [acme.token, member.token, reviewer, admin]) {
      const { status, body } = await address(token)
      expect(status, JSON.stringify(body)).toBe(200)
      expect((await raw(body.url)).body.equals(bytes)).toBe(true)
    }
    expect((await address(undefined)).status).toBe(401)
    for (const token of [stranger.token, moderator, await registry.token('other', 'owner')]) {
      const [gated, none, noPackage] = [
        await address(token),
        await address(token, '7.7.7'),
        await address(token, '1.0.0', 'nothing'),
      ]
      for (const each of [gated, none, noPackage])
        expect(each).toMatchObject({ status: 403, body: { code: 'entitlement.required' } })
    }
    const open = await address(stranger.token, '0.9.0')
    expect((await raw(open.body.url)).status, 'what was public stays public').toBe(200)
  })

  test('is for every account once the package costs nothing', async () => {
    const stranger = await registry.account('late@example.org')
    await setPrice('gated', { type: 'free' })
    expect((await address(stranger.token)).status).toBe(200)
    await setPrice('gated', { type: 'paid', price: 999, currency: 'eur' })
    expect((await address(stranger.token)).status).toBe(403)
  })
})

describe('an address of an artifact', () => {
  test('gives the bytes with ranges, HEAD and conditions, and lets nobody keep them in between', async () => {
    const { body } = await address(acme.token)
    const full = await raw(body.url)
    expect(full.headers).toMatchObject({
      'cache-control': 'private, no-store',
      'content-type': 'application/gzip',
      'content-length': String(bytes.length),
    })
    expect(full.body.equals(bytes)).toBe(true)
    const head = await raw(body.url, 'HEAD')
    expect([head.status, head.body.length, head.headers['content-length'], head.headers.etag]).toEqual([
      200,
      0,
      String(bytes.length),
      full.headers.etag,
    ])
    const part = await raw(body.url, 'GET', { range: 'bytes=10-19' })
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 10-19/${bytes.length}`])
    expect(part.body.equals(bytes.subarray(10, 20))).toBe(true)
    expect((await raw(body.url, 'GET', { 'if-none-match': full.headers.etag ?? '' })).status).toBe(304)
    expect((await raw(body.url, 'GET', { range: `bytes=${bytes.length}-` })).status).toBe(416)
  })

  test('that is altered or expired gives nothing', async () => {
    const { body } = await address(acme.token)
    const other = (await address(acme.token, '1.0.1')).body.url as string
    const good = new URL(body.url as string)
    const changed = (change: (url: URL) => void) => {
      const url = new URL(good)
      change(url)
      return url.href
    }
    for (const url of [
      changed((url) => (url.pathname = new URL(other).pathname)),
      changed((url) => url.searchParams.set('expires', '9999999999')),
      changed((url) => url.searchParams.set('for', 'somebody')),
      changed((url) => url.searchParams.set('signature', '')),
      changed((url) => url.searchParams.set('signature', 'A'.repeat(43))),
      changed((url) => url.searchParams.set('signature', new URL(other).searchParams.get('signature') ?? '')),
    ])
      for (const method of ['GET', 'HEAD']) expect((await raw(url, method)).status).toBe(403)
    expect((await raw(good.origin + good.pathname)).status).toBe(400)
    const twice = await raw(`${good.href}&expires=1`)
    expect([400, 403]).toContain(twice.status)
    const port = good.port
    registry = await registry.restart({ clockSkewMs: 6 * 60 * 1000 })
    acme = await registry.publisher('acme')
    expect((await raw(good.href.replace(`:${port}/`, `:${new URL(registry.url).port}/`))).status).toBe(403)
  })
})
