import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { bytesSource, type ByteSource } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import { pieceCollector } from '../platform/collect.ts'

/** Uploads up to this size stay in memory and travel in the publishing transaction: one flush instead of three. */
const memoryBytes = 64 * 1024

/** A received upload: hashed, and durable when it is a file. */
export interface Spool {
  readonly size: number
  readonly sha256: string
  readonly sha512: string
  readonly source: ByteSource
  /** The bytes, for an upload that fits in memory; else the name of a file in the uploads folder. */
  readonly bytes: Buffer | undefined
  readonly upload: string | undefined
  /** Streams it again from its first byte. */
  content(): AsyncIterable<Uint8Array>
  /** Closes it; removes the file unless `keep`. */
  release(keep: boolean): Promise<void>
}

/** Folder where uploads wait; cleared of leftovers at start, except those that `isKept` claims. */
export async function openUploads(
  folder: string,
  isKept: (names: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const names = await readdir(folder)
  const kept = await isKept(names)
  await Promise.all(
    names.filter((name) => !kept.has(name)).map((name) => rm(join(folder, name), { force: true })),
  )
}

/** Receives a stream: counts, hashes, and writes to disk once it is large. Nothing is left behind when it fails. */
export async function receiveSpool(stream: Readable, folder: string, limit: number): Promise<Spool> {
  const sha256 = createHash('sha256')
  const sha512 = createHash('sha512')
  const head: Buffer[] = []
  const passed = pieceCollector()
  let size = 0
  let upload: string | undefined
  let file: FileHandle | undefined
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      passed(chunk.length)
      if (size > limit) throw tooLarge(limit)
      sha256.update(chunk)
      sha512.update(chunk)
      if (!file && size > memoryBytes) {
        upload = randomUUID()
        file = await open(join(folder, upload), 'wx+', 0o600)
        for (const earlier of head.splice(0)) await file.write(earlier)
      }
      if (file) await file.write(chunk)
      else head.push(chunk)
    }
    if (file) {
      await file.sync()
      await syncFolder(folder)
    }
  } catch (error) {
    await file?.close()
    if (upload) await rm(join(folder, upload), { force: true })
    throw storing(error)
  }
  const hashes = { size, sha256: sha256.digest('hex'), sha512: sha512.digest('hex') }
  if (file && upload) return fileSpool(file, upload, folder, hashes)
  return bytesSpool(Buffer.concat(head), hashes)
}

interface Hashes {
  size: number
  sha256: string
  sha512: string
}

/** An upload that was received before: its bytes, or its file in the uploads folder. Throws `upload.gone`. */
export async function reopenSpool(
  stored: Hashes & { bytes: Buffer | null; upload: string | null },
  folder: string,
): Promise<Spool> {
  const { size, sha256, sha512, bytes, upload } = stored
  if (bytes) return bytesSpool(bytes, { size, sha256, sha512 })
  if (upload !== null) {
    const file = await open(join(folder, upload), 'r').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storing(error)
    })
    if (file) return fileSpool(file, upload, folder, { size, sha256, sha512 })
  }
  throw new WaybillError('upload.gone', 'The bytes of this upload are not there any more.', {
    hint: 'Upload it again.',
  })
}

function bytesSpool(bytes: Buffer, hashes: Hashes): Spool {
  return {
    ...hashes,
    bytes,
    upload: undefined,
    source: bytesSource(bytes),
    content: async function* () {
      yield bytes
    },
    release: () => Promise.resolve(),
  }
}

function fileSpool(file: FileHandle, upload: string, folder: string, hashes: Hashes): Spool {
  const passed = pieceCollector()
  return {
    ...hashes,
    bytes: undefined,
    upload,
    source: {
      size: hashes.size,
      async read(offset, length) {
        passed(length)
        const buffer = Buffer.allocUnsafe(length)
        const { bytesRead } = await file.read(buffer, 0, length, offset)
        if (bytesRead !== length)
          throw new WaybillError('storage.failed', `The upload ${upload} is shorter than it was.`)
        return buffer
      },
    },
    async *content() {
      const buffer = Buffer.allocUnsafe(256 * 1024)
      for (let offset = 0; offset < hashes.size;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
        if (bytesRead === 0)
          throw new WaybillError('storage.failed', `The upload ${upload} is shorter than it was.`)
        offset += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
    },
    async release(keep) {
      await file.close()
      if (!keep) await rm(join(folder, upload), { force: true })
    },
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function tooLarge(limit: number): WaybillError {
  return new WaybillError(
    'upload.too_large',
    `The artifact is larger than ${limit} bytes, the most this registry takes.`,
    {
      hint: 'Leave files out with .waybillignore, or ask the operator to raise limits.packedBytes.',
      details: { limit, name: 'limits.packedBytes' },
    },
  )
}

function storing(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code !== 'ENOSPC' && code !== 'EACCES' && code !== 'EROFS') return error
  return new WaybillError(
    'storage.failed',
    `The upload cannot be stored: ${code === 'ENOSPC' ? 'the disk is full' : code}.`,
    { cause: error },
  )
}
