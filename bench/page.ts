/**
 * What a visitor waits for, in a real browser whose processor is slowed down four times, on a registry with the real
 * catalogue of 6,858 plugins: `npm run bench:page`. Prints the table that stands in bench/README.md, and writes it there
 * with `--write`. The browser’s cache is empty at each visit; the median of the visits counts.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { packPlugin, createTestPublisher } from '@waybill/testkit/publisher'
import { createToken, importCatalogue, startRegistry } from '@waybill/server'
import { writeTable } from './table.ts'

const visits = Number(process.env.BENCH_VISITS ?? 7)
const slowdown = 4
const root = join(import.meta.dirname, '..')

interface Figures {
  /** Largest contentful paint, ms. */
  paint: number
  /** Total blocking time, ms: what tasks after the first paint take beyond 50 ms each. */
  blocking: number
  /** Cumulative layout shift. */
  shift: number
  /** Bytes of scripts over the wire. */
  scripts: number
}

const data = await mkdtemp(join(tmpdir(), 'waybill-bench-page-'))
const registry = await startRegistry({ data, port: 0, log: 'silent' })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  const folder = join(root, '../shared/data/obsidian-releases')
  const { created } = await importCatalogue({ data, path: folder })
  await publish()
  const pages = [
    ['a plugin, published here', '/packages/long-readme'],
    ['a plugin, listed', '/packages/dataview'],
    ['home', '/'],
    ['search', '/search?q=calendar'],
  ] as const
  const rows: string[][] = []
  for (const [name, path] of pages)
    for (const [device, viewport] of [
      ['desktop', { width: 1280, height: 900 }],
      ['phone', { width: 390, height: 844 }],
    ] as const) {
      const all: Figures[] = []
      for (let visit = 0; visit <= visits; visit++) {
        const figures = await measure(browser, registry.url + path, viewport)
        // The first visit warms the server up.
        if (visit > 0) all.push(figures)
      }
      const median = (of: (figures: Figures) => number) =>
        all.map(of).sort((a, b) => a - b)[Math.floor(all.length / 2)]!
      rows.push([
        name,
        device,
        `${Math.round(median(({ paint }) => paint))} ms`,
        `${Math.round(median(({ blocking }) => blocking))} ms`,
        median(({ shift }) => shift).toFixed(3),
        `${Math.round(median(({ scripts }) => scripts) / 1024)} KB`,
      ])
    }
  console.log(`${created} packages listed, processor slowed down ${slowdown} times, ${visits} visits each\n`)
  await writeTable(
    'page',
    ['page', 'screen', 'largest paint', 'total blocking', 'layout shift', 'scripts'],
    rows,
  )
} finally {
  await browser.close()
  await registry.stop()
  await rm(data, { recursive: true, force: true })
}

/** A plugin with a README of some length: the one of this repository. */
async function publish(): Promise<void> {
  const { token } = await createToken({ data, publisher: 'bench', role: 'owner', name: 'bench' })
  const publisher = await createTestPublisher(registry.url, token, 'bench')
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const { status, body } = await publisher.publish(
    await packPlugin('long-readme', '1.0.0', 'license = "MIT"\n', { 'README.md': readme }),
  )
  if (status !== 201) throw new Error(JSON.stringify(body))
}

async function measure(
  on: Browser,
  url: string,
  viewport: { width: number; height: number },
): Promise<Figures> {
  const context = await on.newContext({ viewport })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  let scripts = 0
  await session.send('Network.enable')
  const isScript = new Set<string>()
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') isScript.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (isScript.has(requestId)) scripts += encodedDataLength
  })
  await page.addInitScript(() => {
    const seen = { paint: 0, shift: 0, tasks: [] as { start: number; time: number }[], first: 0 }
    ;(globalThis as unknown as { seen: typeof seen }).seen = seen
    const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
    watch('largest-contentful-paint', ({ startTime }) => (seen.paint = startTime))
    watch('layout-shift', (entry) => {
      const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
      if (!hadRecentInput) seen.shift += value
    })
    watch('longtask', ({ startTime, duration }) => seen.tasks.push({ start: startTime, time: duration }))
    watch('paint', ({ name, startTime }) => {
      if (name === 'first-contentful-paint') seen.first = startTime
    })
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.waitForTimeout(1500)
  const { paint, shift, tasks, first } = await page.evaluate(
    () =>
      (
        globalThis as unknown as {
          seen: { paint: number; shift: number; first: number; tasks: { start: number; time: number }[] }
        }
      ).seen,
  )
  await context.close()
  const late = tasks.filter(({ start, time }) => start + time > first)
  return { paint, shift, blocking: late.reduce((sum, { time }) => sum + Math.max(0, time - 50), 0), scripts }
}
