/**
 * Waybill beside Verdaccio and nginx on this machine, in one run: `npm run bench`. Prints the table that stands in
 * bench/README.md, and writes it there with `--write`. Needs nginx and wrk from Debian; Verdaccio comes from npm.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createPublisher,
  makeArtifact,
  verdaccioPublish,
  verdaccioUser,
  waybillPublish,
} from './artifacts.ts'
import { publishRate, readRate, send, type Rate } from './load.ts'
import {
  memory,
  requireTool,
  resetPeak,
  startNginx,
  startVerdaccio,
  startWaybill,
  waybill,
  type Server,
} from './servers.ts'
import { writeTable } from './table.ts'

requireTool('nginx', 'nginx-light')
requireTool('wrk', 'wrk')

const seconds = Number(process.env.BENCH_SECONDS ?? 3)
const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const publishes = Number(process.env.BENCH_PUBLISHES ?? 2000)
const work = await mkdtemp(join(tmpdir(), 'waybill-bench-'))

interface Row {
  what: string
  waybill: string
  verdaccio: string
  nginx: string
  ratio: string
  target: string
  ok: boolean | undefined
}
const rows: Row[] = []

const registry = await startWaybill(join(work, 'registry'))
const verdaccio = await startVerdaccio(join(work, 'verdaccio'), 4873)
const publisher = await createPublisher(registry.url, registry.ownerToken)
const npmToken = await verdaccioUser(verdaccio.url)

const sizes = { 'bench-2k': 2_000, 'bench-50k': 50_000, 'bench-5m': 5_000_000 }
for (const [name, size] of Object.entries(sizes)) {
  // A dozen versions make the document one that a real package has.
  const versions = name === 'bench-2k' ? 12 : 1
  for (let i = 0; i < versions; i++) {
    const artifact = await makeArtifact(name, `1.0.${i}`, size)
    await send(registry.url, waybillPublish(publisher, artifact))
    await send(verdaccio.url, verdaccioPublish(npmToken, verdaccio.url, name, `1.0.${i}`, artifact))
  }
}
const exported = join(work, 'export')
const { status, stderr } = spawnSync(
  waybill[0],
  [...waybill.slice(1), 'registry', 'export', exported, '--data', join(work, 'registry')],
  { encoding: 'utf8' },
)
if (status !== 0) throw new Error(`the export failed: ${stderr}`)
const nginx = await startNginx(exported, join(work, 'nginx'), 4674)

const documentPath = await targetPath(exported, 'packages/bench-2k.json')
const reads: [
  what: string,
  ours: string,
  theirs: string,
  unit: 'rate' | 'bytes',
  overVerdaccio: number,
  overNginx: number,
][] = [
  ['package document, GET', documentPath, 'bench-2k', 'rate', 15, 0.5],
  [
    'artifact of 50 KB, GET',
    'community/experimental/bench-50k/bench-50k-1.0.0.tar.gz',
    'bench-50k/-/bench-50k-1.0.0.tgz',
    'rate',
    10,
    0.4,
  ],
  [
    'artifact of 5 MB, GET',
    'community/experimental/bench-5m/bench-5m-1.0.0.tar.gz',
    'bench-5m/-/bench-5m-1.0.0.tgz',
    'bytes',
    0,
    0.6,
  ],
]
for (const [what, ours, theirs, unit, overVerdaccio, overNginx] of reads) {
  const measured = interleaved([
    [registry, ours],
    [nginx, ours],
    [verdaccio, theirs],
  ])
  const [w, n, v] = measured.map((rate) => (unit === 'rate' ? rate.perSecond : rate.bytesPerSecond)) as [
    number,
    number,
    number,
  ]
  const shown = (value: number, rate: Rate) =>
    unit === 'rate' ? `${round(value)}/s (p99 ${rate.p99Ms.toFixed(1)} ms)` : `${round(value / 1e6)} MB/s`
  rows.push({
    what,
    waybill: shown(w, measured[0]!),
    verdaccio: shown(v, measured[2]!),
    nginx: shown(n, measured[1]!),
    ratio: `${(w / v).toFixed(1)} × Verdaccio, ${(w / n).toFixed(2)} × nginx`,
    target: `${overVerdaccio > 0 ? `≥ ${overVerdaccio} × Verdaccio, ` : ''}≥ ${overNginx} × nginx`,
    ok: w / n >= overNginx && w / v >= overVerdaccio,
  })
}
await nginx.stop()

const small = await Promise.all(
  Array.from({ length: publishes }, async (_, i) => ({
    name: `pub-${i}`,
    artifact: await makeArtifact(`pub-${i}`, '1.0.0', 2000),
  })),
)
const oursPublished = await publishRate(
  registry.url,
  small.map(({ artifact }) => waybillPublish(publisher, artifact)),
)
const theirsPublished = await publishRate(
  verdaccio.url,
  small.map(({ name, artifact }) => verdaccioPublish(npmToken, verdaccio.url, name, '1.0.0', artifact)),
)
rows.push({
  what: `publish of 2 KB, 16 connections, ${publishes} packages`,
  waybill: `${round(oursPublished.perSecond)}/s (p99 ${round(oursPublished.p99Ms)} ms)`,
  verdaccio: `${round(theirsPublished.perSecond)}/s (p99 ${round(theirsPublished.p99Ms)} ms)`,
  nginx: '',
  ratio: `${(oursPublished.perSecond / theirsPublished.perSecond).toFixed(1)} × Verdaccio`,
  target: '≥ 2 × Verdaccio',
  ok: oursPublished.perSecond / theirsPublished.perSecond >= 2,
})

const huge = await makeArtifact('bench-100m', '1.0.0', 100_000_000)
const uploads = [
  await grown(registry, () => send(registry.url, waybillPublish(publisher, huge))),
  await grown(verdaccio, () =>
    send(verdaccio.url, verdaccioPublish(npmToken, verdaccio.url, 'bench-100m', '1.0.0', huge)),
  ),
] as const
const downloads = [
  await grown(registry, () =>
    drain(`${registry.url}/community/experimental/bench-100m/bench-100m-1.0.0.tar.gz`),
  ),
  await grown(verdaccio, () => drain(`${verdaccio.url}/bench-100m/-/bench-100m-1.0.0.tgz`)),
] as const
for (const [what, [ours, theirs]] of [
  ['publish', uploads],
  ['download', downloads],
] as const) {
  rows.push({
    what: `memory that a 100 MB ${what} adds at its peak`,
    waybill: `${round(ours / 1e6)} MB`,
    verdaccio: `${round(theirs / 1e6)} MB`,
    nginx: '',
    ratio: '',
    target: '< 64 MB',
    ok: ours < 64e6,
  })
}
await verdaccio.stop()

await registry.stop()
const again = await startWaybill(join(work, 'registry'))
rows.push({
  what: 'second start until ready',
  waybill: `${(again.readyMs / 1000).toFixed(2)} s`,
  verdaccio: '',
  nginx: '',
  ratio: '',
  target: '< 2 s',
  ok: again.readyMs < 2000,
})
await again.stop()
await rm(work, { recursive: true })

await writeTable(
  'table',
  ['what', 'Waybill', 'Verdaccio 6.10.4', 'nginx, 2 workers', 'ratio', 'target', ''],
  rows.map(({ what, waybill: ours, verdaccio: theirs, nginx: files, ratio, target, ok }) => [
    what,
    ours,
    theirs,
    files,
    ratio,
    target,
    ok ? 'met' : 'missed',
  ]),
)

/** Takes turns, so that a slow moment of the machine hits all; the median of the rounds counts. */
function interleaved(sides: readonly (readonly [Server, string])[]): Rate[] {
  const all = sides.map((): Rate[] => [])
  for (let i = 0; i < rounds; i++)
    sides.forEach(([server, path], side) => all[side]!.push(readRate(`${server.url}/${path}`, seconds)))
  return all.map((rates) => rates.sort((a, b) => a.perSecond - b.perSecond)[Math.floor(rates.length / 2)]!)
}

/** How far resident memory goes above where it stood before, bytes. */
async function grown(server: Server, action: () => Promise<unknown>): Promise<number> {
  await resetPeak(server.pid)
  const before = await memory(server.pid)
  await action()
  return Math.max(0, (await memory(server.pid)).peak - before.now)
}

async function drain(url: string): Promise<void> {
  const response = await fetch(url)
  for await (const _ of response.body!) continue
}

/** Where a target's bytes are in an exported tree, from its bins. */
async function targetPath(folder: string, target: string): Promise<string> {
  const { readdir } = await import('node:fs/promises')
  const name = target.slice(target.lastIndexOf('/') + 1)
  const found = (await readdir(join(folder, 'metadata/packages'))).find((file) => file.endsWith(`.${name}`))
  if (!found) throw new Error(`${target} is not in the export`)
  return `metadata/packages/${found}`
}

function round(value: number): string {
  return Math.round(value).toLocaleString('en')
}
