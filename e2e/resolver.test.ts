import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addRegistry, DependencyResolver, openHome, Registry } from '@waybill/client'
import { parseManifest } from '@waybill/core/manifest'
import { ConflictStrategy } from '@waybill/core/resolver'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let testRegistry: TestRegistry
let registry: Registry
let work: string

beforeAll(async () => {
  testRegistry = await startTestRegistry({})
  work = await mkdtemp(join(tmpdir(), 'waybill-resolver-'))
  const acme = await testRegistry.publisher('acme')
  for (const [name, version, more] of [
    ['wallet', '1.2.0', '[dependencies]\ncolors = ">=1.0.0 <1.5.0"\n'],
    ['tools', '2.1.0', '[dependencies]\ncolors = "^1.0.0"\n'],
    ['colors', '1.0.0', ''],
    ['colors', '1.4.0', ''],
    ['colors', '1.9.0', ''],
    ['colors', '2.0.0-beta.1', ''],
  ] as const)
    expect((await acme.publish(await packPlugin(name, version, more))).status).toBe(201)
  const home = await openHome({ path: join(work, 'home'), cache: join(work, 'cache') })
  await addRegistry(home, testRegistry.url, { fingerprint: testRegistry.fingerprint })
  registry = await Registry.open(home)
})
afterAll(async () => {
  await testRegistry.remove()
  await rm(work, { recursive: true, force: true })
})

const manifest = parseManifest(
  'plugin.toml',
  Buffer.from(
    '[package]\nname = "mine"\nversion = "0.1.0"\n[dependencies]\nwallet = "^1.2.0"\ntools = "^2.1.0"\n',
  ),
)

test('resolves a manifest, lists conflicts with both requirements, and settles them with a reason', async () => {
  const resolver = new DependencyResolver()
    .registry(registry)
    .strategy(ConflictStrategy.PreferLatest)
    .allowPrerelease(false)
    .securityAuditRequired(true)
  const resolution = await resolver.resolveDependencies(manifest)
  const versions = Object.fromEntries(resolution.packages.map(({ name, version }) => [name, version.version]))
  expect(versions).toEqual({ mine: '0.1.0', wallet: '1.2.0', tools: '2.1.0', colors: '1.4.0' })
  const conflicts = resolution.conflicts()
  expect(conflicts).toMatchObject([{ package: 'colors', packageA: 'tools 2.1.0', packageB: 'wallet 1.2.0' }])
  expect(await resolver.resolveConflict(conflicts[0]!)).toEqual({
    chosenVersion: '1.4.0',
    reason: '1.4.0 satisfies both ^1.0.0 (tools 2.1.0) and >=1.0.0 <1.5.0 (wallet 1.2.0)',
  })
})

test('the strategy decides among versions that would do', async () => {
  const resolver = new DependencyResolver().registry(registry).strategy(ConflictStrategy.PreferMinimal)
  const { packages } = await resolver.resolveDependencies(manifest)
  expect(packages.find(({ name }) => name === 'colors')?.version.version).toBe('1.0.0')
})
