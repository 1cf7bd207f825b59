import type { ArchiveLimits, ByteSource } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import { publishedSource, publishedVersion } from '../packages/index.ts'
import { networkOf, takeAllowance } from '../platform/allowance.ts'
import type { Blobs } from '../platform/blobs/index.ts'
import { hour, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { remembering } from '../platform/remember.ts'
import type { Settings } from '../platform/settings.ts'
import { inTurns } from '../platform/turns.ts'
import { changedFiles, fileDiff, permissionChanges } from '../submissions/index.ts'
import { countOnlyIn, linesOf, type Lines } from './line-counts.ts'
import { nameOf, noPackage } from './package-page.ts'

export interface ComparisonContext {
  database: Database
  clock: Clock
  settings: Settings
  blobs: Blobs
  gated: Blobs
  uploads: string
}

export interface Comparing {
  name: string
  from: string
  to: string
  file: string | undefined
  /** Network address of whoever asks. */
  address: string
}

/** What may be compared on a page; larger packages are compared by who downloads them. */
const most = { packedBytes: 64 * 1024 * 1024, unpackedBytes: 256 * 1024 * 1024, entries: 20_000 }
const mostFiles = 1000
const allowance = { most: 60, seconds: 600 }

/**
 * Opens the comparison of published versions: the files that differ with their lines counted, or the lines of one. Both
 * packages are read for that, so what was compared last is remembered: a version never changes.
 */
export function openComparison(context: ComparisonContext) {
  const { clock, settings } = context
  const limits: ArchiveLimits = {
    packedBytes: Math.min(settings.limits.packedBytes, most.packedBytes),
    unpackedBytes: Math.min(settings.limits.unpackedBytes, most.unpackedBytes),
    entries: Math.min(settings.limits.entries, most.entries),
    ratio: settings.limits.ratio,
  }
  const remembered = remembering<Listed>({ most: 200, milliseconds: hour, clock })
  const turn = inTurns(2, 20)

  /** Throws `package.not_found`, `version.not_found`, `comparison.refused`, `archive.too_large` or `limit.exceeded`. */
  return async ({ name: asked, from, to, file, address }: Comparing) => {
    const name = nameOf(asked)
    if (name === undefined) throw noPackage(asked)
    const before = await requireVersion(context, name, from)
    const after = await requireVersion(context, name, to)
    const read = async <T>(work: (both: Both) => Promise<T>) => {
      await takeAllowance(context, `comparisons ${networkOf(address)}`, allowance)
      return turn(() => reading(context, { before, after, limits }, work))
    }
    if (file !== undefined) return { name, from, to, file, ...(await read((both) => fileDiff(both, file))) }
    const files = await remembered(`${before.sha256} ${after.sha256}`, () => read(changes))
    return { name, from, to, permissions: permissionChanges(before.manifest, after.manifest), ...files }
  }
}

type Version = NonNullable<Awaited<ReturnType<typeof publishedVersion>>>
type Listed = Awaited<ReturnType<typeof changes>>

/** Two packages that can be read. */
interface Both {
  readonly before: ByteSource
  readonly after: ByteSource
  readonly limits: ArchiveLimits
}

async function requireVersion(
  { database }: ComparisonContext,
  name: string,
  version: string,
): Promise<Version> {
  const found = await publishedVersion(database, name, version)
  if (!found)
    throw new WaybillError('version.not_found', `There is no ${name} ${version.slice(0, 100)}.`, {
      hint: 'The page of the package lists its versions.',
      details: { name, version: version.slice(0, 100) },
    })
  if (!found.gated) return found
  throw new WaybillError('comparison.refused', `${name} ${version} is sold; its files are not shown here.`, {
    hint: 'Install both versions and compare them yourself.',
    details: { name, version },
  })
}

async function reading<T>(
  context: ComparisonContext,
  { before, after, limits }: { before: Version; after: Version; limits: ArchiveLimits },
  work: (both: Both) => Promise<T>,
): Promise<T> {
  const former = await publishedSource(context, before)
  try {
    const later = await publishedSource(context, after)
    try {
      return await work({ before: former.source, after: later.source, limits })
    } finally {
      await later.release(true)
    }
  } finally {
    await former.release(true)
  }
}

async function changes(both: Both) {
  const all = await changedFiles(both)
  const files = all.slice(0, mostFiles)
  const texts = new Set(files.filter(({ binary }) => !binary).map(({ path }) => path))
  const old = await linesOf(both.before, texts, both.limits)
  const now = await linesOf(both.after, texts, both.limits)
  const none: Lines = new Map()
  return {
    files: files.map(({ path, change, ...facts }) => {
      const a = change === 'added' ? none : old.get(path)
      const b = change === 'removed' ? none : now.get(path)
      const isCounted = a !== undefined && b !== undefined && !facts.binary
      return {
        path,
        status: change,
        added: isCounted ? countOnlyIn(b, a) : null,
        removed: isCounted ? countOnlyIn(a, b) : null,
        ...facts,
      }
    }),
    truncated: all.length > files.length,
  }
}
