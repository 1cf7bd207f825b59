import { WaybillError } from '@waybill/core/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHttp, type HttpApp } from '../../platform/http/index.ts'
import { createLogger } from '../../platform/log.ts'
import { siteRoutes } from './routes.ts'

/** Documents of pages, around an API that answers what a test needs. */

const answers: Record<string, () => object> = {
  '/api/v1/ecosystem': () => ({ name: 'Testing', categories: [{ id: 'tools' }] }),
}
const asked: string[] = []
let http: HttpApp

beforeAll(async () => {
  http = await createHttp({
    log: createLogger('silent'),
    bodyBytes: 1000,
    first: () => false,
    describe: () => ({}),
    trustedProxies: [],
  })
  http.get('/api/v1/*', (request) => {
    asked.push(request.url)
    const make = answers[request.url.split('?')[0] ?? '']
    if (make) return make()
    throw new WaybillError('package.not_found', 'There is none.')
  })
  const site = {
    files: new Map(),
    template: '<html lang="en"><head><!--head--></head><body><!--data--></body></html>',
    modules: () => [],
    asset: () => undefined,
  }
  siteRoutes(http, { site, url: () => 'https://registry.example' })
})
afterAll(() => http.close())

const page = (url: string) => http.inject({ url })

test('a page that nobody has is not found, and one that cannot be shown now is not said to be gone', async () => {
  expect((await page('/packages/none')).statusCode).toBe(404)
  answers['/api/v1/packages/busy'] = () => {
    throw new WaybillError('limit.exceeded', 'Too much.')
  }
  answers['/api/v1/packages/broken'] = () => {
    throw new Error('the database is away')
  }
  expect((await page('/packages/busy')).statusCode).toBe(503)
  const broken = await page('/packages/broken')
  expect(broken.statusCode).toBe(503)
  expect(broken.headers['content-type']).toMatch('text/html')
  expect(broken.body).toContain('noindex')
})

test('the whole of a query is asked for', async () => {
  answers['/api/v1/search'] = () => ({ total: 1 })
  await page('/search?q=what%3F+now?&tag=a')
  expect(asked.at(-1)).toBe('/api/v1/search?q=what%3F+now%3F&tag=a')
})

test('search engines keep no page of a category that there is not', async () => {
  answers['/api/v1/search'] = () => ({ total: 0 })
  expect((await page('/categories/tools')).body).toContain('href="https://registry.example/categories/tools"')
  expect((await page('/categories/call-this-number')).body).toContain('noindex')
})

test('texts of others end neither an attribute nor a script', async () => {
  const text = `"'><img src=x onerror=alert(1)></title></script><!--data--> $& \u2028`
  answers['/api/v1/packages/evil'] = () => ({
    card: { title: text, description: text, publisher: text, license: text },
  })
  const { body } = await page('/packages/evil')
  expect(body).not.toContain('<img')
  expect(body.match(/<script/g)).toHaveLength(2)
  expect(body.match(/<\/script/g)).toHaveLength(2)
  const data = /id="page-data">(.*)<\/script>/.exec(body)?.[1] ?? ''
  expect(JSON.parse(data)['/api/v1/packages/evil'].card.title).toBe(text)
})
