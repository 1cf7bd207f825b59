import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Artifact, PublisherKey } from '@waybill/core/documents'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { createVerifier, verifyBytes } from '@waybill/core/trust'
import { fileFailure, writeCached } from '../files.ts'
import { readBody, send, unreachable } from '../http.ts'
import { Channel } from './channel.ts'
import { claim } from './claim.ts'
import { pieceCollector } from './collect.ts'
import { badSignature, notKept, otherBytes, refusedDownload, signingKey } from './flaws.ts'
import { cachePaths, touch } from './layout.ts'

export interface DownloadRequest {
  /** Asked for the address before each try: some are good for minutes only. */
  readonly locate: () => Promise<string>
  readonly artifact: Artifact
  /** Keys of the package's document. */
  readonly keys: readonly PublisherKey[]
  readonly onProgress?: ((received: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Only what the cache has. */
  readonly offline?: boolean
}

/** Takes an artifact's bytes while they arrive: before they are verified, so what it makes must not count yet. */
export type Consumer = (packed: AsyncIterable<Uint8Array>) => Promise<void>

const attempts = 3
const stallMs = 60_000
/** Artifacts up to this size are held in memory, bytes. */
const smallBytes = 256 * 1024
/** Bytes on their way from the network to who unpacks them. */
const room = 2 * 1024 * 1024

/**
 * Brings an artifact into the cache, with length, SHA-256 and publisher signature checked, and has `consume` read it. A
 * download that was cut goes on where it stopped. When it returns, what `consume` read was the verified artifact, whole.
 * Throws `checksum.mismatch`, `signature.invalid`, `key.unknown`, `key.revoked` or `registry.unreachable`, or what
 * `consume` throws over bytes that are verified. `consume` may be called again from the start.
 */
export async function fetchArtifact(
  cache: string,
  request: DownloadRequest,
  consume?: Consumer,
): Promise<string> {
  const key = signingKey(request.artifact, request.keys)
  const { sha256, size } = request.artifact
  const file = cachePaths.artifact(cache, sha256)
  if ((await sizeOf(file)) > 0) {
    const outcome = await passThrough(request, key, readAll(file), consume)
    if (!outcome.flaw) {
      await touch(file)
      request.onProgress?.(size)
      if (outcome.refusal) throw outcome.refusal
      return file
    }
    // The cache's copy is damaged: it is dropped and fetched again.
    await rm(file, { force: true })
  }
  if (request.offline) throw notKept(request.artifact)
  if (size <= smallBytes) return fetchSmall(file, request, key, consume)
  const partial = cachePaths.partial(cache, sha256)
  await mkdir(dirname(partial), { recursive: true })
  await mkdir(dirname(file), { recursive: true })
  const claimed = await claim(partial)
  try {
    const { flaw, refusal } = await download(claimed.path, request, key, consume)
    if (flaw) {
      await rm(claimed.path, { force: true })
      throw flaw
    }
    await rename(claimed.path, file)
    if (refusal) throw refusal
    return file
  } finally {
    await claimed.release()
  }
}

/** Small ones are taken whole: nothing to resume, and a quarter of the work. */
async function fetchSmall(
  file: string,
  request: DownloadRequest,
  key: PublisherKey,
  consume: Consumer | undefined,
): Promise<string> {
  const { artifact, onProgress } = request
  const bytes = await withRetries(request, () => receiveSmall(request))
  if (createHash('sha256').update(bytes).digest('hex') !== artifact.sha256) throw otherBytes(artifact)
  if (!verifyBytes(key.pem, Buffer.from(artifact.signature.value, 'base64'), bytes))
    throw badSignature(artifact)
  await writeCached(file, bytes)
  onProgress?.(bytes.length)
  await consume?.(once(bytes))
  return file
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function receiveSmall({ locate, artifact, signal }: DownloadRequest): Promise<Uint8Array> {
  const url = await locate()
  const response = await send(url, signal ? { signal } : {})
  if (response.status !== 200) {
    await response.body?.cancel()
    throw refusedDownload(url, response.status)
  }
  const bytes = await readBody(url, response, artifact.size)
  if (bytes.length === artifact.size) return bytes
  throw unreachable(url, new Error(`the download ended after ${bytes.length} of ${artifact.size} bytes`))
}

interface PassOutcome {
  /** What is wrong with the bytes. */
  readonly flaw: WaybillError | undefined
  /** What the consumer says is wrong with them. */
  readonly refusal: Error | undefined
}

/** The first try is consumed as it arrives; after a break, the rest is fetched first and then read as a whole. */
async function download(
  partial: string,
  request: DownloadRequest,
  key: PublisherKey,
  consume: Consumer | undefined,
): Promise<PassOutcome> {
  if ((await sizeOf(partial)) === 0) {
    try {
      return await passThrough(request, key, receive(partial, request), consume)
    } catch (error) {
      if (!isWorthAnotherTry(error, request)) throw error
    }
  }
  await resume(partial, request)
  const outcome = await passThrough(request, key, readAll(partial), consume)
  if (!outcome.flaw) return outcome
  // What a former try left may be the culprit.
  await rm(partial, { force: true })
  return passThrough(request, key, receive(partial, request), consume)
}

/** Reads bytes once: hashes them, checks the signature, and lets the consumer have them. */
async function passThrough(
  { artifact }: DownloadRequest,
  key: PublisherKey,
  bytes: AsyncIterable<Uint8Array>,
  consume: Consumer | undefined,
): Promise<PassOutcome> {
  const hash = createHash('sha256')
  const verifier = createVerifier(key.pem, Buffer.from(artifact.signature.value, 'base64'))
  const channel = new Channel(room)
  const passed = pieceCollector()
  let refusal: Error | undefined
  const consumed = consume?.(channel.pieces()).catch((error: Error) => void (refusal = error))
  try {
    for await (const chunk of bytes) {
      hash.update(chunk)
      verifier.update(chunk)
      passed(chunk.length)
      if (consumed) await channel.push(chunk)
    }
    channel.end()
    await consumed
  } catch (error) {
    channel.end(error as Error)
    await consumed
    throw error
  }
  if (hash.digest('hex') !== artifact.sha256) return { flaw: otherBytes(artifact), refusal }
  return { flaw: verifier.verify() ? undefined : badSignature(artifact), refusal }
}

async function resume(partial: string, request: DownloadRequest): Promise<void> {
  await withRetries(request, async () => {
    for await (const _ of receive(partial, request)) continue
  })
}

async function withRetries<T>(request: DownloadRequest, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= attempts || !isWorthAnotherTry(error, request)) throw error
      await wait(300 * 4 ** (attempt - 1))
    }
  }
}

function isWorthAnotherTry(error: unknown, { signal }: DownloadRequest): boolean {
  return isWaybillError(error, 'registry.unreachable') && !signal?.aborted
}

/** Adds what is missing to a partial download, and gives it on. */
async function* receive(partial: string, request: DownloadRequest): AsyncGenerator<Uint8Array> {
  const { locate, artifact, onProgress, signal } = request
  let have = await sizeOf(partial)
  if (have >= artifact.size) return
  const url = await locate()
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
          `${artifact.path} is longer than the ${artifact.size} bytes that signed metadata gives it.`,
          { details: { path: artifact.path } },
        )
      }
      await file.write(chunk).catch((cause: unknown) => {
        throw fileFailure(partial, 'written', cause)
      })
      onProgress?.(have)
      yield chunk
    }
  } finally {
    await file.close()
  }
  if (have < artifact.size)
    throw unreachable(url, new Error(`the download ended after ${have} of ${artifact.size} bytes`))
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

async function* readAll(file: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) yield chunk as Buffer
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}
