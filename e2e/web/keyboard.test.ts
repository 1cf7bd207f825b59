import { api } from '@waybill/core/paths'
import type { Browser as TestBrowser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, settled, startChromium } from './chromium.ts'
import { keysOf } from './journey/keys.ts'
import { button, heading, link, openVisitor } from './journey/visitor.ts'
import { openShop, type Shop } from './shop.ts'

/** The marketplace without a mouse; each test goes on where the one before it ended. */
describe.skipIf(!hasChromium)('by keyboard alone', { timeout: 600_000 }, () => {
  let shop: Shop
  let chromium: Browser
  let rita: TestBrowser
  let ada: TestBrowser

  beforeAll(async () => {
    shop = await openShop()
    chromium = await startChromium()
    const people = peopleOf(shop.registry)
    rita = await people.operator('rita@example.org', 'reviewer')
    ada = await people.account('ada@example.org')
    await ada.call('POST', api.publishers, { name: 'ada' })
    // The queue has something else before what these tests hand in.
    const bob = await people.publisher('bob')
    const { body } = await bob.upload(await plugin('sea-charts'))
    const metadata = { name: 'sea-charts', version: '1.0.0' }
    const submitted = await bob.request('POST', api.submit, { packageId: body.packageId, metadata })
    expect(submitted.status).toBe(201)
    const queued = async () =>
      ((await rita.call('GET', api.reviewQueue)).body.submissions as unknown[]).length === 1
    while (!(await queued())) await new Promise((resolve) => setTimeout(resolve, 100))
  }, 300_000)
  afterAll(async () => {
    await chromium?.close()
    await shop?.remove()
  })

  const plugin = (name: string) =>
    packPlugin(name, '1.0.0', 'license = "MIT"\nmain = "index.js"\n', {
      LICENSE: 'MIT',
      'README.md': `# ${name}\n\nFor those at sea.\n`,
      'CHANGELOG.md': '# Changes\n\n## 1.0.0\n\nThe first one.\n',
    })
  const open = async (path: string, person?: TestBrowser) => {
    const { page } = await openVisitor(chromium, shop.registry.url, person)
    await page.goto(shop.registry.url + path)
    await settled(page)
    return keysOf(page)
  }

  test('a plugin is handed in by the wizard', async () => {
    const { page, press, type, focusKept } = await open('/dashboard', ada)
    const buffer = await plugin('harbour-lights')
    const file = { name: 'harbour-lights-1.0.0.tar.gz', mimeType: 'application/gzip', buffer }
    // The window in which one chooses a file is the system’s own.
    page.once('filechooser', (chooser) => void chooser.setFiles(file))
    await press(link(page, 'Submit your first'), 'Enter', () => heading(page, /Choose the file/).waitFor())
    await press(button(page, 'Choose a file'), 'Enter')
    await page.getByRole('list', { name: 'Chosen files' }).getByRole('listitem').waitFor()
    await focusKept('choosing a file')
    await press(button(page, 'Continue'), 'Enter', () => heading(page, /Sign and upload it/).waitFor())
    await press(button(page, 'Make and register a key'), 'Enter', () =>
      page.getByText(/^This browser has a key of /).waitFor(),
    )
    await press(button(page, 'Sign and upload'), 'Enter', () => heading(page, /Describe it/).waitFor())
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('harbour-lights')
    await type(page.getByLabel('Description'), 'Says when the lights of a harbour are lit.')
    await press(button(page, 'Continue'), 'Enter', () => heading(page, /Look it over/).waitFor())
    await press(button(page, 'Hand it in'), 'Enter', () =>
      page.getByText('It waits for a reviewer').waitFor(),
    )
  })

  test('it is reviewed: found in the queue, remarked upon, approved', async () => {
    const { page, press, tabTo, type, showsFocus, focusKept, stopsAt } = await open('/review', rita)
    const queue = page.getByRole('list', { name: 'Queue' })
    const [first, second] = ['sea-charts', 'harbour-lights'].map((name) =>
      queue.getByRole('link', { name: new RegExp(name) }),
    ) as [ReturnType<typeof link>, ReturnType<typeof link>]
    await second.waitFor()
    for (const [key, row] of [
      ['j', first],
      ['j', second],
      ['k', first],
      ['j', second],
    ] as const) {
      await page.keyboard.press(key)
      expect(await stopsAt(row), key).toBe(true)
      await showsFocus()
    }
    await page.keyboard.press('Enter')
    await heading(page, /^harbour-lights/).waitFor()
    await focusKept('opening the review')
    await press(button(page, 'Claim'), 'Enter', () => page.getByText(/^You have this/).waitFor())

    await press(button(page, /^index\.js /), 'Enter', () => page.getByRole('table').waitFor())
    const onLine = button(page, 'Comment on line 1')
    await press(onLine, 'Enter')
    const field = page.getByRole('textbox', { name: 'Comment on line 1', exact: true })
    expect(await stopsAt(field)).toBe(true)
    await page.keyboard.type('Which harbours are these?')
    await page.keyboard.press('ControlOrMeta+Enter')
    await field.waitFor({ state: 'detached' })
    await page.getByRole('table').getByText('Which harbours are these?').waitFor()
    expect(await stopsAt(onLine)).toBe(true)
    await showsFocus()

    const points = page.getByRole('group', { name: 'What an approval vouches for' }).getByRole('checkbox')
    for (const point of await points.all()) {
      await press(point, 'Space')
      expect(await point.isChecked()).toBe(true)
    }
    await press(page.getByRole('radio', { name: /^Approve/ }), 'Space')
    await tabTo(page.getByLabel('A word to the publisher (optional)'))
    await type(page.getByLabel('A word to the publisher (optional)'), 'Thank you.')
    await press(button(page, 'Approve and publish'), 'Enter', () => page.waitForURL(/\/review$/))
    await first.waitFor()
    await second.waitFor({ state: 'detached' })
    // The next one is a key away.
    await page.keyboard.press('j')
    expect(await stopsAt(first)).toBe(true)
  })

  test('it is found, and its command copied', async () => {
    const { page, press, showsFocus, focusKept, stopsAt } = await open('/publishers/ada')
    await heading(page, 'harbour-lights').waitFor()
    await page.keyboard.press('/')
    const field = page.getByRole('combobox', { name: /^Search/ })
    expect(await stopsAt(field)).toBe(true)
    await showsFocus()
    await page.keyboard.type('harbur lights')
    await page.keyboard.press('Enter')
    await heading(page, 'Results for “harbour lights”').waitFor()
    const results = page.getByRole('region', { name: 'Results' })
    await focusKept('searching')
    await press(button(page, 'Skip to the results'), 'Enter')
    await press(results.getByRole('link', { name: 'harbour-lights' }), 'Enter', () =>
      heading(page, 'harbour-lights').first().waitFor(),
    )
    await press(button(page, 'Copy the command'), 'Enter', () =>
      page.getByText('Copied the command', { exact: true }).first().waitFor(),
    )
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('waybill install harbour-lights')
    expect(await stopsAt(button(page, 'Copy the command'))).toBe(true)
  })

  test('a suggestion is chosen by arrow keys', async () => {
    const { page, focusKept } = await open('/search')
    await page.keyboard.press('/')
    await page.keyboard.type('harb')
    const option = page.getByRole('option', { name: /^harbour-lights/ })
    await option.waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await option.getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Enter')
    await heading(page, 'harbour-lights').first().waitFor()
    await focusKept('choosing a suggestion')
  })
})
