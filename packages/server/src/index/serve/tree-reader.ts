import { createHash } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { paths } from '@waybill/core/paths'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { Settings } from '../../platform/settings.ts'
import { HotFiles, type HotEntry, type HotFile } from './hot-files.ts'
import { acceptedEncodings, byteRange, matchesTag, type Encoding } from '../../platform/http/negotiate.ts'
import { partHeaders, rangeApplies, sendFile, unsatisfiable } from './send-file.ts'

export interface TreeReader {
  /** Answers reads of the tree; false for every other request. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** Drops what memory holds of these paths. */
  changed(paths: readonly string[]): void
}

/** Another process may have written a mutable file: memory is asked again after this time, ms. */
const mutableFor = 1000

const immutable = 'public, max-age=31536000, immutable'
const shortLived = 'public, max-age=60'

/**
 * Serves the registry tree: small files from memory with ready-made headers, large ones streamed in large pieces.
 * ETag, HEAD, conditional requests, one byte range, and the compressed forms that lie beside documents.
 */
export function treeReader(options: {
  blobs: Blobs
  settings: Settings
  log: Logger
  /** Told of each artifact that begins to be sent, whole or from its first byte on. */
  began?: (path: string, request: IncomingMessage) => void
}): TreeReader {
  const { blobs, settings } = options
  const hot = new HotFiles(settings.hotFiles.totalBytes)
  const folders = new Set([
    'metadata',
    ...settings.ecosystem.categories.map((category) => category.id.split('/')[0] ?? ''),
  ])

  const loading = new Map<string, Promise<HotEntry | undefined>>()
  const askedOnce = new Set<string>()

  /** True for small files, and for larger ones that are asked for again: one download does not push others out. */
  function isHot(path: string, size: number): boolean {
    if (size <= settings.hotFiles.fileBytes) return true
    if (size > settings.hotFiles.repeatedBytes) return false
    if (askedOnce.delete(path)) return true
    if (askedOnce.size > 1000) askedOnce.clear()
    askedOnce.add(path)
    return false
  }

  /** Loads a file once, however many ask for it at the same time. */
  function loadOnce(path: string): Promise<HotEntry | undefined> {
    const known = loading.get(path)
    if (known) return known
    const own = load(path)
      .then((entry) => {
        // A file that changed or went while it was read must not come into memory after that was told.
        if (entry && loading.get(path) === own) hot.set(path, entry)
        return entry
      })
      .finally(() => {
        if (loading.get(path) === own) loading.delete(path)
      })
    loading.set(path, own)
    return own
  }

  async function load(path: string): Promise<HotEntry | undefined> {
    const body = await blobs.read(path)
    if (!body) return undefined
    const variants = path.endsWith('.json')
      ? await Promise.all([blobs.read(`${path}.gz`), blobs.read(`${path}.br`)])
      : []
    const [gzip, br] = variants
    const entry: HotEntry = {
      identity: hotFile(path, body, 'identity'),
      ...(gzip ? { gzip: hotFile(path, gzip, 'gzip') } : {}),
      ...(br ? { br: hotFile(path, br, 'br') } : {}),
      freshUntil: isMutable(path) ? Date.now() + mutableFor : undefined,
      bytes: body.length + (gzip?.length ?? 0) + (br?.length ?? 0) + 1000,
    }
    return entry
  }

  /** What is to be told when this file begins to be sent; nothing for what is no artifact. */
  function begins(path: string, request: IncomingMessage): (() => void) | undefined {
    const { began } = options
    return began && isArtifact(path) ? () => began(path, request) : undefined
  }

  async function slow(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const info = await blobs.info(path)
    if (!info) return notFound(path, response)
    if (isHot(path, info.size)) {
      const entry = await loadOnce(path)
      return entry ? sendHot(entry, request, response, begins(path, request)) : notFound(path, response)
    }
    const etag = tagOf(path, info.size, 'identity')
    const headers = { ...baseHeaders(path, etag), 'last-modified': info.modified.toUTCString() }
    const began = begins(path, request)
    sendFile({ path, etag, headers, size: info.size, blobs, log: options.log, began }, request, response)
  }

  return {
    handle(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false
      const path = treePathOf(request.url ?? '', folders)
      if (path === undefined) return false
      const entry = hot.get(path)
      if (entry && (entry.freshUntil === undefined || entry.freshUntil > Date.now()))
        sendHot(entry, request, response, begins(path, request))
      else {
        slow(path, request, response).catch((error: unknown) => {
          options.log.error({ err: error, path }, 'a file of the tree could not be read')
          if (!response.headersSent)
            response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '5' })
          response.end()
        })
      }
      return true
    },
    changed(changedPaths) {
      for (const path of changedPaths) {
        hot.delete(path)
        loading.delete(path)
      }
    },
  }
}

