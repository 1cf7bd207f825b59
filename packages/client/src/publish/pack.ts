import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { defaultArchiveLimits, writeArchive, type PackEntry } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import type { Manifest } from '@waybill/core/manifest'
import { artifactFile, type ArchiveFormat } from '@waybill/core/paths'
import { fileFailure } from '../files.ts'
import { inspectFile, readPieces } from './artifact-file.ts'
import { readFolderManifest } from './manifest-file.ts'
import { selectFiles, type SelectedFile } from './select.ts'

export interface PackOptions {
  /** Default `tar.gz`. */
  format?: ArchiveFormat
  /** The file to write, or a folder that is there and gets it under its usual name; default the working directory. */
  out?: string
  signal?: AbortSignal
}

export interface PackedArtifact {
  /** Absolute path of the artifact. */
  readonly file: string
  readonly name: string
  readonly version: string
  /** Bytes. */
  readonly size: number
  /** Hex. */
  readonly sha256: string
  /** What is in it, in the order of the archive; sizes in bytes. */
  readonly entries: readonly { path: string; size: number }[]
  readonly manifest: Manifest
}

/**
 * Packs a plugin's folder into an artifact: the same files give the same bytes, whenever and wherever it is done. The
 * artifact is read back with the strict reader before it gets its name, so what `pack` makes, a registry accepts as an
 * archive. Takes memory for the list of files only. Throws `manifest.missing`, `manifest.invalid`, `archive.refused`
 * (naming the entry), `archive.too_large`, `file.unreadable` or `operation.cancelled`; then no file is left.
 */
export async function pack(folder: string, options: PackOptions = {}): Promise<PackedArtifact> {
  const root = resolve(folder)
  const found = await readFolderManifest(root)
  const { manifest } = found
  const { platform = 'any' } = manifest
  const wanted = Object.hasOwn(manifest.platforms, platform)
    ? manifest.platforms[platform]?.package_format
    : undefined
  const format = options.format ?? (wanted === 'zip' ? 'zip' : 'tar.gz')
  const name = artifactFile(manifest.name, manifest.version, format, platform)
  const file = await outputPath(options.out ?? '.', name)
  const files = await selectFiles(root, found, new Set([file, `${file}.sig`]))
  const partial = `${file}.${randomUUID().slice(0, 8)}.waybill-part`
  try {
    const written = await writePartial(partial, writeArchive(files.map(asEntry), format), options.signal)
    await inspectFile(partial)
    await rename(partial, file).catch((cause: unknown) => {
      throw fileFailure(file, 'written', cause)
    })
    // A signature of the file that was there before would not be one of this.
    await rm(`${file}.sig`, { force: true })
    const entries = files.map(({ path, size }) => ({ path, size }))
    return { file, name: manifest.name, version: manifest.version, ...written, entries, manifest }
  } catch (error) {
    // What went wrong first is what is told.
    await rm(partial, { force: true }).catch(() => undefined)
    throw error
  }
}

async function outputPath(out: string, name: string): Promise<string> {
  const path = resolve(out)
  if (/[\\/]$/.test(out)) return join(path, name)
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  return isFolder ? join(path, name) : path
}

function asEntry({ path, source, size, executable }: SelectedFile): PackEntry {
  return { path, size, executable, content: () => readPieces(source) }
}

async function writePartial(path: string, chunks: AsyncIterable<Uint8Array>, signal?: AbortSignal) {
  const hash = createHash('sha256')
  let size = 0
  const handle = await create(path)
  try {
    for await (const chunk of chunks) {
      if (signal?.aborted)
        throw new WaybillError('operation.cancelled', 'Packing was cancelled; no file is left.')
      size += chunk.length
      if (size > defaultArchiveLimits.packedBytes) throw tooLarge()
      hash.update(chunk)
      await handle.writeFile(chunk).catch((cause: unknown) => {
        throw fileFailure(path, 'written', cause)
      })
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { size, sha256: hash.digest('hex') }
}

async function create(path: string) {
  try {
    await mkdir(dirname(path), { recursive: true })
    return await open(path, 'wx')
  } catch (cause) {
    throw fileFailure(path, 'written', cause)
  }
}

function tooLarge(): WaybillError {
  const limit = defaultArchiveLimits.packedBytes
  return new WaybillError(
    'archive.too_large',
    `The artifact has more than the ${limit} bytes that it may have.`,
    {
      hint: 'Leave out what users do not need: name it in .waybillignore.',
      details: { limit },
    },
  )
}
