import { WaybillError } from '@waybill/core/errors'
import { latestVersion, versionOfTag } from '@waybill/core/versions'
import { z } from 'zod'
import { names } from './files.ts'
import { shown, type Finding } from './finding.ts'

export interface PluginStats {
  /** Downloads by version, all of them; those of what names no version in a usable way under `other`. */
  readonly versions: ReadonlyMap<string, number>
  /** The newest of the versions. */
  readonly newest: string | null
  readonly updatedAt: Date | null
}

/** More than everything that was ever downloaded; sums of such numbers stay exact. */
export const downloadCount = z.int().nonnegative().max(1e12)

const otherVersions = 'other'
const mostTags = 10_000
const entrySchema = z.record(z.string(), z.unknown())

/**
 * Downloads are counted under the version that a tag means (`v1.3.1` is 1.3.1); a tag that means none keeps its name, if
 * that is one for people.
 */
export function versionNameOf(tag: string): string {
  return versionOfTag(tag) ?? (/^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/.test(tag) ? tag : otherVersions)
}

/** The figures of these plugins; what is no figure is told and left out. Throws `catalogue.invalid` for what is no table. */
export function readStats(
  file: unknown,
  ids: readonly string[],
  now: Date,
): { stats: Map<string, PluginStats>; findings: Finding[] } {
  const table = entrySchema.safeParse(file)
  if (!table.success) throw new WaybillError('catalogue.invalid', `${names.stats} is not a table of plugins.`)
  const findings: Finding[] = []
  const stats = new Map<string, PluginStats>()
  for (const id of ids) {
    if (!Object.hasOwn(table.data, id)) continue
    const place = `${names.stats}.${id}`
    const entry = entrySchema.safeParse(table.data[id])
    const tell = (says: string, key?: string) =>
      findings.push({ place: key === undefined ? place : `${place}["${shown(key)}"]`, name: id, says })
    if (!entry.success || Object.keys(entry.data).length > mostTags)
      tell(`is not a table of at most ${mostTags} versions`)
    else stats.set(id, statsOf(entry.data, now, tell))
  }
  return { stats, findings }
}

function statsOf(
  { downloads: total, updated, ...tags }: Record<string, unknown>,
  now: Date,
  tell: (says: string, key?: string) => void,
): PluginStats {
  const versions = new Map<string, number>()
  let sum = 0
  const add = (version: string, count: number) => {
    versions.set(version, (versions.get(version) ?? 0) + count)
    sum += count
  }
  for (const [tag, value] of Object.entries(tags)) {
    const count = downloadCount.safeParse(value)
    if (count.success) add(versionNameOf(tag), count.data)
    else tell('is not a number of downloads', tag)
  }
  const all = downloadCount.safeParse(total)
  if (all.success && all.data > sum) add(otherVersions, all.data - sum)
  else if (total !== undefined && !all.success) tell('is not a number of downloads', 'downloads')
  const updatedAt = z.int().nonnegative().max(now.getTime()).safeParse(updated)
  if (updated !== undefined && !updatedAt.success) tell('is not a time in the past', 'updated')
  const named = [...versions.keys()].filter((version) => versionOfTag(version) === version)
  return {
    versions,
    newest: latestVersion(named.map((version) => ({ version }))) ?? null,
    updatedAt: updatedAt.success ? new Date(updatedAt.data) : null,
  }
}
