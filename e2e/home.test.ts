import { appendFile, cp, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { addRegistry, Installer, openHome, Platform, Registry, type Home } from '@waybill/client'
import { exportTree } from '@waybill/server'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher
let work: string
let cache: string
let home: Home
let installer: Installer

/** The example of seed B, with what it depends on. */
const lightning = `[dependencies]
bitcoin-core-wallet = "^1.2.0"
lightning-network-tools = "^2.1.0"
web5-identity = "^1.0.0"

[dependencies.ml-fraud-detection]
version = "^0.5.0"
optional = true
features = ["real-time-scoring"]

[features]
default = ["basic-payments"]
advanced = ["ml-fraud-detection", "batch-processing"]
enterprise = ["advanced", "audit-logging", "compliance-reporting"]
`

async function publish(name: string, version: string, more = '', files = {}) {
  const { status, body } = await acme.publish(await packPlugin(name, version, more, files))
  expect(status, JSON.stringify(body)).toBe(201)
}

beforeAll(async () => {
  registry = await startTestRegistry({})
  acme = await registry.publisher('acme')
  work = await mkdtemp(join(tmpdir(), 'waybill-homes-'))
  cache = join(work, 'cache')
  await publish('lightning-payment-processor', '1.0.0', lightning)
  await publish('bitcoin-core-wallet', '1.2.3')
  await publish('bitcoin-core-wallet', '2.0.0')
  await publish('lightning-network-tools', '2.1.0')
  await publish('web5-identity', '1.0.0')
  await publish('ml-fraud-detection', '0.5.1', '[features]\nreal-time-scoring = []\n')
  await publish('colors', '1.0.0')
  await publish('colors', '1.1.0')
  await publish('colors', '2.0.0')
  await publish('charts', '1.0.0', '[dependencies]\ncolors = "^1.0.0"\n')
  await publish('charts', '1.1.0', '[dependencies]\ncolors = "^1.1.0"\nshapes = "*"\n')
  await publish('shapes', '1.0.0')
})
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})

async function newHome(): Promise<Home> {
  const made = await openHome({ path: await mkdtemp(join(work, 'home-')), cache })
  await addRegistry(made, registry.url, { fingerprint: registry.fingerprint })
  return made
}

beforeEach(async () => {
  home = await newHome()
  installer = await Installer.open(home)
})

const listed = async () =>
  Object.fromEntries((await installer.list()).map(({ name, version }) => [name, version]))
const current = (name: string) => readlink(join(home.path, 'plugins', name, 'current'))

describe('features', () => {
  const name = 'lightning-payment-processor'
  const required = ['bitcoin-core-wallet', 'lightning-network-tools', name, 'web5-identity']
  const featuresOf = async () => (await installer.list()).find((each) => each.name === name)?.features

  test('the manifest of the seed: default, advanced and enterprise', async () => {
    await installer.install({ extensionName: name })
    expect(Object.keys(await listed()).sort()).toEqual(required)
    expect((await listed())['bitcoin-core-wallet']).toBe('1.2.3')
    expect(await featuresOf()).toEqual(['basic-payments', 'default'])

    await installer.install({ extensionName: name, features: ['advanced'] })
    expect(await listed()).toMatchObject({ 'ml-fraud-detection': '0.5.1' })
    expect(await featuresOf()).toEqual(['advanced', 'basic-payments', 'batch-processing', 'default'])

    await installer.install({ extensionName: name, features: ['enterprise'], defaultFeatures: false })
    expect(await featuresOf()).toEqual([
      'advanced',
      'audit-logging',
      'batch-processing',
      'compliance-reporting',
      'enterprise',
    ])
    // Nothing that is asked for later loses what was wished for before.
    await installer.install({ names: ['colors'] })
    expect(await featuresOf()).toContain('enterprise')
    expect((await installer.why('ml-fraud-detection'))[0]?.map((each) => each.name)).toEqual([
      name,
      'ml-fraud-detection',
    ])
  })

  test('a feature that is taken back takes its dependency along', async () => {
    await installer.install({ extensionName: name, features: ['advanced'] })
    const { plan } = await installer.install({ extensionName: name, defaultFeatures: false })
    expect(plan.steps.find((step) => step.name === 'ml-fraud-detection')?.action).toBe('remove')
    expect(Object.keys(await listed()).sort()).toEqual(required)
  })

  test('an unknown feature is refused, and nothing changes', async () => {
    await expect(installer.install({ extensionName: name, features: ['turbo'] })).rejects.toMatchObject({
      exit: 4,
      message: expect.stringContaining('turbo') as string,
    })
    expect(await listed()).toEqual({})
  })
})

