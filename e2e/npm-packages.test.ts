import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addRegistry, Installer, openHome, pack, Registry } from '@waybill/client'
import { isWaybillError } from '@waybill/core/errors'
import { paths, targets, targetsBase, tufBase } from '@waybill/core/paths'
import { exportTree } from '@waybill/server'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import type { TestPublisher } from '@waybill/testkit/publisher'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Updater } from 'tuf-js'

const modules = join(import.meta.dirname, '../node_modules')
const hasNginx = spawnSync('nginx', ['-v']).status === 0
if (!hasNginx && process.env.WAYBILL_TEST_REQUIRE_ALL)
  throw new Error('nginx is missing: apt-get install nginx-light')

let registry: TestRegistry
let publisher: TestPublisher
let work: string
const published = new Map<string, string>()

/** Folders of third-party packages, scoped and nested ones included; each name and version once. */
function packageFolders(folder = modules, seen = new Set<string>()): string[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== '@waybill')
    .flatMap(({ name }) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((base) => join(name, base)) : [name],
    )
  return names.flatMap((name) => {
    const path = join(folder, name)
    if (!existsSync(join(path, 'package.json'))) return []
    const { version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { version: string }
    const nested = existsSync(join(path, 'node_modules'))
      ? packageFolders(join(path, 'node_modules'), seen)
      : []
    if (seen.has(`${name}@${version}`)) return nested
    seen.add(`${name}@${version}`)
    return [path, ...nested]
  })
}

beforeAll(async () => {
  registry = await startTestRegistry()
  publisher = await registry.publisher('third-party')
  work = await mkdtemp(join(tmpdir(), 'waybill-npm-'))
}, 300_000)
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})

test(
  '150 and more real packages are published concurrently, with their real dependency ranges',
  { timeout: 600_000 },
  async () => {
    const refused: string[] = []
    const folders = packageFolders()
    let next = 0
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let i = next++; i < folders.length; i = next++) {
          const folder = folders[i]!
          try {
            const packed = await pack(folder, { out: join(work, `packed-${i}.tar.gz`) })
            if (packed.size > 5_000_000) continue
            const { status, body } = await publisher.publish(readFileSync(packed.file))
            if (status === 201) published.set(packed.name, packed.version)
            else refused.push(`${folder}: ${body.code} ${body.detail}`)
          } catch (error) {
            if (!isWaybillError(error)) throw error
            refused.push(`${folder}: ${error.code} ${error.message}`)
          }
        }
      }),
    )
    console.log(`published ${published.size} of ${folders.length}; refused:\n${refused.join('\n')}`)
    expect(published.size).toBeGreaterThanOrEqual(150)
  },
)

/** Something with many dependencies, all of which one version of each satisfies. */
const deep = 'dependency-cruiser'

async function installAndVerify(url: string): Promise<number> {
  const home = await openHome({
    path: await mkdtemp(join(work, 'home-')),
    cache: await mkdtemp(join(work, 'cache-')),
  })
  await addRegistry(home, url, { fingerprint: registry.fingerprint })
  const installer = await Installer.open(home)
  await installer.install({ names: [deep] })
  const report = await installer.verify()
  expect(report.findings).toEqual([])
  return report.checked.length
}

test('one with a deep graph is installed and verified', { timeout: 300_000 }, async () => {
  const count = await installAndVerify(registry.url)
  console.log(`${deep} ${published.get(deep)} was installed with ${count - 1} dependencies`)
  expect(count).toBeGreaterThan(20)
})

test('the stock tuf-js client reads the running registry', { timeout: 120_000 }, () =>
  readWithTufJs(registry.url),
)

test.skipIf(!hasNginx)(
  'the export is served by nginx and installed from with the registry stopped (needs nginx)',
  { timeout: 300_000 },
  async () => {
    const out = join(work, 'export')
    const { data, databaseUrl } = registry
    const exported = await exportTree({ data, databaseUrl, out, lifetimeDays: 90 })
    expect(exported.packages).toBe(published.size)
    await registry.stop()
    const { url, stop } = await startNginx(out)
    try {
      expect(await installAndVerify(url)).toBeGreaterThan(20)
      await readWithTufJs(url)
      await checkWithOpenssl(out, url)
    } finally {
      await stop()
    }
  },
)

/** Refreshes and fetches a package document with tuf-js as npm has it. */
async function readWithTufJs(url: string): Promise<void> {
  const [metadataDir, targetDir] = [await mkdtemp(join(work, 'tufjs-')), await mkdtemp(join(work, 'tufjs-'))]
  writeFileSync(
    join(metadataDir, 'root.json'),
    await (await fetch(`${url}/${paths.tufMetadata('root', 1)}`)).text(),
  )
  const updater = new Updater({
    metadataDir,
    targetDir,
    metadataBaseUrl: `${url}/${tufBase}`.replace(/\/$/, ''),
    targetBaseUrl: `${url}/${targetsBase}`.replace(/\/$/, ''),
  })
  await updater.refresh()
  const info = await updater.getTargetInfo(targets.package(deep))
  expect(info).toBeDefined()
  const file = await updater.downloadTarget(info!, join(targetDir, 'document.json'))
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schema: 1, name: deep })
}

/** openssl alone accepts a signature, sha256sum alone a package’s checksums. */
async function checkWithOpenssl(tree: string, url: string): Promise<void> {
  const home = await openHome({ path: await mkdtemp(join(work, 'home-')), cache: work })
  await addRegistry(home, url, { fingerprint: registry.fingerprint })
  const document = await (await Registry.open(home)).packageDocument(deep)
  const artifact = join(tree, document.versions[0]!.artifacts[0]!.path)
  const key = join(work, 'key.pem')
  writeFileSync(key, document.keys[0]!.pem)
  const verified = execFileSync(
    'openssl',
    ['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-in', artifact, '-sigfile', `${artifact}.sig`],
    { encoding: 'utf8' },
  )
  expect(verified).toContain('Verified Successfully')
  const sums = join(tree, paths.checksums(deep))
  expect(execFileSync('sha256sum', ['-c', sums], { cwd: join(artifact, '..'), encoding: 'utf8' })).toContain(
    ': OK',
  )
}

async function startNginx(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort()
  const prefix = await mkdtemp(join(work, 'nginx-'))
  await mkdir(join(prefix, 'tmp'))
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  writeFileSync(
    join(prefix, 'nginx.conf'),
    `${user} worker_processes 2; pid ${prefix}/pid; error_log ${prefix}/error.log; daemon off;
events {} http { access_log off; client_body_temp_path ${prefix}/tmp; proxy_temp_path ${prefix}/tmp; fastcgi_temp_path ${prefix}/tmp; uwsgi_temp_path ${prefix}/tmp; scgi_temp_path ${prefix}/tmp;
server { listen 127.0.0.1:${port}; root ${folder}; gzip_static on; } }`,
  )
  const child: ChildProcess = spawn('nginx', ['-c', join(prefix, 'nginx.conf'), '-p', prefix], {
    stdio: 'inherit',
  })
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; i < 100; i++) {
    if (
      await fetch(`${url}/${paths.timestamp}`).then(
        (response) => response.ok,
        () => false,
      )
    )
      break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGQUIT')
      }),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
