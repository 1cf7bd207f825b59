import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addRegistry, Installer, openHome, type Home } from '@waybill/client'
import {
  createToken,
  exportTree,
  listKeys,
  listTokens,
  registryStatus,
  revokeToken,
  rotateKey,
  startRegistry,
} from '@waybill/server'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher
let work: string
let home: Home
const at = () => ({ data: registry.data, databaseUrl: registry.databaseUrl })

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await registry.publisher('acme')
  work = await mkdtemp(join(tmpdir(), 'waybill-operate-'))
  home = await openHome({ path: join(work, 'home'), cache: join(work, 'cache') })
  await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
})
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})

const whoami = (token: string) =>
  fetch(`${registry.url}/api/v1/account`, { headers: { authorization: `Bearer ${token}` } })

test(
  'every key can be rotated while the registry runs; a client that saw the old ones follows',
  { timeout: 120_000 },
  async () => {
    const installer = await Installer.open(home)
    let minor = 0
    for (const role of ['timestamp', 'snapshot', 'bins', 'targets', 'root', 'timestamp'] as const) {
      const before = (await listKeys(at())).find((key) => key.role === role)!
      const rotated = await rotateKey({ ...at(), role })
      expect(rotated).toMatchObject({ applied: true, version: minor + 2 })
      expect(rotated.keyId).not.toBe(before.keyId)
      expect((await acme.publish(await packPlugin('rotating', `1.${minor}.0`))).status).toBe(201)
      await installer.install({ names: [`rotating@1.${minor}.0`] })
      expect((await installer.verify()).findings).toEqual([])
      minor++
    }
    const fresh = await openHome({ path: join(work, 'fresh'), cache: join(work, 'cache') })
    await addRegistry(fresh, registry.url, { fingerprint: registry.fingerprint })
    await (await Installer.open(fresh)).install({ names: ['rotating'] })
  },
)

test('private keys are readable by their owner alone', async () => {
  const folder = join(registry.data, 'keys')
  const modes = await Promise.all(
    (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).mode & 0o777),
  )
  expect(new Set(modes)).toEqual(new Set([0o600]))
  expect((await listKeys(at())).every((key) => key.online)).toBe(true)
})

test('tokens are made, listed without their text, and revoked at once', async () => {
  const { id, token } = await createToken({
    ...at(),
    publisher: 'newcomer',
    role: 'publisher',
    name: 'laptop',
    expiresAt: new Date(Date.now() + 60_000),
  })
  expect((await whoami(token)).status).toBe(200)
  const listed = await listTokens(at())
  expect(listed.find((each) => each.id === id)).toMatchObject({
    name: 'laptop',
    publisher: 'newcomer',
    role: 'publisher',
  })
  expect(JSON.stringify(listed)).not.toContain(token)
  await revokeToken({ ...at(), id })
  expect((await whoami(token)).status).toBe(401)
  await expect(revokeToken({ ...at(), id })).rejects.toMatchObject({ code: 'token.not_found' })
  await expect(
    createToken({ ...at(), publisher: 'Not Valid', role: 'publisher', name: 'x' }),
  ).rejects.toMatchObject({ code: 'name.invalid' })
})

test('status tells what runs, what waits and when metadata expires', async () => {
  const status = await registryStatus(at())
  expect(status).toMatchObject({
    running: true,
    pid: process.pid,
    url: registry.url,
    fingerprint: registry.fingerprint,
    waiting: 0,
  })
  expect(status.packages).toBeGreaterThan(0)
  expect(Object.keys(status.expires).sort()).toEqual(['bins', 'root', 'snapshot', 'targets', 'timestamp'])
  for (const date of Object.values(status.expires)) expect(date.getTime()).toBeGreaterThan(Date.now())
})

test('a second registry on the same data folder is refused by name', async () => {
  await expect(startRegistry({ ...at(), port: 0, log: 'silent' })).rejects.toMatchObject({
    code: 'registry.already_running',
    message: expect.stringContaining(`process ${process.pid} at ${registry.url}`) as string,
  })
})

test('a port that is taken, a bad setting and an unreadable file are named', async () => {
  const other = await startTestRegistry()
  const port = Number(new URL(other.url).port)
  await other.stop()
  const config = join(work, 'bad.yaml')
  await writeFile(config, 'limits:\n  packedBytes: many\n')
  await expect(startTestRegistry({ config })).rejects.toMatchObject({
    code: 'usage.invalid',
    message: expect.stringContaining('limits.packedBytes') as string,
  })
  await writeFile(config, 'surprise: 1\n')
  await expect(startTestRegistry({ config })).rejects.toMatchObject({
    message: expect.stringContaining('surprise') as string,
  })
  await expect(startTestRegistry({ config: join(work, 'none.yaml') })).rejects.toMatchObject({
    message: expect.stringContaining('none.yaml') as string,
  })
  const taken = Number(new URL(registry.url).port)
  await expect(startTestRegistry({ port: taken })).rejects.toMatchObject({
    message: expect.stringContaining(`127.0.0.1:${taken}: another program uses the port`) as string,
  })
  await startTestRegistry({ port }).then((free) => free.remove())
  await other.remove()
})

test('“review: required” refuses to publish past the review', async () => {
  const config = join(work, 'review.yaml')
  await writeFile(config, 'review: required\n')
  const reviewed = await startTestRegistry({ config })
  try {
    const publisher = await reviewed.publisher('acme')
    expect(await publisher.publish(await packPlugin('unreviewed', '1.0.0'))).toMatchObject({
      status: 409,
      body: { code: 'review.required' },
    })
  } finally {
    await reviewed.remove()
  }
})

test('an export replaces nothing, and lives as long as its maker says', async () => {
  const out = join(work, 'out')
  const exported = await exportTree({ ...at(), out, lifetimeDays: 90 })
  const days = (exported.expires.getTime() - Date.now()) / 86_400_000
  expect(Math.round(days)).toBe(90)
  const timestamp = JSON.parse((await readFile(join(out, 'metadata/tuf/timestamp.json'))).toString())
  expect(timestamp.signed.expires).toBe(exported.expires.toISOString().replace(/\.\d+Z$/, 'Z'))
  await expect(exportTree({ ...at(), out })).rejects.toMatchObject({ code: 'usage.invalid' })
  expect((await readdir(work)).filter((name) => name.includes('.part'))).toEqual([])
})
