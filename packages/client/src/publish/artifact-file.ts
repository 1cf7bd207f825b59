import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { inspectPackage, type Inspection } from '@waybill/core/inspection'
import type { ArchiveLimits } from '@waybill/core/archive'
import { fileFailure } from '../files.ts'

/** Streams a file in large pieces. Throws `file.unreadable`. */
export async function* readPieces(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) yield chunk as Buffer
  } catch (cause) {
    throw fileFailure(file, 'read', cause)
  }
}

/**
 * Reads an artifact on disk with the strict reader, as the registry will. Throws `file.unreadable`, `archive.refused`,
 * `archive.too_large`, `manifest.missing` or `manifest.invalid`.
 */
export async function inspectFile(file: string, limits: Partial<ArchiveLimits> = {}): Promise<Inspection> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw fileFailure(file, 'read', cause)
  })
  try {
    const info = await handle.stat()
    if (!info.isFile()) throw fileFailure(file, 'read', { code: 'EISDIR' })
    const read = async (offset: number, length: number) => {
      const buffer = Buffer.allocUnsafe(length)
      const { bytesRead } = await handle.read(buffer, 0, length, offset)
      if (bytesRead < length) throw fileFailure(file, 'read', { code: 'it became shorter while it was read' })
      return buffer
    }
    return await inspectPackage({ size: info.size, read }, { limits })
  } finally {
    await handle.close()
  }
}
