import { join } from 'node:path'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { paths } from '@waybill/core/paths'
import { settleArtifacts, waitingArtifacts, type WaitingArtifact } from '../packages/index.ts'
import type { Blobs } from '../platform/blobs/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Round } from './round.ts'
import * as store from './store.ts'

/** Documents from this size up are stored compressed too (seed A: `min_size`), bytes. */
const compressFrom = 1024

const batch = 500

export interface TreeWriter {
  /** Makes a round visible: artifacts first, the timestamp last. */
  write(round: Pick<Round, 'writes' | 'artifacts'>): Promise<void>
  /** Writes everything that stands in the redo log again. */
  replay(): Promise<void>
  /** Flushes what the log holds, compresses documents that are still current, and empties the log. */
  checkpoint(): Promise<void>
}

export interface TreeWriterOptions {
  database: Database
  blobs: Blobs
  /** Holds the artifacts that are not in the public tree, under the same paths. */
  gated: Blobs
  uploads: string
  /** Told of paths whose bytes, or compressed forms, changed. */
  changed: (paths: readonly string[]) => void
}

/**
 * Brings the registry tree to the state that the database committed. The transaction of a round logs its writes
 * (`tree_writes`); the files follow without a flush each, and a checkpoint flushes them together before it empties the
 * log. After a crash or a power cut, replaying the log completes whatever was not written. Callers hold the round lock.
 */
export function createTreeWriter({
  database,
  blobs,
  gated,
  uploads,
  changed,
}: TreeWriterOptions): TreeWriter {
  async function write({ writes, artifacts = [] }: Pick<Round, 'writes' | 'artifacts'>): Promise<void> {
    await Promise.all(artifacts.map(writeArtifact))
    const latest = new Map(writes.flatMap((row) => (row.bytes ? [[row.path, row.bytes] as const] : [])))
    // Whoever reads the timestamp must find all it leads to; whoever reads the plain index, what it names.
    const last: string[] = [paths.index, paths.timestamp].filter((path) => latest.has(path))
    const first = [...latest.keys()].filter((path) => !last.includes(path))
    await Promise.all(first.map((path) => blobs.put(path, latest.get(path) ?? Buffer.alloc(0))))
    for (const path of last) await blobs.put(path, latest.get(path) ?? Buffer.alloc(0))
    // A logged write without bytes that is no artifact's says that the file is gone.
    const removed = writes.flatMap((row) =>
      row.bytes === null && row.artifact_id === null ? [row.path] : [],
    )
    await Promise.all(removed.flatMap((path) => [blobs.remove(path), gated.remove(path)]))
    changed([...latest.keys(), ...removed])
  }

  async function writeArtifact({ path, bytes, upload, gated: isGated }: WaitingArtifact): Promise<void> {
    const into = isGated ? gated : blobs
    if (bytes) await into.put(path, bytes)
    else if (upload) await into.adopt(path, join(uploads, upload))
  }

  async function replay(): Promise<void> {
    // Only the last bytes of a path count, and the last timestamp comes after everything else.
    let held: store.TreeWrite[] = []
    for (let after = 0; ;) {
      const rows = await store.loggedWrites(database, after, batch)
      const final = rows.length < batch
      const isLast = (row: store.TreeWrite) => row.path === paths.timestamp || row.path === paths.index
      held = [...held, ...rows.filter(isLast)].slice(-batch)
      const ids = rows.flatMap((row) => (row.artifact_id === null ? [] : [row.artifact_id]))
      await write({
        writes: rows.filter((row) => !isLast(row)),
        artifacts: await waitingArtifacts(database, ids),
      })
      if (final) break
      after = rows.at(-1)?.id ?? after
    }
    await write({ writes: held })
  }

  async function checkpoint(): Promise<void> {
    for (;;) {
      const rows = await store.loggedWrites(database, 0, batch)
      const last = rows.at(-1)
      if (!last) return
      const names = [...new Set(rows.map((row) => row.path))]
      const superseded = await store.supersededAmong(database, names)
      const current = names.filter((path) => !superseded.has(path))
      const compressed = (await Promise.all(current.map((path) => compress(path)))).flat()
      await blobs.sync([...names, ...compressed])
      // An artifact is in one of the two; a file that is not there needs no flush.
      await gated.sync(rows.flatMap((row) => (row.artifact_id === null ? [] : [row.path])))
      if (compressed.length > 0) changed(current)
      await database.transaction().execute(async (transaction) => {
        await settleArtifacts(
          transaction,
          rows.flatMap((row) => (row.artifact_id === null ? [] : [row.artifact_id])),
        )
        await store.forgetWrites(transaction, last.id)
      })
    }
  }

  /** Stores `.gz` and `.br` beside an immutable document; the few mutable ones are small and stay plain. */
  async function compress(path: string): Promise<string[]> {
    if (!path.endsWith('.json') || path === paths.timestamp || path === paths.index) return []
    const bytes = await blobs.read(path)
    if (!bytes || bytes.length < compressFrom) return []
    // A window no larger than the document: the default one costs more to allocate than the work itself.
    const window = Math.min(
      22,
      Math.max(constants.BROTLI_MIN_WINDOW_BITS, Math.ceil(Math.log2(bytes.length))),
    )
    const [gz, br] = await Promise.all([
      promisify(gzip)(bytes, { level: 9 }),
      promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_LGWIN]: window },
      }),
    ])
    await blobs.put(`${path}.gz`, gz)
    await blobs.put(`${path}.br`, br)
    return [`${path}.gz`, `${path}.br`]
  }

  return { write, replay, checkpoint }
}

/** Brings the tree up to what the database says, for a caller that holds the round lock and is not the registry. */
export async function completeTree(options: Omit<TreeWriterOptions, 'changed'>): Promise<void> {
  const writer = createTreeWriter({ ...options, changed: () => undefined })
  await writer.replay()
  await writer.checkpoint()
}
