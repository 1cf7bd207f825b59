import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  addRegistry,
  ChecksumVerifier,
  HashAlgorithm,
  Installer,
  openHome,
  PluginHost,
  PublicKey,
  Registry,
  SignatureVerifier,
  type Home,
} from '@waybill/client'
import { packFiles, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher
let work: string
let home: Home

const noise = (seed: string, lines: number) =>
  Array.from({ length: lines }, (_, i) =>
    createHash('sha512')
      .update(seed + i)
      .digest('base64'),
  ).join('\n')

beforeAll(async () => {
  registry = await startTestRegistry({})
  acme = await registry.publisher('acme')
  work = await mkdtemp(join(tmpdir(), 'waybill-install-'))
  const publish = async (artifact: Buffer) => expect((await acme.publish(artifact)).status).toBe(201)
  await publish(await packPlugin('leaf', '1.0.0', 'main = "index.js"\n'))
  await publish(await packPlugin('leaf', '1.1.0', 'main = "index.js"\n'))
  await publish(await packPlugin('leaf', '2.0.0', 'main = "index.js"\n'))
  await publish(await packPlugin('branch', '1.0.0', '[dependencies]\nleaf = "^1.0.0"\n', {}, 'zip'))
  await publish(
    await packPlugin('tree', '1.0.0', '[dependencies]\nbranch = "^1"\nleaf = "*"\n', {
      'big.txt': noise('tree', 4000),
      'deep/a/b.txt': 'b',
    }),
  )
  await publish(await packPlugin('@acme/scoped', '0.1.0'))
})
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})

async function newHome(url = registry.url): Promise<Home> {
  const made = await openHome({
    path: await mkdtemp(join(work, 'home-')),
    cache: await mkdtemp(join(work, 'cache-')),
  })
  await addRegistry(made, url, { fingerprint: registry.fingerprint })
  return made
}

beforeEach(async () => {
  home = await newHome()
})

const listed = async (of = home) =>
  Object.fromEntries((await (await Installer.open(of)).list()).map(({ name, version }) => [name, version]))
const findings = async (of = home) =>
  (await (await Installer.open(of)).verify()).findings.map(
    ({ name, severity, message }) => `${severity} ${name}: ${message}`,
  )

