import { gunzipSync, brotliDecompressSync } from 'node:zlib'
import { readFile, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let registry: TestRegistry
let small: string
let large: string
let largeBytes: Buffer

beforeAll(async () => {
  registry = await startTestRegistry()
  const acme = await registry.publisher('acme')
  const publish = async (artifact: Buffer) => {
    const { status, body } = await acme.publish(artifact)
    expect(status, JSON.stringify(body)).toBe(201)
    return body.artifact.path as string
  }
  small = await publish(await packPlugin('small', '1.0.0'))
  const noise = Array.from({ length: 8000 }, (_, i) =>
    createHash('sha512').update(`x${i}`).digest('base64'),
  ).join('\n')
  largeBytes = await packPlugin('large', '1.0.0', '', { 'data.txt': noise })
  large = await publish(largeBytes)
})
afterAll(() => registry.remove())

/** A request as it is, without what fetch adds or decodes. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, string | undefined>; body: Buffer }>(
    (resolve, reject) => {
      const outgoing = request(`${registry.url}/${path}`, { method, headers }, (response) => {
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

for (const [what, path] of [
  ['a file from memory', () => small],
  ['a file from disk', () => large],
] as const) {
  describe(what, () => {
    test('is immutable, has a tag, and answers HEAD and conditional requests', async () => {
      const full = await get(path())
      expect(full.status).toBe(200)
      expect(full.headers['cache-control']).toContain('immutable')
      expect(full.headers['content-type']).toBe('application/gzip')
      expect(Number(full.headers['content-length'])).toBe(full.body.length)
      const head = await get(path(), {}, 'HEAD')
      expect([head.status, head.body.length, head.headers['content-length'], head.headers.etag]).toEqual([
        200,
        0,
        full.headers['content-length'],
        full.headers.etag,
      ])
      const tag = full.headers.etag!
      for (const header of [tag, `"other", ${tag}`, `W/${tag}`, '*']) {
        const same = await get(path(), { 'if-none-match': header })
        expect([same.status, same.body.length]).toEqual([304, 0])
      }
      expect((await get(path(), { 'if-none-match': '"other"' })).status).toBe(200)
    })

    test('answers ranges', async () => {
      const { body: full, headers } = await get(path())
      const size = full.length
      const cases: [string, number, number][] = [
        ['bytes=0-9', 0, 10],
        ['bytes=10-', 10, size],
        ['bytes=-5', size - 5, size],
        [`bytes=5-${size * 2}`, 5, size],
      ]
      for (const [range, start, end] of cases) {
        const part = await get(path(), { range })
        expect([range, part.status, part.headers['content-range']]).toEqual([
          range,
          206,
          `bytes ${start}-${end - 1}/${size}`,
        ])
        expect(part.body.equals(full.subarray(start, end))).toBe(true)
      }
      expect((await get(path(), { range: `bytes=${size}-` })).status).toBe(416)
      for (const ignored of ['bytes=9-3', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,4-5', 'bytes=-']) {
        expect([ignored, (await get(path(), { range: ignored })).status]).toEqual([ignored, 200])
      }
      expect((await get(path(), { range: 'bytes=0-9', 'if-range': headers.etag! })).status).toBe(206)
      expect((await get(path(), { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200)
      expect((await get(path(), { range: 'bytes=0-9' }, 'HEAD')).body.length).toBe(0)
    })
  })
}

test('large downloads arrive whole', async () => {
  expect((await get(large)).body.equals(largeBytes)).toBe(true)
})

test('mutable files are short-lived and show each publish at once', async () => {
  const acme = await registry.publisher('later')
  const before = await get('metadata/tuf/timestamp.json')
  expect(before.headers['cache-control']).toBe('public, max-age=60')
  await acme.publish(await packPlugin('later', '1.0.0'))
  const after = await get('metadata/tuf/timestamp.json')
  expect(JSON.parse(after.body.toString()).signed.version).toBeGreaterThan(
    JSON.parse(before.body.toString()).signed.version,
  )
  const sums = await get('metadata/checksums/later/SHA256SUMS')
  expect([sums.headers['cache-control'], sums.headers['content-type']]).toEqual([
    'public, max-age=60',
    'text/plain; charset=utf-8',
  ])
})

test('documents are stored compressed beside the plain form, and negotiated', async () => {
  const current = async () => {
    const timestamp = JSON.parse((await get('metadata/tuf/timestamp.json')).body.toString())
    return `metadata/tuf/${timestamp.signed.meta['snapshot.json'].version}.snapshot.json`
  }
  // A checkpoint makes the compressed forms, some seconds after the last change.
  let path = await current()
  for (let i = 0; i < 300; i++) {
    if ((await get(path, { 'accept-encoding': 'gzip' })).headers['content-encoding']) break
    await new Promise((resolve) => setTimeout(resolve, 100))
    path = await current()
  }
  const plain = await get(path)
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.headers.vary).toBe('accept-encoding')
  expect(plain.body.length).toBeGreaterThan(1024)
  const gz = await get(path, { 'accept-encoding': 'gzip' })
  const br = await get(path, { 'accept-encoding': 'gzip, deflate, br' })
  expect([gz.headers['content-encoding'], br.headers['content-encoding']]).toEqual(['gzip', 'br'])
  expect(gunzipSync(gz.body).equals(plain.body)).toBe(true)
  expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
  expect(new Set([gz, br, plain].map((answer) => answer.headers.etag)).size).toBe(3)
  expect(
    (await get(path, { 'accept-encoding': 'br;q=0, gzip;q=0' })).headers['content-encoding'],
  ).toBeUndefined()
  expect((await get(path, { 'accept-encoding': 'br;q=0, *' })).headers['content-encoding']).toBe('gzip')
  expect((await readFile(join(registry.data, 'tree', `${path}.gz`))).equals(gz.body)).toBe(true)
  await expect(stat(join(registry.data, 'tree', 'metadata/checksums/small/SHA256SUMS.gz'))).rejects.toThrow()
})

test('nothing outside the tree can be read', async () => {
  for (const path of [
    'metadata/../../keys',
    'metadata/%2e%2e/%2e%2e/registry.json',
    'metadata/tuf/..%2f..%2f..%2fkeys',
    'keys/x',
    'uploads/x',
    'metadata//tuf',
    'metadata/.tmp/x',
    '.tmp/x',
    'metadata/tuf',
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 404])
  }
  for (const path of ['metadata/%', 'metadata/%00'])
    expect([path, (await get(path)).status]).toEqual([path, 400])
  expect((await get('metadata/tuf/timestamp.json', {}, 'POST')).status).toBe(404)
})
