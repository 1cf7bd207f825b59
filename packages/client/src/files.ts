import { randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'

/** How the client writes: temp file, flush, rename. A crash leaves the old file or the new one. */
export function writeAtomic(path: string, bytes: Uint8Array | string, mode = 0o644): Promise<void> {
  return replaceFile(path, bytes, { mode, isFlushed: true })
}

/** The same without the flush, for what can be fetched again and is checked at each use: a power cut may damage it. */
export function writeCached(path: string, bytes: Uint8Array | string): Promise<void> {
  return replaceFile(path, bytes, { mode: 0o644, isFlushed: false })
}

async function replaceFile(
  path: string,
  bytes: Uint8Array | string,
  { mode, isFlushed }: { mode: number; isFlushed: boolean },
): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(bytes)
      if (isFlushed) await file.sync()
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

/**
 * Flushes a folder with everything below it. On Linux the whole file system is flushed in one go (syncfs, by the command
 * of that purpose): a tenth of the time that flushing thousands of files one by one takes.
 */
export async function flushTree(folder: string): Promise<void> {
  if (process.platform === 'linux' && (await runSync(folder))) return
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) await syncFile(path)
    else if (entry.isDirectory()) await syncFolder(path)
  }
  await syncFolder(folder)
}

function runSync(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('sync', ['-f', folder], { stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

async function syncFile(path: string): Promise<void> {
  // Windows flushes only what is open for writing.
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
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
