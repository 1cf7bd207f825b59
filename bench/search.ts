/**
 * The search at 100,000 packages, as many connections ask: `npm run bench:search`. Prints the table that stands in
 * bench/README.md, and writes it there with `--write`. The packages are variations of the 6,858 real ones.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import { startRegistry } from '@waybill/server'
import pg from 'pg'
import { openDatabase } from '../packages/server/src/platform/database/index.ts'
import { findRunningPostgres } from '../packages/server/src/platform/postgres/index.ts'
import { refreshSearch } from '../packages/server/src/search/index.ts'
import { loadCatalogue, readRealPlugins } from '../packages/server/src/search/test/catalogue.ts'
import { queries } from '../packages/server/src/search/test/queries.ts'
import { seeded, varyPlugins } from '../packages/server/src/search/test/variations.ts'
import { writeTable } from './table.ts'

const packages = Number(process.env.BENCH_PACKAGES ?? 100_000)
const seconds = Number(process.env.BENCH_SECONDS ?? 15)
const connections = 32

interface Load {
  url: string
  paths: string[]
}
interface Result {
  times: number[]
  failed: number
  took: number
}

if (isMainThread) await main()
else parentPort!.postMessage(await run(workerData as Load))

/** Asks over all connections, each the next path, until the time is over or no path is left. */
async function run({ url, paths }: Load): Promise<Result> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let failed = 0
  let at = 0
  const start = performance.now()
  const until = start + seconds * 1000
  const ask = (path: string) =>
    new Promise<void>((resolve, reject) => {
      const began = performance.now()
      get(url + path, { agent }, (response) => {
        if (response.statusCode !== 200) failed++
        response.resume().once('end', () => {
          times.push(performance.now() - began)
          resolve()
        })
      }).once('error', reject)
    })
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until && at < paths.length) await ask(paths[at++]!)
    }),
  )
  agent.destroy()
  return { times, failed, took: (performance.now() - start) / 1000 }
}

/** In a thread of its own, so that asking takes no time from answering. */
function load(given: Load): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: given })
    worker.once('message', resolve).once('error', reject)
  })
}

async function main(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'waybill-bench-search-'))
  const registry = await startRegistry({ data, port: 0, log: 'error' })
  const real = readRealPlugins()
  const { connection } = (await findRunningPostgres(join(data, 'postgres')))!
  const client = new pg.Client(connection)
  await client.connect()
  await loadCatalogue((text, values) => client.query(text, values), varyPlugins(real, packages))
  await client.end()
  const database = openDatabase(connection, console.error)
  const began = performance.now()
  await refreshSearch(database, 'all')
  const refreshed = (performance.now() - began) / 1000
  await database.destroy()
  await new Promise((resolve) => setTimeout(resolve, 5000))

  const random = seeded(3)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const words = [...new Set(real.flatMap(({ title }) => title.toLowerCase().match(/[a-z]{4,14}/g) ?? []))]
  const path = (q: string, rest = '') => `/api/v1/search?q=${encodeURIComponent(q)}${rest}`
  // What many ask for: one of 2,000 questions, the second half as often as the first, the third a third (Zipf).
  const asked = [
    ...queries.map(([query]) => path(query)),
    ...Array.from({ length: 1960 }, () =>
      path(
        random() < 0.5 ? pick(words) : `${pick(words)} ${pick(words)}`,
        random() < 0.3 ? '&category=core' : '',
      ),
    ),
  ]
  const weights = asked.map((_, i) => 1 / (i + 1))
  const sum = weights.reduce((a, b) => a + b)
  const zipf = () => {
    let rest = random() * sum
    return asked[weights.findIndex((weight) => (rest -= weight) <= 0)] ?? asked[0]!
  }
  const mix = Array.from({ length: 60_000 }, zipf)
  const distinct = [...new Set(Array.from({ length: 40_000 }, () => path(`${pick(words)} ${pick(words)}`)))]
  const single = words.map((word) => path(word))
  const browse = Array.from({ length: 60_000 }, () =>
    pick(['/api/v1/home', '/api/v1/search', path('', '&category=core')]),
  )
  const rows: string[][] = []
  for (const [what, paths] of [
    ['2,000 searches as often as people ask them (Zipf)', mix],
    ['two words of titles, no search twice', distinct],
    ['one word of titles, no search twice', single],
    ['home and unfiltered pages', browse],
  ] as const) {
    const { times, failed, took } = await load({ url: registry.url, paths })
    times.sort((a, b) => a - b)
    const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
    const p95 = Number(at(0.95))
    rows.push([
      what,
      `${Math.round(times.length / took)}/s`,
      `${at(0.5)} ms`,
      `${at(0.95)} ms`,
      failed === 0 ? 'none' : String(failed),
      p95 < 60 ? 'met' : '**missed**',
    ])
  }
  rows.push([
    `documents of ${packages.toLocaleString('en')} packages made anew`,
    '',
    `${refreshed.toFixed(1)} s in all`,
    '',
    '',
    '',
  ])
  await writeTable('search-table', ['asked for', 'answers', 'p50', 'p95', 'failures', 'p95 < 60 ms'], rows)
  await registry.stop()
  await rm(data, { recursive: true, force: true })
}
