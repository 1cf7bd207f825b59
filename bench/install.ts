/**
 * Installing with Waybill beside npm and pnpm on this machine, in one run: `npm run bench:install`. Prints the table that
 * stands in bench/README.md, and writes it there with `--write`. pnpm and Verdaccio come from npm.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeArchive } from '@waybill/core/archive'
import {
  createPublisher,
  makeArtifact,
  verdaccioPublish,
  verdaccioUser,
  waybillPublish,
} from './artifacts.ts'
import { send } from './load.ts'
import { memory, startVerdaccio, startWaybill, waybill } from './servers.ts'
import { writeTable } from './table.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const work = await mkdtemp(join(tmpdir(), 'waybill-bench-install-'))
const names = Array.from({ length: 50 }, (_, i) => `bench-plugin-${i}`)
const registry = await startWaybill(join(work, 'registry'))
const verdaccio = await startVerdaccio(join(work, 'verdaccio'), 4874)
const pnpm = await installPnpm()
const fingerprint = createHash('sha256')
  .update(Buffer.from(await (await fetch(`${registry.url}/metadata/tuf/1.root.json`)).arrayBuffer()))
  .digest('hex')
const times = new Map<string, number[]>()

await publishAll()
await mkdir(join(work, 'compiled'))
// Compiled code is there from the second start on: nobody installs with the first one alone.
for (let i = 0; i < 2; i++) {
  await pin(join(work, `first-${i}`))
  await waybillRun(join(work, `first-${i}`), join(work, 'compiled'), ['install', names[0] ?? ''])
}
for (const what of ['artifacts', 'unpacked', 'documents'])
  await rm(join(work, 'compiled', what), { recursive: true })

for (let round = 0; round < rounds; round++) {
  const at = (what: string) => join(work, `${what}-${round}`)
  await cp(join(work, 'compiled'), at('cache'), { recursive: true })
  await pin(at('home'))
  await timed('cold waybill', () => waybillRun(at('home'), at('cache'), ['install', ...names]))
  await project(at('npm'))
  await timed('cold npm', () => npmRun(at('npm'), at('npm-cache'), []))
  await project(at('pnpm'))
  await timed('cold pnpm', () => pnpmRun(at('pnpm'), at('pnpm-cache'), []))

  await timed('no-op waybill', () => waybillRun(at('home'), at('cache'), ['install', ...names]))
  await timed('no-op npm', () => npmRun(at('npm'), at('npm-cache'), []))
  await timed('no-op pnpm', () => pnpmRun(at('pnpm'), at('pnpm-cache'), []))

  await cp(join(at('home'), 'registries'), join(at('warm'), 'registries'), { recursive: true })
  await timed('warm waybill', () => waybillRun(at('warm'), at('cache'), ['install', ...names, '--offline']))
  await project(at('npm-warm'))
  await timed('warm npm', () => npmRun(at('npm-warm'), at('npm-cache'), ['--prefer-offline']))
  await project(at('pnpm-warm'))
  await timed('warm pnpm', () => pnpmRun(at('pnpm-warm'), at('pnpm-cache'), ['--prefer-offline']))

  await pin(at('big'))
  await timed('large waybill', () => waybillRun(at('big'), at('cache'), ['install', 'bench-large']))
  await mkdir(at('tar'))
  const url = `${registry.url}/community/experimental/bench-large/bench-large-1.0.0.tar.gz`
  await timed('large curl', () => run('bash', ['-c', `curl -s ${url} | tar xz -C ${at('tar')}`]))
  await timed('start node', () => run(process.execPath, ['-e', '0']))
}
const peak = await peakOf(['install', 'bench-huge'])

const of = (what: string) => median(times.get(what) ?? [])
const shown = (what: string) => `${of(what).toFixed(2)} s`
const large = of('large waybill') / of('large curl')
const rows = [
  [
    '50 plugins of 20 KB, cold cache',
    shown('cold waybill'),
    shown('cold npm'),
    shown('cold pnpm'),
    '≤ pnpm',
    of('cold waybill') <= of('cold pnpm'),
  ],
  [
    'the same, warm cache, offline',
    shown('warm waybill'),
    shown('warm npm'),
    shown('warm pnpm'),
    '< 0.2 s',
    of('warm waybill') < 0.2,
  ],
  [
    'the same, nothing to do',
    shown('no-op waybill'),
    shown('no-op npm'),
    shown('no-op pnpm'),
    '< 0.2 s',
    of('no-op waybill') < 0.2,
  ],
  [
    '50 MB, 1,700 files; beside curl and tar',
    shown('large waybill'),
    '',
    '',
    `≤ 1.25 × ${shown('large curl')} (is ${large.toFixed(2)} ×)`,
    large <= 1.25,
  ],
  ['peak memory for 150 MB', `${Math.round(peak / 1e6)} MB`, '', '', '< 150 MB', peak < 150e6],
  ['start of Node itself', shown('start node'), '', '', '', undefined],
] as const
const head = ['', 'Waybill', 'npm', 'pnpm', 'target', '']
await writeTable(
  'install-table',
  head,
  rows.map((row) => [
    ...row.slice(0, 5).map(String),
    row[5] === undefined ? '' : row[5] ? 'met' : '**missed**',
  ]),
)
await registry.stop()
await verdaccio.stop()
await rm(work, { recursive: true, force: true })
process.exit(0)

async function publishAll(): Promise<void> {
  const publisher = await createPublisher(registry.url, registry.ownerToken)
  const token = await verdaccioUser(verdaccio.url)
  for (const name of names) {
    const artifact = await makeArtifact(name, '1.0.0', 20_000)
    await send(registry.url, waybillPublish(publisher, artifact))
    await send(verdaccio.url, verdaccioPublish(token, verdaccio.url, name, '1.0.0', await npmTarball(name)))
  }
  await send(registry.url, waybillPublish(publisher, await manyFiles('bench-large', 1700, 28_000)))
  await send(registry.url, waybillPublish(publisher, await manyFiles('bench-huge', 300, 500_000)))
}

/** The same content in the layout that npm unpacks. */
async function npmTarball(name: string): Promise<Buffer> {
  const json = Buffer.from(JSON.stringify({ name, version: '1.0.0', license: 'MIT' }))
  return archive([
    { path: 'package/package.json', bytes: json },
    { path: 'package/data.bin', bytes: randomBytes(19_500) },
  ])
}

