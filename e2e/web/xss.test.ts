import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vectors } from '../../packages/server/src/packages/readme/test/vectors.ts'
import { hasChromium, shown, startChromium } from './chromium.ts'

/** What hostile text could reach, in a real browser: every vector is inert as README, as release notes and as description. */
describe.skipIf(!hasChromium)('hostile text', () => {
  let registry: TestRegistry
  let chromium: Browser

  beforeAll(async () => {
    registry = await startTestRegistry()
    chromium = await startChromium()
    const acme = await registry.publisher('acme')
    const published = await acme.publish(
      await packPlugin('hostile', '1.0.0', 'keywords = ["x"]\n', { 'README.md': '# Hi\n' }),
    )
    expect(published.status).toBe(201)
  }, 120_000)
  afterAll(async () => {
    await chromium?.close()
    await registry?.remove()
  })

  async function give(markdown: string): Promise<void> {
    // Straight into the tables: what no check would have let through must be inert as well.
    await registry.query(
      `update versions set readme = $1, release_notes = $1,
         manifest = jsonb_set(jsonb_set(manifest, '{description}', to_jsonb($1::text)), '{keywords}', jsonb_build_array($1::text))`,
      [markdown],
    )
    await registry.query('delete from search_documents')
  }

  /** What ran, opened, or came from elsewhere while the page was shown. */
  async function visit(page: Page, path: string): Promise<string[]> {
    const ran: string[] = []
    const foreign = (url: string) => !url.startsWith(registry.url) && !/^(?:data|blob|about):/.test(url)
    const onRequest = (request: { url(): string }) => {
      if (foreign(request.url())) ran.push(`asked for ${request.url()}`)
    }
    const onDialog = (dialog: { dismiss(): Promise<void> }) => {
      ran.push('opened a dialog')
      void dialog.dismiss()
    }
    page.on('request', onRequest).on('dialog', onDialog)
    await page.goto(registry.url + path, { waitUntil: 'load' })
    await shown(page)
    // What would run, runs at once.
    await page.waitForTimeout(100)
    if (await page.evaluate(() => 'pwned' in globalThis)) ran.push('ran a script')
    if (new URL(page.url()).pathname !== path) ran.push(`went to ${page.url()}`)
    const active = await page.evaluate(() =>
      [...document.querySelectorAll('.prose *')]
        .filter(
          (element) =>
            /^(script|style|iframe|object|embed|form|base|link|meta|svg|math)$/i.test(element.tagName) ||
            [...element.attributes].some(
              ({ name, value }) => /^on|^style$|^srcdoc$/i.test(name) || /^\s*javascript:/i.test(value),
            ),
        )
        .map((element) => element.outerHTML.slice(0, 200)),
    )
    ran.push(...active)
    page.off('request', onRequest).off('dialog', onDialog)
    return ran
  }

  test(`${vectors.length} vectors are inert`, { timeout: 900_000 }, async () => {
    expect(vectors.length).toBeGreaterThanOrEqual(100)
    const page = await chromium.newPage()
    const found: Record<string, string[]> = {}
    for (const { name, markdown } of vectors) {
      // PostgreSQL keeps no NUL.
      await give(markdown.replaceAll('\0', '\uFFFD'))
      const ran = await visit(page, '/packages/hostile')
      if (ran.length > 0) found[name] = ran
    }
    expect(found).toEqual({})
  })

  test('also among the versions, in a list and in the head', { timeout: 300_000 }, async () => {
    const page = await chromium.newPage()
    const all = vectors.map(({ markdown }) => markdown.replaceAll('\0', '\uFFFD')).join('\n\n')
    await give(`</script></title></style><!-- ${all}`)
    for (const path of ['/packages/hostile/versions', '/packages/hostile/permissions', '/search', '/'])
      expect(await visit(page, path), path).toEqual([])
  })

  test('the policy of pages lets nothing inside of them run', async () => {
    const { headers } = await fetch(registry.url)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    const page = await chromium.newPage()
    await page.goto(registry.url)
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.pwned = 1'
      document.body.append(script)
      const button = document.createElement('button')
      button.setAttribute('onclick', 'globalThis.pwned = 1')
      button.click()
      return 'pwned' in globalThis
    })
    expect(ran).toBe(false)
  })
})
