import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Browser as TestBrowser } from '@waybill/testkit/browser'
import { signIn } from '../chromium.ts'

/** Somebody at a browser of their own, at one page of a registry. */
export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  readonly url: string
  /** What the console told: complaints, and refused requests as `401 GET /path`. */
  readonly complaints: string[]
  readonly refusals: string[]
}

/** Opens a browser on a registry; with `person` it is signed in as them. The machine may be slow: all waiting is patient. */
export async function openVisitor(chromium: Browser, url: string, person?: TestBrowser): Promise<Visitor> {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 } })
  context.setDefaultTimeout(60_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url })
  if (person) await signIn(context, url, person)
  const page = await context.newPage()
  const complaints: string[] = []
  const refusals: string[] = []
  page.on('console', (message) => {
    // Which request was refused is told by the answers themselves.
    const isRefusal = /Failed to load resource: the server responded/.test(message.text())
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('response', (response) => {
    if (response.status() < 400) return
    refusals.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`)
  })
  return { page, context, url, complaints, refusals }
}

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
export const link = (page: Page, name: string | RegExp) =>
  page.getByRole('link', { name, exact: typeof name === 'string' })
export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { name, exact: typeof name === 'string' })

/** Goes on by the menu of the account in the head. */
export async function byAccountMenu(page: Page, entry: string): Promise<void> {
  await button(page, 'Account').click()
  await page.getByRole('menuitem', { name: entry, exact: true }).click()
}