/** Half of the files are text that compresses, half are noise. */
async function manyFiles(name: string, count: number, bytes: number): Promise<Buffer> {
  const manifest = `[package]\nname = "${name}"\nversion = "1.0.0"\ncategory = "community/experimental"\n`
  const text = Buffer.from(`a line of some text ${name}\n`.repeat(Math.ceil(bytes / 30)))
  const files = Array.from({ length: count }, (_, i) => ({
    path: `folder-${i % 40}/file-${i}`,
    bytes: i % 2 === 0 ? text.subarray(0, bytes) : randomBytes(bytes * 2),
  }))
  return archive([{ path: 'plugin.toml', bytes: Buffer.from(manifest) }, ...files])
}

async function archive(files: readonly { path: string; bytes: Buffer }[]): Promise<Buffer> {
  const entries = files.map(({ path, bytes }) => ({
    path,
    size: bytes.length,
    executable: false,
    content: async function* () {
      yield bytes
    },
  }))
  const chunks: Uint8Array[] = []
  for await (const chunk of writeArchive(entries, 'tar.gz')) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function installPnpm(): Promise<string> {
  const folder = join(import.meta.dirname, '.cache/pnpm')
  const entry = join(folder, 'node_modules/.bin/pnpm')
  if (!existsSync(entry)) {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{"private":true}')
    spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', 'pnpm@12.21.0'], {
      cwd: folder,
      stdio: 'inherit',
    })
  }
  return entry
}

async function project(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const dependencies = Object.fromEntries(names.map((name) => [name, '1.0.0']))
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'bench', private: true, dependencies }),
  )
  await writeFile(join(folder, '.npmrc'), `registry=${verdaccio.url}/\n`)
}

function pin(home: string): Promise<void> {
  return waybillRun(home, join(work, 'compiled'), [
    'registry',
    'add',
    registry.url,
    '--fingerprint',
    fingerprint,
  ])
}

function waybillRun(home: string, cache: string, args: readonly string[]): Promise<void> {
  return run(waybill[0], [...waybill.slice(1), ...args, '--home', home, '--json'], { WAYBILL_CACHE: cache })
}

function npmRun(folder: string, cache: string, args: readonly string[]): Promise<void> {
  return run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--cache', cache, ...args],
    {},
    folder,
  )
}

function pnpmRun(folder: string, cache: string, args: readonly string[]): Promise<void> {
  return run(
    pnpm,
    [
      'install',
      '--ignore-scripts',
      '--store-dir',
      join(cache, 'store'),
      '--cache-dir',
      join(cache, 'cache'),
      ...args,
    ],
    {},
    folder,
  )
}

function run(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = work,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env, CI: 'true' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${file} ${args[0]} failed: ${errors}`)),
    )
  })
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now()
  await work()
  times.set(what, [...(times.get(what) ?? []), (performance.now() - started) / 1000])
}

/** Most memory that the client took, looked at often while it runs. */
async function peakOf(args: readonly string[]): Promise<number> {
  const home = join(work, 'peak')
  await pin(home)
  const child = spawn(waybill[0], [...waybill.slice(1), ...args, '--home', home], {
    stdio: 'ignore',
    env: { ...process.env, WAYBILL_CACHE: join(work, 'compiled') },
  })
  let peak = 0
  const timer = setInterval(() => {
    memory(child.pid ?? 0).then(
      (found) => (peak = Math.max(peak, found.peak)),
      () => undefined,
    )
  }, 10)
  await new Promise((resolve) => child.once('exit', resolve))
  clearInterval(timer)
  return peak
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