describe('install', () => {
  test('brings what is needed, once each, into immutable folders with a current link', async () => {
    const installer = await Installer.open(home)
    const result = await installer.install({ extensionName: 'tree' })
    expect(result).toMatchObject({
      name: 'tree',
      version: '1.0.0',
      path: join(home.path, 'plugins/tree/1.0.0'),
    })
    expect(await listed()).toEqual({ tree: '1.0.0', branch: '1.0.0', leaf: '1.1.0' })
    expect(await readlink(join(home.path, 'plugins/leaf/current'))).toBe('1.1.0')
    expect(await readFile(join(result.path, 'deep/a/b.txt'), 'utf8')).toBe('b')
    expect(await findings()).toEqual([])
    const again = await installer.install({ extensionName: 'tree' })
    expect(again.plan.steps.every((step) => step.action === 'keep')).toBe(true)
    expect(await readdir(join(home.path, 'staging')).catch(() => [])).toEqual([])
  })

  test('takes a version, a range, several at once and scoped names', async () => {
    const installer = await Installer.open(home)
    await installer.install({ extensionName: 'leaf', version: '1.0.0' })
    expect(await listed()).toEqual({ leaf: '1.0.0' })
    await installer.install({ names: ['leaf@^1.0.0', '@acme/scoped@*'] })
    expect(await listed()).toEqual({ leaf: '1.1.0', '@acme/scoped': '0.1.0' })
    // The version before stays, to go back to.
    expect(await readdir(join(home.path, 'plugins/leaf'))).toEqual([
      '1.0.0',
      '1.0.0.files',
      '1.1.0',
      '1.1.0.files',
      'current',
    ])
    await installer.uninstall('@acme/scoped')
    expect(await readdir(join(home.path, 'plugins'))).toEqual(['leaf'])
  })

  test('leaves everything as it was when nothing fits', async () => {
    const installer = await Installer.open(home)
    await installer.install({ names: ['branch'] })
    const before = await readFile(join(home.path, 'waybill.lock'), 'utf8')
    await expect(installer.install({ names: ['leaf@^2'] })).rejects.toMatchObject({ exit: 4 })
    await expect(installer.install({ names: ['nowhere'] })).rejects.toMatchObject({ exit: 4 })
    await expect(installer.install({ names: ['leaf@^9'] })).rejects.toMatchObject({ exit: 4 })
    await expect(installer.install({ names: ['Not a name'] })).rejects.toMatchObject({ exit: 2 })
    expect(await readFile(join(home.path, 'waybill.lock'), 'utf8')).toBe(before)
  })

  test('does nothing when the question is answered with no', async () => {
    const { isDone } = await (
      await Installer.open(home)
    ).install({ names: ['tree'], confirm: async (plan) => (expect(plan.steps).toHaveLength(3), false) })
    expect(isDone).toBe(false)
    expect(await listed()).toEqual({})
  })

  test('never chooses a yanked version, and verify tells who has one', async () => {
    await acme.publish(await packPlugin('regret', '1.0.0'))
    await acme.publish(await packPlugin('regret', '1.1.0'))
    const installer = await Installer.open(home)
    await installer.install({ names: ['regret'] })
    await acme.request('PUT', '/api/v1/packages/regret/versions/1.1.0/yank', { reason: 'eats files' })
    expect(await findings()).toEqual(['warning regret: version 1.1.0 was yanked: eats files'])
    const other = await newHome()
    await (await Installer.open(other)).install({ names: ['regret'] })
    expect(await listed(other)).toEqual({ regret: '1.0.0' })
  })
})

describe('uninstall', () => {
  test('refuses while others need it, and takes along what nobody needs any more', async () => {
    const installer = await Installer.open(home)
    await installer.install({ names: ['tree'] })
    await expect(installer.uninstall('leaf')).rejects.toMatchObject({
      code: 'resolve.conflict',
      message: expect.stringContaining('branch 1.0.0') as string,
    })
    await installer.uninstall('tree')
    expect(await listed()).toEqual({})
    expect(await readdir(join(home.path, 'plugins'))).toEqual([])
    await expect(installer.uninstall('tree')).rejects.toMatchObject({ code: 'package.not_installed' })
  })
})

describe('local archives', () => {
  test('are installed as unsigned, with their dependencies from the registry', async () => {
    for (const format of ['zip', 'tar.gz'] as const) {
      const own = await newHome()
      const file = join(work, `local.${format}`)
      await writeFile(file, await packPlugin('local', '1.0.0', '[dependencies]\nleaf = "^1"\n', {}, format))
      const events: string[] = []
      await (await Installer.open(own)).install({ files: [file], onEvent: ({ kind }) => events.push(kind) })
      expect(await listed(own)).toEqual({ local: '1.0.0', leaf: '1.1.0' })
      expect(events).toContain('unsigned')
      expect(await findings(own)).toEqual(['warning local: was installed from a file: nobody vouches for it'])
    }
  })

  test('that are hostile or broken leave nothing', async () => {
    const file = join(work, 'bad.zip')
    await writeFile(file, (await packPlugin('bad', '1.0.0', '', {}, 'zip')).subarray(0, 100))
    await expect((await Installer.open(home)).install({ files: [file] })).rejects.toMatchObject({
      code: 'archive.refused',
    })
    await writeFile(file, await packFiles({ 'x.txt': 'no manifest' }, 'zip'))
    await expect((await Installer.open(home)).install({ files: [file] })).rejects.toMatchObject({
      code: 'manifest.missing',
    })
    await expect(
      (await Installer.open(home)).install({ files: [join(work, 'none.zip')] }),
    ).rejects.toMatchObject({ code: 'file.unreadable' })
    expect(await listed()).toEqual({})
  })
})

