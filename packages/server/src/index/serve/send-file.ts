import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import type { Blobs } from '../../platform/blobs/index.ts'
import { pieceCollector } from '../../platform/collect.ts'
import type { Logger } from '../../platform/log.ts'
import { byteRange, matchesTag } from '../../platform/http/negotiate.ts'

export interface SentFile {
  /** Where it lies in `blobs`. */
  readonly path: string
  readonly etag: string
  /** Of every answer but a refusal. */
  readonly headers: OutgoingHttpHeaders
  readonly size: number
  readonly blobs: Blobs
  readonly log: Logger
  /** Told when the file begins to be sent, whole or from its first byte on: not of HEAD, 304 or a later part. */
  readonly began?: (() => void) | undefined
}

/** Streams a stored file: conditional requests, HEAD, and one byte range. */
export function sendFile(file: SentFile, request: IncomingMessage, response: ServerResponse): void {
  const noneMatch = request.headers['if-none-match']
  if (noneMatch !== undefined && matchesTag(noneMatch, file.etag)) {
    response.writeHead(304, file.headers)
    response.end()
    return
  }
  const part = rangeApplies(request, file.etag) ? byteRange(request.headers.range, file.size) : undefined
  if (part === 'unsatisfiable') return unsatisfiable(file.size, response)
  const headers = part
    ? { ...file.headers, ...partHeaders(part, file.size) }
    : { ...file.headers, 'content-length': file.size }
  response.writeHead(part ? 206 : 200, headers)
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  if (!part || part.start === 0) file.began?.()
  const body = file.blobs.stream(file.path, part)
  const passed = pieceCollector()
  pipeline(body, response, (error) => {
    // A client that goes away is its own business; a file that breaks off is ours.
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE')
      file.log.error({ err: error, path: file.path }, 'a download broke off')
  })
  body.on('data', (piece: Buffer) => passed(piece.length))
}

/** `If-Range` makes a range count only for the same bytes (RFC 9110 §13.1.5). */
export function rangeApplies(request: IncomingMessage, etag: string): boolean {
  const condition = request.headers['if-range']
  return condition === undefined || condition === etag
}

export function partHeaders(part: { start: number; end: number }, size: number): OutgoingHttpHeaders {
  return {
    'content-range': `bytes ${part.start}-${part.end}/${size}`,
    'content-length': part.end - part.start + 1,
  }
}

export function unsatisfiable(size: number, response: ServerResponse): void {
  response.writeHead(416, { 'content-range': `bytes */${size}`, 'content-length': 0 })
  response.end()
}
