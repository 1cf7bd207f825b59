import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addRegistry, Installer, openHome, PackageCache, Registry, type Home } from '@waybill/client'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { command, runProcess } from '../packages/cli/src/test/waybill.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher
let work: string
let home: Home
let cache: PackageCache

const noise = (seed: string) =>
  Array.from({ length: 4000 }, (_, i) =>
    createHash('sha512')
      .update(seed + i)
      .digest('base64'),
  ).join('\n')

beforeAll(async () => {
  registry = await startTestRegistry({})
  acme = await registry.publisher('acme')
  work = await mkdtemp(join(tmpdir(), 'waybill-cache-'))
  for (const name of ['one', 'two', 'three']) {
    const artifact = await packPlugin(name, '1.2.3', '', { 'big.txt': noise(name) })
    expect((await acme.publish(artifact)).status).toBe(201)
  }
})
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})

async function newHome(folder: string): Promise<Home> {
  const made = await openHome({ path: await mkdtemp(join(work, 'home-')), cache: folder })
  await addRegistry(made, registry.url, { fingerprint: registry.fingerprint })
  return made
}

beforeEach(async () => {
  home = await newHome(await mkdtemp(join(work, 'cache-')))
  cache = new PackageCache(home.cache).registry(await Registry.open(home)).build()
})

test('fetches once, then gives what is kept; a damaged entry is dropped and fetched again', async () => {
  const { path, sha256 } = await cache.getOrFetch('one', '1.2.3')
  const digest = async () =>
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  expect(await digest()).toBe(sha256)
  const before = await stat(path)
  expect((await cache.getOrFetch('one', '1.2.3')).path).toBe(path)
  expect((await stat(path)).ino).toBe(before.ino)
  await appendFile(path, 'damage')
  await cache.getOrFetch('one', '1.2.3')
  expect(await digest()).toBe(sha256)
  await expect(cache.getOrFetch('one', '9.9.9')).rejects.toMatchObject({ code: 'version.not_found' })
  await expect(cache.getOrFetch('none', '1.0.0')).rejects.toMatchObject({ code: 'package.not_found' })
})

test('keeps what was used last within its size, and never removes what an operation holds', async () => {
  const paths = new Map<string, string>()
  for (const [i, name] of ['one', 'two', 'three'].entries()) {
    const { path } = await cache.getOrFetch(name, '1.2.3')
    paths.set(name, path)
    const at = new Date(Date.now() - (10 - i) * 60_000)
    await utimes(path, at, at)
  }
  await cache.getOrFetch('one', '1.2.3')
  const { size } = await stat(paths.get('one')!)
  cache.policy({ maxSize: size * 2.5, ttl: '3600s', cleanupInterval: '300s' })
  expect(await cache.hold(() => cache.clean())).toBeUndefined()
  expect(await readdir(join(home.cache, 'artifacts'))).toHaveLength(3)
  const cleaning = await cache.clean()
  expect(cleaning?.removed.map(({ path }) => path)).toEqual([paths.get('two')])
  expect((await cache.clean({ all: true }))?.bytes).toBe(0)
  expect(await cache.list()).toEqual([])
  await cache.getOrFetch('two', '1.2.3')
})

test('finds damage, and an install goes on without what was damaged', async () => {
  await (await Installer.open(home)).install({ names: ['one', 'two'] })
  const [list] = (await readdir(join(home.cache, 'unpacked'))).filter((name) => name.endsWith('.files'))
  await rm(join(home.cache, 'unpacked', list!.replace('.files', ''), 'big.txt'))
  const [document] = await readdir(join(home.cache, 'documents'))
  await writeFile(join(home.cache, 'documents', document!), '{}')
  expect((await cache.verify()).damaged.map(({ kind }) => kind).sort()).toEqual(['document', 'unpacked'])
  expect((await cache.verify()).damaged).toEqual([])
  const other = await Installer.open(await newHome(home.cache))
  await other.install({ names: ['one', 'two'] })
  expect((await other.verify()).findings).toEqual([])
})

test('what somebody else put into a shared cache is not installed', async () => {
  const installer = await Installer.open(home)
  await installer.install({ names: ['one'] })
  const unpacked = join(home.cache, 'unpacked')
  const list = (await readdir(unpacked)).find((name) => name.endsWith('.files'))!
  const file = join(unpacked, list.replace('.files', ''), 'index.js')
  await rm(file)
  await writeFile(file, 'evil()')
  const digest = createHash('sha256').update('evil()').digest('hex')
  const lines = (await readFile(join(unpacked, list), 'utf8')).split('\n')
  const forged = lines.map((line) => (line.endsWith('  index.js') ? `${digest}  index.js` : line)).join('\n')
  await writeFile(join(unpacked, list), forged)
  const other = await Installer.open(await newHome(home.cache))
  const { path } = await other.install({ extensionName: 'one' })
  expect(await readFile(join(path, 'index.js'), 'utf8')).not.toContain('evil')
  expect((await other.verify()).findings).toEqual([])
})

test('twenty processes into one cache, and two into one home', async () => {
  const homes = await Promise.all(Array.from({ length: 20 }, () => newHome(home.cache)))
  const install = (into: Home, ...names: string[]) =>
    runProcess(process.execPath, [command, 'install', ...names, '--home', into.path, '--json'], {
      env: { WAYBILL_CACHE: home.cache, WAYBILL_HOME: join(work, 'own') },
    })
  const outcomes = await Promise.all(homes.map((each) => install(each, 'one', 'two', 'three')))
  expect(outcomes.map(({ status, stderr }) => (status === 0 ? 0 : stderr))).toEqual(homes.map(() => 0))
  for (const each of homes) expect((await (await Installer.open(each)).verify()).findings).toEqual([])
  expect((await cache.verify()).damaged).toEqual([])
  expect(await readdir(join(home.cache, 'downloads'))).toEqual([])

  const both = await Promise.all([install(home, 'one'), install(home, 'two')])
  expect(both.map(({ status }) => status)).toEqual([0, 0])
  expect((await (await Installer.open(home)).list()).map(({ name }) => name)).toEqual(['one', 'two'])
})