test('verify finds files that were changed, added or removed, and a bent link', async () => {
  await (await Installer.open(home)).install({ names: ['tree'] })
  const folder = join(home.path, 'plugins/tree/1.0.0')
  await appendFile(join(folder, 'index.js'), '// evil')
  await unlink(join(folder, 'deep/a/b.txt'))
  await writeFile(join(folder, 'extra.js'), 'evil')
  await unlink(join(home.path, 'plugins/leaf/current'))
  expect((await findings()).sort()).toEqual([
    'problem leaf: “current” points at nothing, not at 1.1.0',
    'problem tree: deep/a/b.txt is gone',
    'problem tree: extra.js was added',
    'problem tree: index.js was changed',
  ])
})

describe('interruptions', () => {
  test('two installers at once: the second waits and knows for whom', { timeout: 60_000 }, async () => {
    const start = (name: string) => {
      const child = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          join(import.meta.dirname, 'install-process.ts'),
          home.path,
          home.cache,
          name,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      let text = ''
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
      return new Promise<string>((resolve) => child.once('exit', () => resolve(text)))
    }
    const texts = await Promise.all(['tree', '@acme/scoped', 'branch', 'leaf@^1'].map(start))
    for (const text of texts) expect(text).toContain('done')
    expect(texts.some((text) => /waits for \d+/.test(text))).toBe(true)
    expect(await listed()).toEqual({ tree: '1.0.0', branch: '1.0.0', leaf: '1.1.0', '@acme/scoped': '0.1.0' })
    expect(await findings()).toEqual([])
  })

  test('a download that is cut goes on where it stopped', { timeout: 60_000 }, async () => {
    const ranges: (string | undefined)[] = []
    let cuts = 2
    const proxy = createServer((request, response) => {
      void fetch(registry.url + request.url, {
        headers: request.headers.range ? { range: request.headers.range } : {},
      }).then(async (answer) => {
        const body = Buffer.from(await answer.arrayBuffer())
        const isArtifact = request.url?.endsWith('tree-1.0.0.tar.gz')
        if (isArtifact) ranges.push(request.headers.range)
        response.writeHead(answer.status, { 'content-length': body.length })
        if (isArtifact && cuts-- > 0)
          response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 50))
        else response.end(body)
      })
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const own = await newHome(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
    await (await Installer.open(own)).install({ names: ['tree'] })
    expect(ranges).toHaveLength(3)
    expect(ranges[0]).toBeUndefined()
    expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true)
    expect(await findings(own)).toEqual([])
    proxy.close()
  })

  test('a registry that is not there is named, with exit code 5', async () => {
    const server = createServer().listen(0)
    const { port } = server.address() as AddressInfo
    server.close()
    const own = await newHome()
    const [folder] = await readdir(join(own.path, 'registries'))
    const file = join(own.path, 'registries', folder!, 'registry.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace(registry.url, `http://127.0.0.1:${port}`))
    await expect((await Installer.open(own)).install({ names: ['leaf'] })).rejects.toMatchObject({
      code: 'registry.unreachable',
      exit: 5,
      message: expect.stringContaining('nothing listens there') as string,
    })
  })
})

describe('what the seeds name', () => {
  test('Registry: search with category, and getExtensionInfo', { timeout: 30_000 }, async () => {
    const client = await Registry.open(home)
    for (let i = 0; i < 100 && (await client.search('leaf').execute()).length === 0; i++) {
      await wait(100)
      await client.refresh()
    }
    const found = await client.search('leaf').category('community').limit(5).execute()
    expect(found[0]).toMatchObject({ name: 'leaf', version: '2.0.0', category: 'community/experimental' })
    expect(await client.search('leaf').category('core').execute()).toEqual([])
    expect(await client.search('leaf').minRating(4).execute()).toEqual([])
    expect(await client.getExtensionInfo('leaf')).toMatchObject({
      name: 'leaf',
      version: '2.0.0',
      publisher: 'acme',
      supportedPlatforms: ['any'],
    })
    const index = await client.index()
    expect(index.registry).toBe(registry.fingerprint)
    expect(index.categories.map(({ id }) => id)).toEqual([
      'core/bitcoin',
      'core/web5',
      'core/ml',
      'community/verified',
      'community/experimental',
      'enterprise/custody',
      'enterprise/compliance',
      'enterprise/infrastructure',
    ])
  })

  test('RegistryConfig: primary URL, mirrors, cache folder and verified signatures', async () => {
    const config = {
      primaryUrl: registry.url,
      mirrors: ['https://mirror1.example'],
      cacheDir: await mkdtemp(join(work, 'config-')),
      fingerprint: registry.fingerprint,
    }
    const client = await Registry.connect(config)
    expect((await client.packageDocument('leaf')).name).toBe('leaf')
    expect(client.pinned.mirrors).toEqual(['https://mirror1.example'])
    await expect(Registry.connect({ ...config, verifySignatures: false })).rejects.toMatchObject({
      code: 'usage.invalid',
    })
    await expect(
      Registry.connect({
        ...config,
        cacheDir: await mkdtemp(join(work, 'config-')),
        fingerprint: `sha256:${'1'.repeat(64)}`,
      }),
    ).rejects.toMatchObject({ code: 'trust.fingerprint' })
  })

  test('SignatureVerifier says by whom, or why not', async () => {
    const folder = await mkdtemp(join(work, 'sig-'))
    const artifact = await packPlugin('signed', '1.0.0')
    await writeFile(join(folder, 'a.tar.gz'), artifact)
    await writeFile(join(folder, 'a.tar.gz.sig'), acme.sign(artifact))
    const verifier = new SignatureVerifier().addTrustedKeys([
      PublicKey.fromPem(acme.publicPem, { name: 'acme core' }),
    ])
    const check = () => verifier.verifyPackage(join(folder, 'a.tar.gz'), join(folder, 'a.tar.gz.sig'))
    expect(await check()).toMatchObject({ valid: true, signer: { name: 'acme core' } })
    await appendFile(join(folder, 'a.tar.gz'), 'x')
    expect(await check()).toMatchObject({
      valid: false,
      reason: expect.stringContaining('none of the trusted keys') as string,
    })
    await writeFile(join(folder, 'a.tar.gz.sig'), 'short')
    expect(await check()).toMatchObject({
      valid: false,
      reason: expect.stringContaining('5 bytes') as string,
    })
    expect(
      await new SignatureVerifier().verifyPackage(join(folder, 'a.tar.gz'), join(folder, 'a.tar.gz.sig')),
    ).toMatchObject({ valid: false })
  })

  test('ChecksumVerifier calculates, and throws the seed’s words', async () => {
    const file = join(work, 'sum.txt')
    await writeFile(file, 'hello')
    const verifier = new ChecksumVerifier(HashAlgorithm.SHA256)
    const expected = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
    expect(await verifier.calculateChecksum(file)).toBe(expected)
    await verifier.verify(file, expected.toUpperCase())
    await expect(verifier.verify(file, '0'.repeat(64))).rejects.toMatchObject({
      code: 'checksum.mismatch',
      message: 'Checksum mismatch - package may be corrupted',
    })
    await expect(verifier.calculateChecksum(join(work, 'none'))).rejects.toMatchObject({
      code: 'file.unreadable',
    })
  })

  test('PluginHost resolves and imports an entry point, and says when things change', async () => {
    const host = await PluginHost.open(home)
    const changed = new Promise<void>((resolve) => {
      const stop = host.watch(() => (stop(), resolve()))
    })
    await mkdir(home.path, { recursive: true })
    await (await Installer.open(home)).install({ names: ['leaf'] })
    await changed
    expect((await host.import('leaf')).name).toBe('leaf')
    await expect(host.resolve('branch')).rejects.toMatchObject({ code: 'package.not_installed' })
  })
})
