import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { WaybillError } from '@waybill/core/errors'

export const names = {
  plugins: 'community-plugins.json',
  stats: 'community-plugin-stats.json',
  history: 'adoption.ndjson.gz',
} as const

const mostBytes = 128 * 1024 * 1024
const mostUnpacked = 256 * 1024 * 1024

export interface CatalogueFiles {
  readonly plugins: unknown
  /** Undefined where the folder has none. */
  readonly stats: unknown
  /** Lines of JSON; undefined where the folder has none. */
  readonly history: Buffer | undefined
}

/** Reads a folder with a catalogue's files, or the list of plugins alone. Throws `catalogue.invalid`, `file.unreadable`. */
export async function readCatalogue(path: string): Promise<CatalogueFiles> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (error: NodeJS.ErrnoException) => {
      throw unreadable(path, error)
    },
  )
  const list = isFolder ? join(path, names.plugins) : path
  const plugins = await read(list)
  if (!plugins)
    throw new WaybillError('catalogue.invalid', `${path} has no ${names.plugins}.`, {
      hint: `Name the folder that has ${names.plugins}, or that file itself.`,
    })
  const stats = isFolder ? await read(join(path, names.stats)) : undefined
  const packed = isFolder ? await read(join(path, names.history)) : undefined
  return {
    plugins: parse(plugins, names.plugins),
    stats: stats && parse(stats, names.stats),
    history: packed && (await unpack(packed)),
  }
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(path)
    if (size > mostBytes)
      throw new WaybillError('catalogue.invalid', `${path} is over ${mostBytes / 1024 / 1024} MB.`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof WaybillError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(path, error as NodeJS.ErrnoException)
  }
}

function parse(bytes: Buffer, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new WaybillError('catalogue.invalid', `${file} is not JSON: ${(cause as Error).message}`, { cause })
  }
}

async function unpack(packed: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: mostUnpacked })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const why =
      code === 'ERR_BUFFER_TOO_LARGE' ? `it unpacks to over ${mostUnpacked / 1024 / 1024} MB` : message
    throw new WaybillError('catalogue.invalid', `${names.history} cannot be unpacked: ${why}.`, { cause })
  }
}

function unreadable(path: string, cause: NodeJS.ErrnoException): WaybillError {
  const why = cause.code === 'ENOENT' ? 'there is no such file or folder' : (cause.code ?? cause.message)
  return new WaybillError('file.unreadable', `${path} cannot be read: ${why}.`, { cause })
}
