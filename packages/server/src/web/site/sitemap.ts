import { api } from '@waybill/core/paths'
import { minute, type Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/index.ts'
import type { HttpApp } from '../../platform/http/index.ts'
import { remembering } from '../../platform/remember.ts'
import { publishedPage } from '../../packages/index.ts'
import { text } from './document.ts'

/** Most addresses of one file; the format allows 50,000 (sitemaps.org). */
const perFile = 20_000

const read = { config: { operation: 'registry.read' as const }, schema: { hide: true } }

/** What search engines look for: which pages there are, and which are none of theirs. */
export function sitemapRoutes(
  http: HttpApp,
  { database, clock, url }: { database: Database; clock: Clock; url: () => string },
): void {
  // Every package is looked at for a file; anybody may ask for it as often as they like.
  const files = remembering<string>({ most: 64, milliseconds: 10 * minute, clock })
  const counts = remembering<number>({ most: 1, milliseconds: 10 * minute, clock })
  const countFiles = () =>
    counts('files', async () => {
      const { count } = await publishedPage(database, { from: 0, most: 0 })
      return Math.max(1, Math.ceil(count / perFile))
    })

  http.get('/robots.txt', read, (_request, reply) => {
    const closed = ['/api/', '/account', '/admin', '/dashboard', '/review', '/organizations']
    const lines = ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), `Allow: ${api.docs}`]
    return reply
      .type('text/plain; charset=utf-8')
      .send(`${lines.join('\n')}\nSitemap: ${absolute('/sitemap.xml')}\n`)
  })

  http.get('/sitemap.xml', read, async (_request, reply) => {
    const entries = Array.from(
      { length: await countFiles() },
      (_, place) => `<sitemap><loc>${text(absolute(`/sitemaps/${place + 1}.xml`))}</loc></sitemap>`,
    )
    return xml(reply, `<sitemapindex xmlns="${namespace}">${entries.join('')}</sitemapindex>`)
  })

  http.get<{ Params: { file: string } }>('/sitemaps/:file', read, async (request, reply) => {
    const place = Number(/^(\d{1,6})\.xml$/.exec(request.params.file)?.[1] ?? 0)
    if (place === 0 || place > (await countFiles())) return reply.callNotFound()
    return xml(reply, await files(String(place), () => fileOf(place)))
  })

  async function fileOf(place: number): Promise<string> {
    const { packages } = await publishedPage(database, { from: (place - 1) * perFile, most: perFile })
    const entries = packages.map(
      ({ name, changedAt }) =>
        `<url><loc>${text(absolute(`/packages/${encodeURIComponent(name).replace('%40', '@')}`))}</loc><lastmod>${changedAt.toISOString()}</lastmod></url>`,
    )
    const start = place === 1 ? [`<url><loc>${text(absolute('/'))}</loc></url>`] : []
    return `<urlset xmlns="${namespace}">${[...start, ...entries].join('')}</urlset>`
  }

  const absolute = (path: string) => new URL(path, url()).href
}

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9'

function xml<
  Reply extends {
    type(name: string): Reply
    header(name: string, value: string): Reply
    send(body: string): Reply
  },
>(reply: Reply, body: string): Reply {
  return reply
    .type('application/xml; charset=utf-8')
    .header('cache-control', 'public, max-age=3600')
    .send(`<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`)
}
