import { randomUUID } from 'node:crypto'
import { createReadStream, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import type { Blobs } from './blobs.ts'

/** Large files are read in pieces of this size. */
const chunk = 256 * 1024

/** A folder of this machine as a blob store; any web server can serve it as it is. */
export function fileBlobs(folder: string): Blobs {
  const at = (path: string) => join(folder, path)
  return {
    async put(path, bytes) {
      const temporary = join(folder, '.tmp', randomUUID())
      // At once, without the thread pool: small writes into the page cache take a third of the time this way, and only
      // the index writes here, which has a thread of its own.
      await storing(path, async () => {
        intoFolderSync(dirname(temporary), () => writeFileSync(temporary, bytes))
        intoFolderSync(dirname(at(path)), () => renameSync(temporary, at(path)))
      })
    },
    async adopt(path, file) {
      await storing(path, async () => {
        try {
          await intoFolder(dirname(at(path)), () => rename(file, at(path)))
        } catch (error) {
          if (!(isMissing(error) && (await present(at(path))))) throw error
        }
      })
    },
    async sync(paths) {
      const folders = new Set<string>()
      for (const path of paths)
        for (let up = dirname(at(path)); up.startsWith(folder); up = dirname(up)) folders.add(up)
      await storing(paths[0] ?? '', async () => {
        await Promise.all(paths.map((path) => syncFile(at(path))))
        await Promise.all([...folders].map((path) => syncFile(path)))
      })
    },
    async info(path) {
      const found = await missingAsUndefined(stat(at(path)))
      return found?.isFile() ? { size: found.size, modified: found.mtime } : undefined
    },
    read: (path) => missingAsUndefined(readFile(at(path))),
    stream: (path, range) => createReadStream(at(path), { highWaterMark: chunk, ...range }),
    remove: (path) => rm(at(path), { force: true }),
    sweep: () => rm(join(folder, '.tmp'), { recursive: true, force: true }),
    async ready() {
      const probe = join(folder, '.tmp', `probe-${randomUUID()}`)
      try {
        await intoFolder(dirname(probe), () => writeFile(probe, ''))
        await rm(probe)
        return true
      } catch {
        return false
      }
    },
  }
}

/** Runs a write, making its folder only when it turns out to be missing. */
async function intoFolder(folder: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isMissing(error)) throw error
    await mkdir(folder, { recursive: true })
    await write()
  }
}

function intoFolderSync(folder: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!isMissing(error)) throw error
    mkdirSync(folder, { recursive: true })
    write()
  }
}

/** Flushes a file or folder; one that is gone meanwhile needs no flush. */
async function syncFile(path: string): Promise<void> {
  const handle = await missingAsUndefined(open(path, 'r'))
  if (!handle) return
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function present(path: string): Promise<boolean> {
  return (await missingAsUndefined(stat(path))) !== undefined
}

async function missingAsUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

async function storing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new WaybillError(
      'storage.failed',
      `${path} cannot be stored: ${code === 'ENOSPC' ? 'the disk is full' : code}.`,
      {
        hint: 'Check the free space and the rights of the storage folder; what was acknowledged is safe.',
        cause,
      },
    )
  }
}
