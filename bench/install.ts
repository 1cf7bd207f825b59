/**
 * Installing with Waybill beside npm and pnpm on this machine, in one run: `npm run bench:install`. Prints the table that
 * stands in bench/README.md, and writes it there with `--write`. pnpm and Verdaccio come from npm. `BENCH_ROUNDS` and
 * `BENCH_PNPM` (a version) change what is done.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  endClients,
  installPnpm,
  npmRun,
  peakOf,
  pnpmRun,
  requireInstalled,
  run,
  waybillRun,
} from './install-clients.ts'
import { publishAll } from './install-plugins.ts'
import { startVerdaccio, startWaybill, type Server } from './servers.ts'
import { writeTable } from './table.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const pnpmVersion = process.env.BENCH_PNPM ?? '12.21.0'
const names = Array.from({ length: 50 }, (_, i) => `bench-plugin-${i}`)
const times = new Map<string, number[]>()
const peaks: number[] = []
const servers: Server[] = []
const work = await mkdtemp(join(tmpdir(), 'waybill-bench-install-'))

process.once('exit', () => rmSync(work, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(130)))

try {
  await measure()
  await report()
} finally {
  await cleanUp()
}
process.exit()

async function measure(): Promise<void> {
  const registry = await startWaybill(join(work, 'registry'))
  servers.push(registry)
  const verdaccio = await startVerdaccio(join(work, 'verdaccio'), await freePort())
  servers.push(verdaccio)
  const pnpm = await installPnpm(pnpmVersion)
  const root = await (await fetch(`${registry.url}/metadata/tuf/1.root.json`)).arrayBuffer()
  const fingerprint = createHash('sha256').update(Buffer.from(root)).digest('hex')
  await publishAll(registry, verdaccio, names)

  const compiled = join(work, 'compiled')
  const pin = (home: string) =>
    waybillRun(home, compiled, ['registry', 'add', registry.url, '--fingerprint', fingerprint])
  const project = async (folder: string) => {
    await mkdir(folder, { recursive: true })
    const dependencies = Object.fromEntries(names.map((name) => [name, '1.0.0']))
    const json = JSON.stringify({ name: 'bench', private: true, dependencies })
    await writeFile(join(folder, 'package.json'), json)
    await writeFile(join(folder, '.npmrc'), `registry=${verdaccio.url}/\n`)
  }
  await mkdir(compiled)
  // Compiled code is there from the second start on: nobody installs with the first one alone.
  for (const first of ['first', 'second']) {
    await pin(join(work, first))
    await waybillRun(join(work, first), compiled, ['install', names[0] ?? ''])
  }

  // Nothing is removed between the rounds: the disk would be busy with it while the next ones are measured.
  for (let round = 0; round < rounds; round++) {
    const at = (what: string) => join(work, `round-${round}`, what)
    const plugins = (home: string) => requireInstalled(join(at(home), 'plugins'), names.length)
    const modules = (folder: string) => requireInstalled(join(at(folder), 'node_modules'), names.length)
    const install = ['install', ...names]
    // Compiled code only: no document and no artifact is in it.
    await cp(join(compiled, 'compiled'), join(at('cache'), 'compiled'), { recursive: true })
    for (const home of ['home', 'online', 'big', 'peak']) await pin(at(home))
    for (const folder of ['npm', 'pnpm', 'npm-warm', 'pnpm-warm', 'npm-offline', 'pnpm-offline'])
      await project(at(folder))

    await inTurn(round, {
      'cold waybill': () => waybillRun(at('home'), at('cache'), install),
      'cold npm': () => npmRun(at('npm'), at('npm-cache'), []),
      'cold pnpm': () => pnpmRun(pnpm, at('pnpm'), at('pnpm-cache'), []),
    })
    await Promise.all([plugins('home'), modules('npm'), modules('pnpm')])

    await inTurn(round, {
      'no-op waybill': () => waybillRun(at('home'), at('cache'), install),
      'no-op npm': () => npmRun(at('npm'), at('npm-cache'), []),
      'no-op pnpm': () => pnpmRun(pnpm, at('pnpm'), at('pnpm-cache'), []),
    })

    await inTurn(round, {
      'warm waybill': () => waybillRun(at('online'), at('cache'), install),
      'warm npm': () => npmRun(at('npm-warm'), at('npm-cache'), ['--prefer-offline']),
      'warm pnpm': () => pnpmRun(pnpm, at('pnpm-warm'), at('pnpm-cache'), ['--prefer-offline']),
    })
    await Promise.all([plugins('online'), modules('npm-warm'), modules('pnpm-warm')])

    // Offline, the home knows the signed metadata and nothing else.
    await cp(join(at('home'), 'registries'), join(at('offline'), 'registries'), { recursive: true })
    await inTurn(round, {
      'offline waybill': () => waybillRun(at('offline'), at('cache'), [...install, '--offline']),
      'offline npm': () => npmRun(at('npm-offline'), at('npm-cache'), ['--offline']),
      'offline pnpm': () => pnpmRun(pnpm, at('pnpm-offline'), at('pnpm-cache'), ['--offline']),
    })
    await Promise.all([plugins('offline'), modules('npm-offline'), modules('pnpm-offline')])

    await mkdir(at('tar'))
    const url = `${registry.url}/community/experimental/bench-large/bench-large-1.0.0.tar.gz`
    const unpack = `set -o pipefail; curl -sf ${url} | tar xz -C ${at('tar')}`
    await inTurn(round, {
      'large waybill': () => waybillRun(at('big'), at('cache'), ['install', 'bench-large']),
      'large curl': () => run('bash', ['-c', unpack]),
      'start node': () => run(process.execPath, ['-e', '0']),
    })
    peaks.push(await peakOf(at('peak'), at('cache'), ['install', 'bench-huge']))
  }
}

/** Runs each once, in an order that turns with the rounds; what the one before left to write is written first. */
async function inTurn(round: number, sides: Record<string, () => Promise<void>>): Promise<void> {
  const all = Object.entries(sides)
  for (let i = 0; i < all.length; i++) {
    const [what, action] = all[(i + round) % all.length]!
    spawnSync('sync')
    const started = performance.now()
    await action()
    times.set(what, [...(times.get(what) ?? []), (performance.now() - started) / 1000])
  }
}

