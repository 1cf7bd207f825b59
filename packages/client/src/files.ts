import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { WaybillError } from '@waybill/core/errors'

/** Every write of the client goes through here: temp file, flush, rename. A crash leaves the old file or the new one. */
export async function writeAtomic(path: string, bytes: Uint8Array | string, mode = 0o644): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw fileFailure(path, 'written', cause)
  }
}

/** Flushes a folder, so that renames inside it last. Systems that cannot flush a folder need not. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A file's bytes; undefined when there is none. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw fileFailure(path, 'read', cause)
  }
}

export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}

const reasons: Readonly<Record<string, [why: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space, then try again; nothing was changed.'],
  EACCES: ['permission denied', 'Check the owner and the rights of the file and its folder.'],
  EPERM: ['permission denied', 'Check the owner and the rights of the file and its folder.'],
  EROFS: ['the file system is read-only', 'Choose another folder with --home or WAYBILL_HOME.'],
  EISDIR: ['it is a folder', 'Name a file.'],
  ENOENT: ['there is no such file', 'Check the path.'],
}

/** A failure of the file system in words, with what to do. */
export function fileFailure(path: string, action: 'read' | 'written', cause: unknown): WaybillError {
  if (cause instanceof WaybillError) return cause
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
  const [why, hint] = reasons[code] ?? [code, 'Check the disk and the folder.']
  return new WaybillError('file.unreadable', `${path} cannot be ${action}: ${why}.`, {
    hint,
    details: { path },
    cause,
  })
}
