import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { Browser as TestBrowser } from '@waybill/testkit/browser'

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].filter(
  (place) => place !== undefined,
)
const executablePath = places.find((place) => existsSync(place))

/** False without Chromium: the tests that need one are skipped, which CI forbids. */
export const hasChromium = executablePath !== undefined
if (!hasChromium && process.env.WAYBILL_TEST_REQUIRE_ALL)
  throw new Error('Chromium is not there: apt-get install chromium, or say with CHROMIUM where it is')
if (!hasChromium) console.warn('skipped: the tests of pages need Chromium')

export function startChromium(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
}

/** Whatever a page complains of in its console; a refused script or style is such a complaint. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

/** Gives a context of the browser the session of somebody who signed in over HTTP. */
export async function signIn(context: BrowserContext, url: string, person: TestBrowser): Promise<void> {
  await context.addCookies(
    [...person.cookies].map(([name, value]) => ({ name, value: decodeURIComponent(value), url })),
  )
}

/** The page has what it shows, in place of what stood for it. */
export async function shown(page: Page): Promise<void> {
  await page.waitForSelector('main h1', { timeout: 15_000 })
  const isDone = () => document.querySelector('[role="status"] .animate-pulse') === null
  // The page that shows every component shows this one too, for good.
  if (new URL(page.url()).pathname !== '/design') await page.waitForFunction(isDone)
}

/** The page has what it shows, and asks for nothing any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await shown(page)
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on a page that is serious or critical (WCAG 2.2 A and AA, and its best practices). */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const findings = await page.evaluate(async () => {
    interface Result {
      violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
    }
    const { axe: run } = globalThis as unknown as { axe: { run: () => Promise<Result> } }
    const { violations } = await run.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`))
  })
  return findings
}
