import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { packageDocumentSchema, parseDocument, type Artifact } from '@waybill/core/documents'
import { WaybillError } from '@waybill/core/errors'
import { paths, targets } from '@waybill/core/paths'
import { fileBlobs, type Blobs } from '../platform/blobs/index.ts'
import { systemClock } from '../platform/clock.ts'
import { locks, withLock } from '../platform/database/index.ts'
import { roots, signExport, openKeyFiles, currentRoot, type TreeFile } from '../trust/index.ts'
import { allTargets, completeTree } from '../index/index.ts'
import { withRegistryDatabase, type OperateOptions } from './connection.ts'

export interface ExportResult {
  folder: string
  packages: number
  files: number
  bytes: number
  /** When the exported timestamp expires: the copy is refused after that. */
  expires: Date
}

/**
 * `waybill registry export`: the tree as plain files that any web server serves as they are. Everything that the
 * current signed metadata leads to, and nothing else. Snapshot and timestamp are signed for the copy, with the lifetime
 * asked for. The copy is made beside the folder and renamed at its end; an existing folder is not touched.
 */
export function exportTree(
  options: OperateOptions & { out: string; lifetimeDays?: number },
): Promise<ExportResult> {
  const folder = resolve(options.out)
  return withRegistryDatabase(options, async (database, settings) => {
    await refuseFilled(folder)
    const staging = join(dirname(folder), `.${basename(folder)}.part-${process.pid}`)
    const blobs = fileBlobs(settings.tree)
    const gated = fileBlobs(settings.gated)
    try {
      // Under the round's lock the tree does not move between what is read from the database and from the files.
      const plan = await withLock(database, locks.round, async (connection) => {
        await completeTree({ database: connection, blobs, gated, uploads: join(settings.data, 'uploads') })
        const root = await currentRoot(connection)
        if (!root)
          throw new WaybillError(
            'trust.no_root',
            'The registry was never started: there is nothing to export.',
          )
        const keys = await openKeyFiles(join(settings.data, 'keys'))
        const signed = await connection.transaction().execute((transaction) =>
          signExport(transaction, {
            root,
            keys,
            settings,
            now: systemClock(),
            lifetimeDays: options.lifetimeDays,
          }),
        )
        return { ...signed, roots: await roots(connection), targets: await allTargets(connection) }
      })
      const copy = copier(blobs, staging)
      for (const root of plan.roots)
        await copy.write({ path: paths.tufMetadata('root', root.version), bytes: root.bytes })
      for (const path of plan.metadata) await copy.withVariants(path)
      for (const file of plan.files) await copy.write(file)
      let packages = 0
      for (const { target, sha256 } of plan.targets) {
        const path = paths.target(target, sha256)
        const bytes = await copy.withVariants(path)
        if (target === targets.index) await copy.write({ path: paths.index, bytes })
        if (!target.startsWith('packages/')) continue
        packages++
        const document = parseDocument(packageDocumentSchema, bytes, path)
        await copy.file(paths.checksums(document.name))
        for (const { path: image } of document.listing?.screenshots ?? []) await copy.file(image)
        for (const { artifacts } of document.versions)
          for (const artifact of artifacts) await copy.artifact(document.name, artifact)
      }
      await mkdir(staging, { recursive: true })
      await rm(folder, { recursive: true, force: true })
      await rename(staging, folder)
      return { folder, packages, files: copy.files(), bytes: copy.bytes(), expires: plan.expires }
    } catch (error) {
      await rm(staging, { recursive: true, force: true })
      throw error
    }
  })
}

function copier(blobs: Blobs, staging: string) {
  let files = 0
  let total = 0
  const write = async ({ path, bytes }: TreeFile) => {
    await mkdir(dirname(join(staging, path)), { recursive: true })
    await writeFile(join(staging, path), bytes)
    files++
    total += bytes.length
  }
  const file = async (path: string): Promise<Buffer> => {
    const bytes = await blobs.read(path)
    if (!bytes) throw missing(path)
    await write({ path, bytes })
    return bytes
  }
  return {
    write,
    file,
    files: () => files,
    bytes: () => total,
    async withVariants(path: string): Promise<Buffer> {
      for (const ending of ['.gz', '.br']) {
        const variant = await blobs.read(path + ending)
        if (variant) await write({ path: path + ending, bytes: variant })
      }
      return file(path)
    },
    /** Copies an artifact with its signatures; its digest is checked on the way, so that a copy is never worse than its source. */
    async artifact(name: string, artifact: Artifact): Promise<void> {
      await file(`${artifact.path}.sig`)
      await file(paths.signature(name, basename(artifact.path)))
      // Who is entitled gets it from the registry itself; a copy is open to everybody.
      if (artifact.access === 'entitled') return
      if (!(await blobs.info(artifact.path))) throw missing(artifact.path)
      const hash = createHash('sha256')
      await mkdir(dirname(join(staging, artifact.path)), { recursive: true })
      await pipeline(
        blobs.stream(artifact.path),
        async function* (source: AsyncIterable<Buffer>) {
          for await (const chunk of source) {
            hash.update(chunk)
            yield chunk
          }
        },
        createWriteStream(join(staging, artifact.path)),
      )
      if (hash.digest('hex') !== artifact.sha256) {
        throw new WaybillError(
          'checksum.mismatch',
          `${artifact.path} in the storage is damaged: it does not have its SHA-256.`,
          {
            hint: 'Bring the file back from a backup or a mirror.',
          },
        )
      }
      files++
      total += artifact.size
    },
  }
}

async function refuseFilled(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new WaybillError('file.unreadable', `${folder} is not a folder that can be written: ${error.code}.`)
  })
  if (entries.length === 0) return
  throw new WaybillError('usage.invalid', `${folder} is not empty.`, {
    hint: 'Name a new folder; an export replaces nothing.',
  })
}

function missing(path: string): WaybillError {
  return new WaybillError('storage.failed', `The storage lacks ${path}, which signed metadata names.`, {
    hint: 'Bring the file back from a backup or a mirror; “waybill registry start” rebuilds what is not an artifact.',
  })
}