describe('updates', () => {
  test('an install leaves what is there alone; an update brings the newest that was asked for', async () => {
    await installer.install({ names: ['charts@^1.0.0', 'colors@1.0.0'] })
    expect(await listed()).toEqual({ charts: '1.0.0', colors: '1.0.0' })
    await installer.install({ names: ['colors@^1'] })
    expect(await listed()).toEqual({ charts: '1.0.0', colors: '1.1.0' })
    expect(await installer.outdated()).toMatchObject([
      { name: 'charts', current: '1.0.0', wanted: '1.1.0', latest: '1.1.0' },
      { name: 'colors', current: '1.1.0', wanted: '1.1.0', latest: '2.0.0' },
    ])
    const { plan } = await installer.update([])
    expect(plan.steps.map(({ action, name }) => [action, name])).toEqual([
      ['update', 'charts'],
      ['keep', 'colors'],
      ['add', 'shapes'],
    ])
    expect(await installer.tree()).toMatchObject([
      { name: 'charts', needs: [{ name: 'colors' }, { name: 'shapes' }] },
      { name: 'colors' },
    ])
    expect(await installer.outdated()).toMatchObject([{ name: 'colors', latest: '2.0.0' }])
  })

  test('a pinned plugin stays; what needs another version of it does not come', async () => {
    await installer.install({ names: ['charts@1.0.0', 'colors@1.0.0'] })
    await installer.install({ names: ['colors@^1'] })
    await installer.rollback('colors')
    await installer.unpin('colors')
    await installer.pin('colors')
    await installer.update(['colors'])
    expect(await listed()).toMatchObject({ colors: '1.0.0' })
    await expect(installer.install({ names: ['charts@1.1.0'] })).rejects.toMatchObject({
      exit: 4,
      message: expect.stringContaining('pinned') as string,
    })
    await installer.unpin('colors')
    await installer.install({ names: ['charts@1.1.0', 'colors@^1'] })
    expect(await listed()).toMatchObject({ charts: '1.1.0', colors: '1.1.0' })
  })

  test('rolls back without a registry, pins there, and refuses what would not fit', async () => {
    await installer.install({ names: ['colors@1.0.0'] })
    await installer.install({ names: ['colors@1.1.0'] })
    await installer.install({ names: ['colors@2.0.0'] })
    await rm(join(home.path, 'registries'), { recursive: true })
    expect(await installer.rollback('colors')).toMatchObject({ version: '1.1.0', from: '2.0.0' })
    expect([await current('colors'), await listed()]).toEqual(['1.1.0', { colors: '1.1.0' }])
    expect(await installer.rollback('colors', { version: '2.0.0' })).toMatchObject({ from: '1.1.0' })
    expect(await installer.rollback('colors', { version: '1.0.0' })).toMatchObject({ version: '1.0.0' })
    expect((await installer.list())[0]?.pinned).toBe(true)
    await expect(installer.rollback('colors', { version: '3.0.0' })).rejects.toMatchObject({
      code: 'version.not_found',
    })
    await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
    await installer.install({ names: ['colors@1.1.0', 'charts@1.1.0'] })
    await expect(installer.rollback('colors', { version: '1.0.0' })).rejects.toMatchObject({
      code: 'resolve.conflict',
      message: expect.stringContaining('charts 1.1.0 needs colors ^1.1.0') as string,
    })
  })

  test('what came from a file stays through everything else, and needs no registry', async () => {
    const file = join(work, 'own-0.1.0.tar.gz')
    await writeFile(file, await packPlugin('own', '0.1.0', '[dependencies]\ncolors = "^1.0.0"\n'))
    await installer.install({ files: [file] })
    expect(await listed()).toEqual({ own: '0.1.0', colors: '1.1.0' })
    await installer.install({ names: ['shapes'] })
    await installer.update([])
    await installer.uninstall('shapes')
    expect(await listed()).toEqual({ own: '0.1.0', colors: '1.1.0' })
    const { plan } = await installer.install({ names: ['own'], offline: true })
    expect(plan.steps.every(({ action }) => action === 'keep')).toBe(true)
  })

  test('removes with dependents only when asked to', async () => {
    await installer.install({ names: ['charts@1.1.0', 'colors'] })
    await expect(installer.uninstall('colors')).rejects.toMatchObject({
      exit: 4,
      hint: expect.stringContaining('--cascade') as string,
    })
    await installer.uninstall(['colors'], { cascade: true })
    expect(await listed()).toEqual({})
  })
})

