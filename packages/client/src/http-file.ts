import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { fileFailure, isMissing } from './files.ts'

/**
 * Answers for a registry tree in a folder of this machine (an export on a stick, a mounted share) as a web server would:
 * 200 or 206 with the bytes, 404 where there is no file.
 */
export async function readFileUrl(
  url: string,
  { headers = {}, signal }: { headers?: Record<string, string>; signal?: AbortSignal },
): Promise<Response> {
  const path = fileURLToPath(url)
  const found = await stat(path).catch((cause: unknown) => {
    if (isMissing(cause)) return undefined
    throw fileFailure(path, 'read', cause)
  })
  if (!found?.isFile()) return new Response(null, { status: 404 })
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  const stream = createReadStream(path, { start, ...(signal ? { signal } : {}), highWaterMark: 256 * 1024 })
  const body = Readable.toWeb(stream) as ReadableStream<Uint8Array>
  return new Response(body, {
    status: start > 0 ? 206 : 200,
    headers: { 'content-length': String(found.size - start) },
  })
}
