import { randomBytes } from 'node:crypto'
import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { api } from '@waybill/core/paths'
import { answer, packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** What happens to paths of artifacts, as anybody sees it: each test has packages of its own. */

let registry: TestRegistry
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-downloads-'))
  const config = join(folder, 'waybill.yaml')
  await writeFile(config, 'trustedProxies: ["127.0.0.1"]\n')
  registry = await startTestRegistry({ config })
})
afterAll(async () => {
  await registry.remove()
  await rm(folder, { recursive: true, force: true })
})

async function published(name: string, version = '1.0.0', bytes = 0): Promise<string> {
  const acme = await registry.publisher('acme')
  const artifact = await packPlugin(name, version, '', { 'data.bin': noise(bytes) })
  const { status, body } = await acme.publish(artifact)
  expect(status, JSON.stringify(body)).toBe(201)
  return body.artifact.path
}

const noise = (bytes: number) => randomBytes(bytes).toString('base64')

let caller = 0
/** A request from an address that nobody had before, or from a given one. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<number> {
  caller++
  const from = `198.51.${100 + (caller >> 8)}.${caller & 255}`
  const response = await fetch(`${registry.url}/${path}`, {
    method,
    headers: { 'x-forwarded-for': from, ...headers },
  })
  await response.arrayBuffer()
  return response.status
}

async function downloads(name: string) {
  const response = await fetch(registry.url + api.downloads.replace(':name', encodeURIComponent(name)))
  return answer(response)
}

/** Waits until the registry tells of so many, which it does a few seconds later. */
async function untilTotal(name: string, total: number) {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await downloads(name)
    if (body.total >= total) return body
    await wait(50)
  }
  throw new Error(`${name} never had ${total} downloads: ${JSON.stringify((await downloads(name)).body)}`)
}

test('whole downloads count, from memory and from disk, and nothing else does', async () => {
  const small = await published('small')
  // Too large for memory, however often it is asked for.
  const large = await published('large', '1.0.0', 9_000_000)
  for (const path of [small, large]) {
    expect(await get(path)).toBe(200)
    expect(await get(path)).toBe(200)
    expect(await get(path, { range: 'bytes=0-' })).toBe(206)
    expect(await get(path, { range: 'bytes=0-99' })).toBe(206)
    expect(await get(path, { range: 'bytes=10-' })).toBe(206)
    expect(await get(path, { range: 'bytes=-10' })).toBe(206)
    expect(await get(path, { range: 'bytes=999999999-' })).toBe(416)
    expect(await get(path, {}, 'HEAD')).toBe(200)
    const tag = (await fetch(`${registry.url}/${path}`, { method: 'HEAD' })).headers.get('etag') ?? ''
    expect(await get(path, { 'if-none-match': tag })).toBe(304)
    expect(await get(`${path}.sig`)).toBe(200)
    expect(await get(path.replace('1.0.0', '9.9.9'))).toBe(404)
  }
  expect(await get('metadata/index.json')).toBe(200)
  const day = new Date().toISOString().slice(0, 10)
  for (const name of ['small', 'large'])
    expect(await untilTotal(name, 4)).toEqual({
      total: 4,
      week: 4,
      daily: [{ day, downloads: 4 }],
      versions: [{ version: '1.0.0', downloads: 4 }],
    })
})

test('a network counts once in an hour for each artifact', async () => {
  const first = await published('repeated')
  const second = await published('repeated', '2.0.0')
  for (let i = 0; i < 20; i++) await get(first, { 'x-forwarded-for': '203.0.113.1' })
  for (const host of ['1', '2', 'ffff']) await get(first, { 'x-forwarded-for': `2001:db8:7:7::${host}` })
  await get(second, { 'x-forwarded-for': '203.0.113.1' })
  const body = await untilTotal('repeated', 3)
  expect(body.total).toBe(3)
  expect(body.versions).toEqual([
    { version: '1.0.0', downloads: 2 },
    { version: '2.0.0', downloads: 1 },
  ])
})

test('what was counted is there after a restart, and adds up', async () => {
  const path = await published('lasting')
  await get(path)
  await get(path)
  registry = await registry.restart()
  expect((await downloads('lasting')).body.total).toBe(2)
  await get(path)
  expect((await untilTotal('lasting', 3)).total).toBe(3)
})

test('a path in another spelling counts for the same artifact', async () => {
  const path = await published('spelt')
  expect(await get(path.replaceAll('-', '%2D').replace('community', '%63ommunity'))).toBe(200)
  expect((await untilTotal('spelt', 1)).versions).toEqual([{ version: '1.0.0', downloads: 1 }])
})

test('of a package that there is not, nothing is told', async () => {
  await published('quiet')
  expect((await downloads('quiet')).body).toEqual({ total: 0, week: 0, daily: [], versions: [] })
  expect(await downloads('nothing-such')).toMatchObject({ status: 404, body: { code: 'package.not_found' } })
})

test('downloads of paid artifacts count too', async () => {
  await published('paid')
  const owner = await registry.token('acme', 'owner')
  const call = (method: string, path: string, body?: unknown) =>
    fetch(registry.url + path, {
      method,
      headers: { authorization: `Bearer ${owner}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const priced = await call('PUT', api.pricing.replace(':name', 'paid'), { type: 'paid', price: 500 })
  expect(priced.status, await priced.clone().text()).toBe(200)
  await published('paid', '1.1.0')
  const access = api.artifactAccess
    .replace(':name', 'paid')
    .replace(':version', '1.1.0')
    .replace(':platform', 'any')
  const { url } = (await (await call('GET', access)).json()) as { url: string }
  expect(new URL(url).pathname).toMatch(/^\/api\/v1\/artifacts\//)
  expect((await fetch(url, { method: 'HEAD' })).status).not.toBe(500)
  expect((await fetch(url)).status).toBe(200)
  expect((await untilTotal('paid', 1)).versions).toEqual([{ version: '1.1.0', downloads: 1 }])
})
