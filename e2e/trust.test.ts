import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addRegistry, Installer, openHome, type Home } from '@waybill/client'
import { isWaybillError } from '@waybill/core/errors'
import { paths, targets } from '@waybill/core/paths'
import { binOf } from '@waybill/core/trust'
import { exportTree } from '@waybill/server'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const day = 24 * 60 * 60 * 1000

let registry: TestRegistry
let acme: TestPublisher
let work: string
let pristine: string
/** A copy of the exported tree that a test may change, and the server before it. */
let copy: string
let server: Server
let url: string
let serverDate: (() => Date) | undefined
let home: Home

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await registry.publisher('acme')
  await acme.publish(await packPlugin('base', '1.0.0'))
  await acme.publish(await packPlugin('top', '1.0.0', '[dependencies]\nbase = "^1"\n'))
  work = await mkdtemp(join(tmpdir(), 'waybill-trust-'))
  pristine = join(work, 'pristine')
  await exported(pristine)
})
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})

beforeEach(async () => {
  copy = await mkdtemp(join(work, 'copy-'))
  await cp(pristine, copy, { recursive: true })
  serverDate = undefined
  server = createServer((request, response) => {
    if (serverDate) {
      response.sendDate = false
      response.setHeader('date', serverDate().toUTCString())
    }
    readFile(join(copy, new URL(request.url ?? '', 'http://x').pathname)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  home = await openHome({
    path: await mkdtemp(join(work, 'home-')),
    cache: await mkdtemp(join(work, 'cache-')),
  })
  await addRegistry(home, url, { fingerprint: registry.fingerprint })
})
afterEach(() => server.close())

function exported(out: string, lifetimeDays = 30) {
  const { data, databaseUrl } = registry
  return exportTree({ data, databaseUrl, out, lifetimeDays })
}

async function install(skewMs = 0) {
  const installer = await Installer.open(home, { now: () => new Date(Date.now() + skewMs) })
  return installer.install({ names: ['top'] })
}

/** The install must end with exit code 3 and this code, and leave nothing installed. */
async function refused(code: string, skewMs = 0): Promise<string> {
  const error: unknown = await install(skewMs).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isWaybillError(error)) throw new Error(`the install was not refused as ${code}`, { cause: error })
  expect([error.code, error.exit], error.message).toEqual([code, 3])
  expect(await readdir(join(home.path, 'plugins')).catch(() => [])).toEqual([])
  expect(await readFile(join(home.path, 'waybill.lock')).catch(() => undefined)).toBeUndefined()
  return error.message
}

async function flip(path: string, needle?: string): Promise<void> {
  const file = join(copy, path)
  const bytes = await readFile(file)
  const at = needle === undefined ? bytes.length >> 1 : bytes.indexOf(needle)
  bytes[at]! ^= 1
  await writeFile(file, bytes)
}

const json = async (path: string) => JSON.parse((await readFile(join(copy, path))).toString())
const snapshotVersion = async () =>
  (await json(paths.timestamp)).signed.meta['snapshot.json'].version as number
const snapshotPath = async () => paths.tufMetadata('snapshot', await snapshotVersion())
async function binPath(name: string): Promise<string> {
  const bin = binOf(targets.package(name), 8)
  return paths.tufMetadata(bin, (await json(await snapshotPath())).signed.meta[`${bin}.json`].version)
}
async function documentPath(name: string): Promise<string> {
  const info = (await json(await binPath(name))).signed.targets[targets.package(name)]
  return paths.target(targets.package(name), info.hashes.sha256)
}

test('an honest copy is installed', async () => {
  const { installed } = await install()
  expect(installed).toMatchObject([{ name: 'top', version: '1.0.0' }])
  const report = await (await Installer.open(home)).verify()
  expect(report.findings).toEqual([])
  expect(report.checked.map((each) => each.name)).toEqual(['base', 'top'])
})

describe('flipped bytes', () => {
  test('in an artifact', async () => {
    await flip('community/experimental/base/base-1.0.0.tar.gz')
    expect(await refused('checksum.mismatch')).toContain('base-1.0.0.tar.gz')
  })
  test('in a package document', async () => {
    await flip(await documentPath('top'))
    expect(await refused('trust.mismatch')).toContain('packages/top.json')
  })
  test('in a bin', async () => {
    await flip(await binPath('top'), '"targets/packages/top.json'.slice(9, 12))
    expect(await refused('trust.signature')).toMatch(/bin-[0-9a-f]{2}/)
  })
  test('in the snapshot', async () => {
    await flip(await snapshotPath())
    expect(await refused('trust.mismatch')).toContain('snapshot')
  })
  test('in the timestamp', async () => {
    await flip(paths.timestamp, '2026')
    expect(await refused('trust.signature')).toContain('timestamp')
  })
  test('that make no JSON', async () => {
    await writeFile(join(copy, paths.timestamp), '<html>Welcome to the hotel’s network</html>')
    await refused('trust.malformed')
  })
})

describe('time', () => {
  test('an expired timestamp', async () => {
    serverDate = () => new Date(Date.now() + 40 * day)
    expect(await refused('trust.expired', 40 * day)).toContain('timestamp')
  })
  test('a clock that is a day behind', async () => {
    expect(await refused('trust.clock_wrong', -day)).toMatch(/clock of this machine is wrong.*behind/)
  })
  test('a clock that is a day ahead', async () => {
    expect(await refused('trust.clock_wrong', day)).toMatch(/clock of this machine is wrong.*ahead/)
  })
  test('a clock so far ahead that everything looks expired is named as such', async () => {
    expect(await refused('trust.clock_wrong', 40 * day)).toContain('clock')
  })
})

describe('replays and mixtures', () => {
  test('an older snapshot, with its own timestamp', async () => {
    await install()
    const installer = await Installer.open(home)
    await installer.uninstall('top')
    await rm(join(home.path, 'waybill.lock'))
    await acme.publish(await packPlugin('newer', '1.0.0'))
    const later = join(work, `later-${Date.now()}`)
    await exported(later)
    copy = later
    await installer.install({ names: ['base'] })
    await installer.uninstall('base')
    await rm(join(home.path, 'waybill.lock'))
    copy = pristine
    expect(await refused('trust.rollback')).toContain('version')
  })

  test('an older snapshot under the newer timestamp', async () => {
    const old = await readFile(join(copy, await snapshotPath()))
    await acme.publish(await packPlugin('newest', '1.0.0'))
    const later = join(work, `mixed-${Date.now()}`)
    await exported(later)
    copy = later
    await writeFile(join(copy, await snapshotPath()), old)
    await refused('trust.mismatch')
  })

  test('a bin from another registry', async () => {
    const other = await startTestRegistry()
    try {
      const mallory = await other.publisher('mallory')
      await mallory.publish(await packPlugin('top', '1.0.0'))
      const tree = join(work, `other-${Date.now()}`)
      await exportTree({ data: other.data, databaseUrl: other.databaseUrl, out: tree })
      const bin = binOf(targets.package('top'), 8)
      const found = (await readdir(join(tree, 'metadata/tuf')))
        .filter((file) => file.endsWith(`.${bin}.json`))
        .sort()
      await cp(join(tree, 'metadata/tuf', found.at(-1)!), join(copy, await binPath('top')))
      expect(await refused('trust.signature')).toContain(bin)
    } finally {
      await other.remove()
    }
  })

  test('another registry altogether behind the pinned address', async () => {
    const other = await startTestRegistry()
    try {
      const tree = join(work, `swapped-${Date.now()}`)
      await exportTree({ data: other.data, databaseUrl: other.databaseUrl, out: tree })
      copy = tree
      await refused('trust.signature')
    } finally {
      await other.remove()
    }
  })

  test('a root that is not the one of the fingerprint is not pinned', async () => {
    const bare = await openHome({ path: await mkdtemp(join(work, 'home-')) })
    await expect(addRegistry(bare, url, { fingerprint: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({
      code: 'trust.fingerprint',
      exit: 3,
    })
    expect(await readdir(join(bare.path, 'registries')).catch(() => [])).toEqual([])
  })
})

/**
 * The registry’s own keys sign a document with a bad publisher signature: what a client must still notice when the
 * registry is the one that cheats.
 */
describe('publisher signatures in documents that the registry signed', () => {
  async function republished(change: string): Promise<void> {
    await registry.query(change)
    await registry.query(
      `insert into outbox (consumer, topic, payload) select 'index', 'packages.yanked', json_build_object('packageId', id) from packages where name = 'base'`,
    )
    await registry.query('notify outbox')
    const waiting = async () => (await registry.query('select 1 from outbox')).length
    while ((await waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    const tree = join(work, `cheat-${Date.now()}-${Math.random()}`)
    await exported(tree)
    copy = tree
  }

  test('a wrong signature', async () => {
    const [{ signature } = { signature: '' }] = await registry.query<{ signature: string }>(
      `select encode(signature, 'hex') as signature from artifacts where path like '%/base-1.0.0.tar.gz'`,
    )
    try {
      await republished(
        `update artifacts set signature = decode('${'ab'.repeat(64)}', 'hex') where path like '%/base-1.0.0.tar.gz'`,
      )
      expect(await refused('signature.invalid')).toContain('base-1.0.0.tar.gz')
    } finally {
      await republished(
        `update artifacts set signature = decode('${signature}', 'hex') where path like '%/base-1.0.0.tar.gz'`,
      )
    }
  })

  test('a key that was revoked', async () => {
    await acme.request('POST', `/api/v1/keys/${acme.keyId}/revocation`, { reason: 'stolen laptop' })
    const tree = join(work, `revoked-${Date.now()}`)
    await exported(tree)
    copy = tree
    expect(await refused('key.revoked')).toContain('stolen laptop')
  })
})
