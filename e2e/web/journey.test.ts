import { api } from '@waybill/core/paths'
import { testPassword, type Browser as TestBrowser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testCommand } from '../../packages/cli/src/test/waybill.ts'
import { eventsOf, sendEvent } from '../../packages/server/src/billing/test/fake-stripe.ts'
import { hasChromium, settled, startChromium } from './chromium.ts'
import * as account from './journey/account.ts'
import * as publishing from './journey/publishing.ts'
import { button, byAccountMenu, heading, link, openVisitor, type Visitor } from './journey/visitor.ts'
import { openShop, type Shop } from './shop.ts'

const ada: account.Person = { name: 'Ada', email: 'ada@example.org', password: testPassword }
const remark = 'Which harbours are these? Please say where the list comes from.'

/** The marketplace as people meet it: from a first account to a plugin that others find, buy and install. */
describe.skipIf(!hasChromium)('a journey', () => {
  let shop: Shop
  let chromium: Browser
  let rita: TestBrowser
  let bob: TestBrowser

  beforeAll(async () => {
    shop = await openShop()
    chromium = await startChromium()
    const people = peopleOf(shop.registry)
    rita = await people.operator('rita@example.org', 'reviewer')
    bob = await people.account('bob@example.org')
  }, 300_000)
  afterAll(async () => {
    await chromium?.close()
    await shop?.remove()
  })

  const visit = (person?: TestBrowser) => openVisitor(chromium, shop.registry.url, person)

  test('from an account to a plugin that was found, bought and installed', { timeout: 900_000 }, async () => {
    const publisher = await visit()
    await account.signUp(publisher, shop.registry, ada)
    await securely(publisher)
    await publishing.makePublisher(publisher, 'ada')

    const reviewer = await visit(rita)
    await reviewed(publisher, reviewer)
    const customer = await visit(bob)
    await foundAndInstalled(customer)

    await sold(publisher, reviewer)
    await bought(customer)

    for (const { complaints } of [publisher, reviewer, customer]) expect(complaints).toEqual([])
    // Whoever is not signed in is told so; nothing else was refused to anybody.
    expect(publisher.refusals.filter((refusal) => refusal !== '401 GET /api/v1/account')).toEqual([])
    expect([reviewer.refusals, customer.refusals]).toEqual([[], []])
  })

  /** Password, then authenticator app, then passkey: each signs in. */
  async function securely(visitor: Visitor) {
    await account.enterPassword(visitor, ada)
    await account.signedIn(visitor)
    const { app, codes } = await account.turnOnTotp(visitor, ada)
    expect(new Set(codes).size).toBe(10)
    await account.signOut(visitor)

    await account.enterPassword(visitor, ada)
    await visitor.page.getByLabel('Code', { exact: true }).fill(app.generate())
    await button(visitor.page, 'Sign in').click()
    await account.signedIn(visitor)
    const device = await account.addAuthenticator(visitor)
    await account.addPasskey(visitor, 'My laptop')
    expect(await device.credentials()).toBe(1)
    await account.signOut(visitor)

    // The page offers passkeys by itself too, which this device leaves alone; only the button is to sign in here.
    await device.present(false)
    await visitor.page.goto(`${visitor.url}/sign-in`)
    await settled(visitor.page)
    await device.present(true)
    await button(visitor.page, 'Sign in with a passkey').click()
    await account.signedIn(visitor)
  }

  /** A first upload that a reviewer sends back with a remark, and a revision that is approved. */
  async function reviewed(publisher: Visitor, reviewer: Visitor) {
    const description = 'Says when the lights of a harbour are lit.'
    await byAccountMenu(publisher.page, 'Submit')
    await publishing.submit(publisher, await harbourLights('export const harbours = []\n'), { description })
    const submission = publisher.page.url()

    await publishing.claim(reviewer, 'harbour-lights')
    await publishing.commentOnLine(reviewer, 'index.js', 1, remark)
    await publishing.requestChanges(reviewer, 'A word on line 1.')

    await publisher.page.getByText('It needs changes').waitFor()
    await publisher.page.getByText(remark).waitFor()
    await publisher.page.getByText('line 1', { exact: true }).waitFor()
    await link(publisher.page, 'Upload a revision').click()
    await publishing.submit(
      publisher,
      await harbourLights('// From the list of lights, 2026.\nexport const harbours = []\n'),
    )
    expect(publisher.page.url()).toBe(submission)

    await publishing.claim(reviewer, 'harbour-lights')
    await publishing.approve(reviewer)
    await publisher.page.getByText('Everyone can install it.').waitFor()
  }

  /** Found by a slip of the pen; its command is copied from the page and does what it says. */
  async function foundAndInstalled(visitor: Visitor) {
    const { page } = visitor
    await page.goto(`${visitor.url}/search`)
    await heading(page, /harbour-lights/).waitFor()
    await page.getByRole('combobox', { name: /^Search/ }).fill('harbur lights')
    await page.keyboard.press('Enter')
    // The results of before stay until those of now are there.
    await heading(page, 'Results for “harbour lights”').waitFor()
    await page.getByRole('region', { name: 'Results' }).getByRole('link', { name: 'harbour-lights' }).click()
    await heading(page, 'harbour-lights').waitFor()
    const { run } = await command()
    const installed = await run(await copied(visitor, 'Copy the command'))
    expect(installed.status, installed.stderr).toBe(0)
    expect(installed.stdout + installed.stderr).toContain('harbour-lights')
    expect((await run(['list', '--json'])).stdout).toContain('"harbour-lights"')
  }

  /** A second plugin, which costs something. */
  async function sold(publisher: Visitor, reviewer: Visitor) {
    await byAccountMenu(publisher.page, 'Submit')
    await publishing.submit(publisher, await plugin('tide-tables', 'export const tides = []\n'), {
      price: '19',
    })
    await publishing.claim(reviewer, 'tide-tables')
    await publishing.approve(reviewer)
    await publisher.page.getByText('Everyone can install it.').waitFor()
  }

  /** Paid at the payment service, confirmed by its signed event, shown as bought, and installed. */
  async function bought(visitor: Visitor) {
    const { page, url } = visitor
    const token = (await bob.call('POST', api.tokens, { name: 'laptop' })).body.token as string
    const { run } = await command(token)
    expect((await run(['install', 'tide-tables'])).status).toBe(6)

    await page.route('https://checkout.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: '<title>Pay</title><h1>Pay €19.00</h1>',
      }),
    )
    await page.goto(`${url}/packages/tide-tables`)
    await link(page, /^Buy for €19/).click()
    await button(page, /^Pay €19/).click()
    await heading(page, 'Pay €19.00').waitFor()
    const purchase = shop.stripe.lastPurchase()
    expect(page.url()).toBe(`https://checkout.example/${purchase.session}`)

    await page.goto(shop.stripe.asked.at(-1)?.get('success_url') ?? 'about:blank')
    await heading(page, 'Thank you').waitFor()
    const paid = eventsOf(purchase, { amount: 1900, currency: 'eur' }).completed(
      Math.floor(Date.now() / 1000),
    )
    expect(await sendEvent(url, paid)).toBe(200)
    await heading(page, 'tide-tables is yours').waitFor()
    const installed = await run(await copied(visitor, 'Copy the command to install'))
    expect(installed.status, installed.stderr).toBe(0)
    await page.goto(`${url}/account/purchases`)
    await page.getByText('tide-tables').first().waitFor()
  }

  const plugin = async (name: string, code: string): Promise<publishing.Archive> => ({
    fileName: `${name}-1.0.0.tar.gz`,
    bytes: await packPlugin(name, '1.0.0', 'license = "MIT"\nmain = "index.js"\n', {
      'index.js': code,
      LICENSE: 'MIT',
      'README.md': `# ${name}\n\nSays what the sea does.\n`,
      'CHANGELOG.md': '# Changes\n\n## 1.0.0\n\nThe first one.\n',
    }),
  })
  const harbourLights = (code: string) => plugin('harbour-lights', code)

  /** What a button of the page puts on the clipboard, as the arguments of the command. */
  async function copied({ page }: Visitor, name: string): Promise<string[]> {
    await button(page, name).first().click()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    const [first, ...args] = text.split(' ')
    expect(first).toBe('waybill')
    return args
  }

  /** The real command, with a home that has pinned the registry. */
  async function command(token?: string) {
    const { run: start } = await testCommand()
    const { url, fingerprint } = shop.registry
    const run = (args: string[]) => start(args, token === undefined ? {} : { env: { WAYBILL_TOKEN: token } })
    const added = await run(['registry', 'add', url, '--fingerprint', fingerprint])
    expect(added.status, added.stderr).toBe(0)
    return { run }
  }
})