async function report(): Promise<void> {
  const of = (what: string) => median(times.get(what) ?? [])
  const shown = (what: string) => `${of(what).toFixed(2)} s`
  const judged = (ok: boolean) => (ok ? 'met' : '**missed**')
  const beside = (
    what: string,
    label: string,
    target: string,
    ok: (ours: number, pnpm: number) => boolean,
  ) => {
    const [ours, npm, pnpm] = [of(`${what} waybill`), of(`${what} npm`), of(`${what} pnpm`)]
    return [
      label,
      ...['waybill', 'npm', 'pnpm'].map((client) => shown(`${what} ${client}`)),
      `${(ours / npm).toFixed(2)} × npm, ${(ours / pnpm).toFixed(2)} × pnpm`,
      target,
      judged(ok(ours, pnpm)),
    ]
  }
  const fast = (ours: number) => ours < 0.2
  const large = of('large waybill') / of('large curl')
  const peak = median(peaks) / 1e6
  const highest = Math.max(...peaks) / 1e6
  await writeTable(
    'install-table',
    ['', 'Waybill', 'npm', `pnpm ${pnpmVersion}`, 'ratio', 'target', ''],
    [
      beside('cold', '50 plugins of 20 KB, cold cache', '≤ pnpm', (ours, pnpm) => ours <= pnpm),
      beside('warm', 'the same, warm cache', '< 0.2 s', fast),
      beside('offline', 'the same, warm cache, offline', '< 0.2 s', fast),
      beside('no-op', 'the same, nothing to do', '< 0.2 s', fast),
      [
        `50 MB, 1,700 files; curl and tar: ${shown('large curl')}`,
        shown('large waybill'),
        '',
        '',
        `${large.toFixed(2)} × curl and tar`,
        '≤ 1.25 × curl and tar',
        judged(large <= 1.25),
      ],
      [
        'peak memory for 150 MB',
        `${peak.toFixed(0)} MB (at most ${highest.toFixed(0)} MB)`,
        '',
        '',
        '',
        '< 150 MB',
        judged(peak < 150),
      ],
      ['start of Node itself', shown('start node'), '', '', '', '', ''],
    ],
  )
}

/** A server that a signal ended already is not waited for. */
async function cleanUp(): Promise<void> {
  endClients()
  const stopped = servers.splice(0).map((server) => server.stop().catch(() => undefined))
  await Promise.race([Promise.all(stopped), wait(3000)])
  await rm(work, { recursive: true, force: true, maxRetries: 3 })
}

/** Two runs at the same time must not share a Verdaccio: with a fixed port, the second talks to the first one's. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}
