import type { ClientRequest, IncomingMessage } from 'node:http'
import { WaybillError } from '@waybill/core/errors'
import { parseAnswer, unreachable, userAgent } from '../http.ts'
import type { MultipartForm } from './multipart.ts'

export interface UploadOptions {
  token: string
  /** Default POST. */
  method?: 'POST' | 'PUT'
  /** Told the bytes sent so far and the whole, after each piece. */
  onProgress?: ((sent: number, total: number) => void) | undefined
  signal?: AbortSignal | undefined
  /** Longest silence of the connection, milliseconds; default five minutes: a large artifact takes a while to check. */
  idleMs?: number | undefined
}

/**
 * Sends a form with its length and reads the JSON answer. `fetch` would not do: it reads an answer that comes before the
 * form's end (a refusal) only by chance. Throws what the answer's problem document says, or `registry.unreachable`.
 */
export async function upload<T>(url: string, form: MultipartForm, options: UploadOptions): Promise<T> {
  const request = await open(url, form, options)
  const answered = answerOf(url, request, options)
  // It may fail while the form is being sent; it is looked at below.
  answered.catch(() => undefined)
  await send(request, form, options)
  const { status, contentType, text } = await answered
  return parseAnswer<T>(url, status, contentType, text)
}

async function open(
  url: string,
  form: MultipartForm,
  { token, signal, method = 'POST', idleMs = 300_000 }: UploadOptions,
): Promise<ClientRequest> {
  // Loaded here: it would make the start of every command slower.
  const http = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  const request = http.request(url, {
    method,
    headers: {
      'user-agent': userAgent,
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'content-type': form.contentType,
      'content-length': form.length,
    },
    ...(signal ? { signal } : {}),
  })
  request.setTimeout(idleMs, () => request.destroy(new Error(`silent for ${idleMs / 1000} s`)))
  return request
}

interface Answer {
  status: number
  contentType: string
  text: string
}

function answerOf(url: string, request: ClientRequest, { signal }: UploadOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(signal?.aborted ? cancelled(cause) : unreachable(url, cause))
    request.on('error', fail)
    request.on('response', (response) => {
      readText(response).then((text) => {
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          text,
        })
        // A refusal needs no more of the form.
        request.destroy()
      }, fail)
    })
  })
}

async function send(
  request: ClientRequest,
  form: MultipartForm,
  { onProgress }: UploadOptions,
): Promise<void> {
  let sent = 0
  try {
    for await (const chunk of form.content()) {
      if (request.destroyed) return
      if (!request.write(chunk)) await drained(request)
      sent += chunk.length
      onProgress?.(sent, form.length)
    }
    request.end()
  } catch (error) {
    request.destroy()
    throw error
  }
}

/** Resolves when more may be written, or when nothing ever will be. */
function drained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      request.off('drain', done)
      request.off('close', done)
      resolve()
    }
    request.on('drain', done)
    request.on('close', done)
  })
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += (chunk as Buffer).length
    if (size > 1024 * 1024) break
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function cancelled(cause: unknown): WaybillError {
  return new WaybillError('operation.cancelled', 'Publishing was cancelled.', {
    hint: 'If all of the artifact was sent, the registry may have it: “waybill info” tells.',
    cause,
  })
}
