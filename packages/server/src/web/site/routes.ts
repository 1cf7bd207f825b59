import type { FastifyReply, FastifyRequest } from 'fastify'
import { acceptedEncodings, matchesTag } from '../../platform/http/negotiate.ts'
import type { HttpApp } from '../../platform/http/index.ts'
import { documentOf, text } from './document.ts'
import type { BuiltSite, SiteFile } from './files.ts'
import { pageAt } from './match.ts'
import type { PageContext, Told } from './pages.ts'

/** Nothing but what this origin serves, no script and no style inside of the page (CSP level 3). */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What the head of a page needs of the ecosystem. */
interface Ecosystem {
  name: string
  tagline: string
  colours: { accent: string }
  words: { packages: string }
  categories: PageContext['categories']
}

/** What a page begins with besides its own reads. */
const always = ['/api/v1/ecosystem', '/api/v1/account']

const read = { config: { operation: 'registry.read' as const }, schema: { hide: true } }

/** Serves the marketplace: the built files, and for every page its document with head and first data. */
export function siteRoutes(
  http: HttpApp,
  { site, url }: { site: BuiltSite | undefined; url: () => string },
): void {
  http.get('/assets/*', read, (request, reply) => sendFile(pathOf(request), request, reply))
  for (const path of ['/theme.js', '/icon.svg'])
    http.get(path, read, (request, reply) => sendFile(path, request, reply))
  http.get('/', read, sendPage)
  http.get('/*', read, sendPage)

  function sendFile(path: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const file = site?.files.get(path)
    if (!file) return notFound(reply)
    reply
      .header('etag', file.etag)
      .header('vary', 'Accept-Encoding')
      .header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=300')
    const given = request.headers['if-none-match']
    if (given !== undefined && matchesTag(given, file.etag)) return reply.status(304).send()
    const { body, encoding } = encodedFor(file, request.headers['accept-encoding'])
    if (encoding !== undefined) reply.header('content-encoding', encoding)
    return reply.type(file.type).send(body)
  }

  async function sendPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const path = pathOf(request)
    if (path.startsWith('/api/')) return reply.callNotFound() as unknown as FastifyReply
    if (!site) return notBuilt(reply)
    const found = pageAt(path)
    const query = new URLSearchParams(request.url.slice(path.length + 1))
    const told: Told[] = []
    const data: Record<string, unknown> = {}
    let isBusy = false
    for (const address of always) data[address] = (await ask(request, address)).told
    for (const reads of found?.page.reads ?? []) {
      const address = reads({ parts: found?.parts ?? {}, query }, told)
      const answer = address === undefined ? undefined : await ask(request, address)
      if (told.length === 0) isBusy = answer?.isBusy === true
      told.push(answer?.told)
      if (address !== undefined && answer?.told !== undefined) data[address] = answer.told
    }
    const ecosystem = (data['/api/v1/ecosystem'] ?? {}) as Partial<Ecosystem>
    const siteName = ecosystem.name ?? 'Waybill'
    const context = {
      parts: found?.parts ?? {},
      query,
      told,
      siteName,
      tagline: ecosystem.tagline ?? '',
      packages: ecosystem.words?.packages ?? 'packages',
      categories: ecosystem.categories ?? [],
    }
    const exists = found !== undefined && (found.page.exists?.(context) ?? true)
    const head = exists
      ? found.page.head(context)
      : { title: `${isBusy ? 'Try again' : 'Nothing here'} · ${siteName}` }
    const document = documentOf({
      template: site.template,
      head,
      siteName,
      url: url(),
      accent: ecosystem.colours?.accent ?? 'indigo',
      scripts: [
        ...new Set(found?.page.modules.flatMap((name) => site.modules(`src/pages/${name}.tsx`)) ?? []),
      ],
      fonts: [site.asset('inter-latin-wght-normal.woff2')].filter((font) => font !== undefined),
      data,
    })
    return (
      pageHeaders(reply)
        // What cannot be told now is not gone: search engines come back for it.
        .status(exists ? 200 : isBusy ? 503 : 404)
        .send(document)
    )
  }

  /** Asks the API within this process as the caller of the page: what they may not see, the page does not begin with. */
  async function ask(request: FastifyRequest, address: string): Promise<{ told: Told; isBusy?: boolean }> {
    const personal = address === '/api/v1/account'
    const { cookie } = request.headers
    const nobody = { told: null as unknown as Told }
    if (personal && cookie === undefined) return nobody
    const answer = await http.inject({
      url: address,
      remoteAddress: request.ip,
      headers: personal && cookie !== undefined ? { cookie } : {},
    })
    if (answer.statusCode === 401 && personal) return nobody
    if (answer.statusCode === 200) return { told: answer.json<Record<string, unknown>>() }
    return { told: undefined, isBusy: answer.statusCode === 429 || answer.statusCode >= 500 }
  }
}

function pageHeaders(reply: FastifyReply): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'private, no-cache')
    .header('content-security-policy', contentPolicy)
    .header('referrer-policy', 'same-origin')
    .header('cross-origin-opener-policy', 'same-origin')
    .header('permissions-policy', 'camera=(), microphone=(), geolocation=()')
    .header('x-frame-options', 'DENY')
}

function notBuilt(reply: FastifyReply): FastifyReply {
  const says =
    'The pages of this registry were not built. Run “npm run build:web”, then start the registry again.'
  return pageHeaders(reply)
    .status(503)
    .send(`<!doctype html><title>Waybill</title><p>${text(says)}</p>`)
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.status(404).type('text/plain; charset=utf-8').send('There is no such file.\n')
}

function encodedFor(file: SiteFile, accepts: string | undefined) {
  for (const encoding of acceptedEncodings(accepts)) {
    if (encoding === 'br' && file.br) return { body: file.br, encoding }
    if (encoding === 'gzip' && file.gzip) return { body: file.gzip, encoding }
  }
  return { body: file.identity, encoding: undefined }
}

const pathOf = (request: FastifyRequest) => request.url.split('?')[0] ?? '/'