/** The tree path that a URL names; undefined when it is not one, or is written in a form we do not serve. */
function treePathOf(url: string, folders: ReadonlySet<string>): string | undefined {
  const query = url.indexOf('?')
  let path = url.slice(1, query < 0 ? undefined : query)
  if (path.includes('%')) {
    try {
      path = decodeURIComponent(path)
    } catch {
      return undefined
    }
  }
  const slash = path.indexOf('/')
  if (slash < 0 || !folders.has(path.slice(0, slash))) return undefined
  return /^(?:[A-Za-z0-9@_+-][A-Za-z0-9@._+-]*\/)+[A-Za-z0-9@_+-][A-Za-z0-9@._+-]*$/.test(path)
    ? path
    : undefined
}

/** Beside artifacts a category's folder has their signatures alone. */
const isArtifact = (path: string) => !path.startsWith('metadata/') && !path.endsWith('.sig')

function isMutable(path: string): boolean {
  return path === paths.timestamp || path === paths.index || path.endsWith('/SHA256SUMS')
}

const types: readonly (readonly [ending: string, type: string])[] = [
  ['.json', 'application/json'],
  ['.tar.gz', 'application/gzip'],
  ['.zip', 'application/zip'],
  ['.webp', 'image/webp'],
  ['SHA256SUMS', 'text/plain; charset=utf-8'],
]

function baseHeaders(path: string, etag: string): OutgoingHttpHeaders {
  return {
    'content-type': types.find(([ending]) => path.endsWith(ending))?.[1] ?? 'application/octet-stream',
    'cache-control': isMutable(path) ? shortLived : immutable,
    etag,
    'accept-ranges': 'bytes',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    ...(path.endsWith('.json') ? { vary: 'accept-encoding' } : {}),
  }
}

function hotFile(path: string, body: Buffer, encoding: Encoding): HotFile {
  const etag = isMutable(path) ? tagOf(body) : tagOf(path, body.length, encoding)
  const encoded = encoding === 'identity' ? {} : { 'content-encoding': encoding }
  return { body, etag, headers: { ...baseHeaders(path, etag), ...encoded, 'content-length': body.length } }
}

/** A strong tag. Bytes under an immutable path never change, so its path, size and encoding name them. */
function tagOf(...parts: readonly (string | number | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(typeof part === 'number' ? ` ${part} ` : part)
  return `"${hash.digest('base64url').slice(0, 22)}"`
}

function sendHot(
  entry: HotEntry,
  request: IncomingMessage,
  response: ServerResponse,
  began: (() => void) | undefined,
): void {
  const { headers } = request
  const range = headers.range
  // A range is one of the plain bytes: ranges of a compressed form help nobody to resume.
  const file = range === undefined ? choose(entry, headers['accept-encoding']) : entry.identity
  const noneMatch = headers['if-none-match']
  if (noneMatch !== undefined && matchesTag(noneMatch, file.etag)) {
    const { 'content-length': _, ...rest } = file.headers
    response.writeHead(304, rest)
    response.end()
    return
  }
  const part =
    range === undefined || !rangeApplies(request, file.etag) ? undefined : byteRange(range, file.body.length)
  if (part === undefined) {
    response.writeHead(200, file.headers)
    if (request.method === 'GET') began?.()
    response.end(request.method === 'HEAD' ? undefined : file.body)
    return
  }
  if (part === 'unsatisfiable') return unsatisfiable(file.body.length, response)
  response.writeHead(206, { ...file.headers, ...partHeaders(part, file.body.length) })
  if (request.method === 'GET' && part.start === 0) began?.()
  response.end(request.method === 'HEAD' ? undefined : file.body.subarray(part.start, part.end + 1))
}

function choose(entry: HotEntry, accept: string | undefined): HotFile {
  for (const encoding of acceptedEncodings(accept)) {
    const file = entry[encoding]
    if (file) return file
  }
  return entry.identity
}

function notFound(path: string, response: ServerResponse): void {
  const body = JSON.stringify({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: `The tree has no file ${path}.`,
  })
  response.writeHead(404, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
  })
  response.end(body)
}
