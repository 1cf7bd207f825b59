import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Artifact, PublisherKey } from '@waybill/core/documents'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { createVerifier } from '@waybill/core/trust'
import { fileFailure } from '../files.ts'
import { cachePaths, touch } from './layout.ts'
import { send, unreachable } from '../http.ts'

export interface DownloadRequest {
  readonly baseUrl: string
  readonly artifact: Artifact
  /** Keys of the package's document. */
  readonly keys: readonly PublisherKey[]
  readonly onProgress?: ((received: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Only what the cache has. */
  readonly offline?: boolean
}

const attempts = 3
const stallMs = 60_000

/**
 * The artifact as a file in the cache, with length, SHA-256, SHA-512 and publisher signature checked. A download that was
 * cut goes on where it stopped. Throws `checksum.mismatch`, `signature.invalid`, `key.unknown`, `key.revoked` or
 * `registry.unreachable`.
 */
export async function fetchArtifact(cache: string, request: DownloadRequest): Promise<string> {
  const key = signingKey(request)
  const { sha256, size } = request.artifact
  const file = cachePaths.artifact(cache, sha256)
  if (await isPresent(file)) {
    const flaw = await verifyFile(file, request.artifact, key.pem)
    if (!flaw) {
      await touch(file)
      request.onProgress?.(size)
      return file
    }
    // The cache's copy is damaged: it is dropped and fetched again.
    await rm(file, { force: true })
  }
  if (request.offline) throw notKept(request)
  const partial = cachePaths.partial(cache, sha256)
  await mkdir(dirname(partial), { recursive: true })
  await mkdir(dirname(file), { recursive: true })
  const resumed = (await sizeOf(partial)) > 0
  await downloadWithRetries(partial, request)
  let flaw = await verifyFile(partial, request.artifact, key.pem)
  if (flaw && resumed) {
    // What a former try left may be the culprit.
    await rm(partial, { force: true })
    await downloadWithRetries(partial, request)
    flaw = await verifyFile(partial, request.artifact, key.pem)
  }
  if (flaw) {
    await rm(partial, { force: true })
    throw flaw
  }
  await rename(partial, file)
  return file
}

function notKept({ artifact }: DownloadRequest): WaybillError {
  return new WaybillError(
    'registry.unreachable',
    `${artifact.path} is not kept on this machine, and --offline forbids fetching it.`,
    {
      hint: 'Install it once with a connection, or name a copy: --registry file:///…',
      details: { path: artifact.path },
    },
  )
}

/** The key that signed the artifact, which must be one of the publisher's and not revoked. */
function signingKey({ artifact, keys }: DownloadRequest): PublisherKey {
  const { keyId } = artifact.signature
  const key = keys.find((each) => each.keyId === keyId)
  if (!key) {
    throw new WaybillError(
      'key.unknown',
      `${artifact.path} is signed by the key ${keyId.slice(0, 16)}…, which is none of its publisher’s.`,
      {
        hint: 'Do not install it; tell the registry’s operator.',
        details: { path: artifact.path, keyId },
      },
    )
  }
  if (key.revoked) {
    throw new WaybillError(
      'key.revoked',
      `${artifact.path} is signed by a key that ${key.publisher} revoked on ${key.revoked.at}: ${key.revoked.reason}`,
      {
        hint: 'Wait for a version that is signed by another key.',
        details: { path: artifact.path, keyId },
      },
    )
  }
  return key
}

async function downloadWithRetries(partial: string, request: DownloadRequest): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await download(partial, request)
    } catch (error) {
      if (attempt >= attempts || !isWaybillError(error, 'registry.unreachable') || request.signal?.aborted)
        throw error
      await wait(300 * 4 ** (attempt - 1))
    }
  }
}

async function download(
  partial: string,
  { baseUrl, artifact, onProgress, signal }: DownloadRequest,
): Promise<void> {
  const url = `${baseUrl}/${artifact.path}`
  let have = await sizeOf(partial)
  if (have >= artifact.size) return
  const response = await send(url, {
    ...(have > 0 ? { headers: { range: `bytes=${have}-` } } : {}),
    ...(signal ? { signal } : {}),
  })
  if (response.status !== 200 && response.status !== 206) {
    await response.body?.cancel()
    throw refusedDownload(url, response.status)
  }
  if (response.status === 200) have = 0
  const file = await open(partial, have > 0 ? 'a' : 'w').catch((cause: unknown) => {
    throw fileFailure(partial, 'written', cause)
  })
  try {
    for await (const chunk of stalling(url, response)) {
      have += chunk.length
      if (have > artifact.size) {
        throw new WaybillError(
          'checksum.mismatch',
          `${url} is longer than the ${artifact.size} bytes that signed metadata gives it.`,
          { details: { url } },
        )
      }
      await file.write(chunk).catch((cause: unknown) => {
        throw fileFailure(partial, 'written', cause)
      })
      onProgress?.(have)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  if (have < artifact.size)
    throw unreachable(url, new Error(`the download ended after ${have} of ${artifact.size} bytes`))
}

function refusedDownload(url: string, status: number): WaybillError {
  if (status >= 500) return unreachable(url, new Error(`it answered ${status}`))
  return new WaybillError('trust.mismatch', `${url} answered ${status}, though signed metadata names it.`, {
    hint: 'The copy you read from is incomplete: try again, then ask its operator.',
    details: { url, status },
  })
}

/** The body's chunks; a connection that gives nothing for a minute counts as cut. */
async function* stalling(url: string, response: Response): AsyncGenerator<Uint8Array> {
  const body: ReadableStream<Uint8Array> = response.body ?? new ReadableStream<Uint8Array>()
  const reader = body.getReader()
  try {
    for (;;) {
      const timer = setTimeout(() => void reader.cancel(), stallMs)
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw unreachable(url, cause)
      })
      clearTimeout(timer)
      if (done) return
      yield value
    }
  } finally {
    reader.releaseLock()
    await response.body?.cancel().catch(() => undefined)
  }
}

/** What is wrong with a file, or nothing. */
async function verifyFile(file: string, artifact: Artifact, pem: string): Promise<WaybillError | undefined> {
  const [sha256, sha512] = [createHash('sha256'), createHash('sha512')]
  const verifier = createVerifier(pem, Buffer.from(artifact.signature.value, 'base64'))
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    sha256.update(chunk as Buffer)
    sha512.update(chunk as Buffer)
    verifier.update(chunk as Buffer)
  }
  if (sha256.digest('hex') !== artifact.sha256 || sha512.digest('hex') !== artifact.sha512) {
    return new WaybillError(
      'checksum.mismatch',
      `Checksum mismatch - package may be corrupted: ${artifact.path} is not what signed metadata names.`,
      {
        hint: 'The file was changed on its way or on the server. Try again; if it stays, tell the registry’s operator.',
        details: { path: artifact.path, sha256: artifact.sha256 },
      },
    )
  }
  if (verifier.verify()) return undefined
  return new WaybillError(
    'signature.invalid',
    `Verification failed: ${artifact.path} is not signed by its publisher’s key ${artifact.signature.keyId.slice(0, 16)}….`,
    {
      hint: 'Do not install it; tell the registry’s operator.',
      details: { path: artifact.path, keyId: artifact.signature.keyId },
    },
  )
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

async function isPresent(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