test('what a plugin needs of the system is looked for, and named when it is missing', async () => {
  const { id } = Platform.detect()
  await publish('native', '1.0.0', `[platforms.${id}]\nadditional_deps = ["sh", "libno-such-thing"]\n`)
  const missing: unknown[] = []
  await installer.install({
    names: ['native'],
    onEvent: (event) => event.kind === 'lacking' && missing.push(event),
  })
  expect(missing).toMatchObject([{ name: 'native', missing: ['libno-such-thing'] }])
})

describe('a rule on age', () => {
  test('holds back what is young on install and update, says until when, and is not got around', async () => {
    const rule = { minimumReleaseAge: '3d' }
    await expect(installer.install({ names: ['colors'], ...rule })).rejects.toMatchObject({
      exit: 4,
      message: expect.stringContaining('held back until') as string,
    })
    await installer.install({ names: ['colors@1.0.0'], ...rule, minimumReleaseAgeExclude: ['colors@1.0.0'] })
    const { plan } = await installer.install({
      names: ['colors@^1'],
      ...rule,
      minimumReleaseAgeExclude: ['colors@1.0.0'],
    })
    expect(plan.passedOver).toMatchObject([{ name: 'colors', version: '1.1.0' }])
    expect(await listed()).toEqual({ colors: '1.0.0' })
    // A lockfile that was copied from elsewhere is no way around.
    const other = await newHome()
    await cp(join(home.path, 'waybill.lock'), join(other.path, 'waybill.lock'))
    const second = await Installer.open(other)
    await expect(second.install({ locked: true, ...rule })).rejects.toMatchObject({ exit: 7 })
    await second.install({ locked: true })
    expect((await second.list()).map(({ name, version }) => `${name} ${version}`)).toEqual(['colors 1.0.0'])
    // Nor is a local archive, whose age nobody signed.
    const file = join(work, 'local-0.1.0.tar.gz')
    await writeFile(file, await packPlugin('local', '0.1.0'))
    await expect(second.install({ files: [file], ...rule })).rejects.toMatchObject({ exit: 7 })
  })
})

describe('without a connection', () => {
  test('installs from the cache, and says what is not kept', async () => {
    await installer.install({ names: ['charts@1.0.0'] })
    await installer.uninstall('charts')
    const { installed } = await installer.install({ names: ['charts@1.0.0'], offline: true })
    expect(installed).toMatchObject([{ version: '1.0.0' }])
    await rm(join(cache, 'artifacts'), { recursive: true })
    await rm(join(cache, 'unpacked'), { recursive: true })
    await installer.uninstall('charts')
    await expect(installer.install({ names: ['charts@1.0.0'], offline: true })).rejects.toMatchObject({
      exit: 5,
      message: expect.stringContaining('not kept on this machine') as string,
    })
  })

  test('installs from a copy in a folder, known by its root', async () => {
    const copy = join(work, 'stick')
    await exportTree({ data: registry.data, databaseUrl: registry.databaseUrl, out: copy })
    const url = pathToFileURL(copy).href
    await installer.install({ names: ['charts'], registry: url })
    expect(await listed()).toMatchObject({ charts: '1.1.0' })
    const fresh = await openHome({
      path: await mkdtemp(join(work, 'home-')),
      cache: await mkdtemp(join(work, 'cache-')),
    })
    await expect(Registry.open(fresh, url)).rejects.toMatchObject({ code: 'trust.no_root' })
    await addRegistry(fresh, url, { fingerprint: registry.fingerprint })
    await (await Installer.open(fresh)).install({ names: ['charts'] })
    expect((await (await Installer.open(fresh)).verify()).findings).toEqual([])
  })
})

describe('doctor', () => {
  test('finds nothing in a good home', async () => {
    await installer.install({ names: ['charts'] })
    expect(await installer.doctor({ check: true })).toEqual({
      wasInterrupted: false,
      ailments: [],
      isMended: true,
    })
  })

  test('mends files, links and leftovers', async () => {
    await installer.install({ names: ['charts'] })
    const at = (path: string) => join(home.path, 'plugins', path)
    await appendFile(at('charts/1.1.0/plugin.toml'), '# by hand\n')
    await rm(at('shapes/1.0.0'), { recursive: true })
    await rm(at('colors/current'))
    await writeFile(at('colors/9.9.9'), 'stray')
    const found = await installer.doctor({ check: true })
    expect(found.ailments.map(({ name, cure }) => `${name} ${cure}`).sort()).toEqual([
      'charts restore',
      'colors remove',
      'colors switch',
      'shapes restore',
    ])
    expect(await installer.doctor()).toMatchObject({ isMended: true })
    expect(await installer.doctor({ check: true })).toMatchObject({ ailments: [] })
    expect(await readFile(at('charts/1.1.0/plugin.toml'), 'utf8')).not.toContain('by hand')
    expect((await installer.verify()).findings).toEqual([])
  })
})
