import type { ArchiveLimits } from '@waybill/core/archive'
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
import { countOnlyIn, linesOf } from './line-counts.ts'
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
  const { database, clock, settings } = context
  const limits: ArchiveLimits = {
    packedBytes: Math.min(settings.limits.packedBytes, most.packedBytes),
    unpackedBytes: Math.min(settings.limits.unpackedBytes, most.unpackedBytes),
    entries: Math.min(settings.limits.entries, most.entries),
    ratio: settings.limits.ratio,
  }
  const remembered = remembering<Awaited<ReturnType<typeof compared>>>({
    most: 200,
    milliseconds: hour,
    clock,
  })
  const turn = inTurns(2, 20)

  /** Throws `package.not_found`, `version.not_found`, `comparison.refused`, `archive.too_large` or `limit.exceeded`. */
  async function compare({ name: asked, from, to, file, address }: Comparing) {
    const name = nameOf(asked)
    if (name === undefined) throw noPackage(asked)
    const [before, after] = [await requireVersion(name, from), await requireVersion(name, to)]
    // A plain text in another order than JSON’s could say the same of two different questions.
    const key = JSON.stringify([before.sha256, after.sha256, file ?? null])
    const result = await remembered(key, async () => {
      await takeAllowance(context, `comparisons ${networkOf(address)}`, allowance)
      return turn(() => compared(before, after, file))
    })
    return { name, from, to, ...result }
  }

  type Version = NonNullable<Awaited<ReturnType<typeof publishedVersion>>>

  async function requireVersion(name: string, version: string): Promise<Version> {
    const found = await publishedVersion(database, name, version)
    if (!found)
      throw new WaybillError('version.not_found', `There is no ${name} ${version.slice(0, 100)}.`, {
        hint: 'The page of the package lists its versions.',
        details: { name, version: version.slice(0, 100) },
      })
    if (!found.gated) return found
    throw new WaybillError(
      'comparison.refused',
      `${name} ${version} is sold; its files are not shown here.`,
      {
        hint: 'Install both versions and compare them yourself.',
        details: { name, version },
      },
    )
  }

  async function compared(before: Version, after: Version, file: string | undefined) {
    const former = await publishedSource(context, before)
    try {
      const later = await publishedSource(context, after)
      try {
        const both = { before: former.source, after: later.source, limits }
        if (file !== undefined) return { file, ...(await fileDiff(both, file)) }
        return { permissions: permissionChanges(before.manifest, after.manifest), ...(await changes(both)) }
      } finally {
        await later.release(true)
      }
    } finally {
      await former.release(true)
    }
  }

  async function changes(both: Parameters<typeof changedFiles>[0] & { before: NonNullable<unknown> }) {
    const all = await changedFiles(both)
    const files = all.slice(0, mostFiles)
    const texts = new Set(files.filter(({ binary }) => !binary).map(({ path }) => path))
    const [old, now] = both.before
      ? [await linesOf(both.before, texts, limits), await linesOf(both.after, texts, limits)]
      : [new Map(), new Map()]
    return {
      files: files.map(({ path, change, sizeBefore, size, binary }) => {
        const a = change === 'added' ? new Map<string, number>() : old.get(path)
        const b = change === 'removed' ? new Map<string, number>() : now.get(path)
        return {
          path,
          status: change,
          added: a && b && !binary ? countOnlyIn(b, a) : null,
          removed: a && b && !binary ? countOnlyIn(a, b) : null,
          binary,
          ...(sizeBefore === undefined ? {} : { sizeBefore }),
          ...(size === undefined ? {} : { size }),
        }
      }),
      truncated: all.length > files.length,
    }
  }

  return compare
}
