import { z } from 'zod'
import { names } from './files.ts'
import { shown, type Finding } from './finding.ts'
import { downloadCount, versionNameOf } from './stats.ts'

/** One version's downloads up to each day on which they changed, oldest first. */
interface Curve {
  readonly id: string
  readonly version: string
  readonly points: readonly (readonly [day: string, downloads: number])[]
}

export interface History {
  readonly curves: readonly Curve[]
  /** The newest day that it knows. */
  readonly until: string | undefined
  readonly findings: readonly Finding[]
}

const curveSchema = z.object({
  id: z.string(),
  version: z.string(),
  downloads: z.array(z.tuple([z.iso.date(), downloadCount])).max(10_000),
})

const longestLine = 1024 * 1024

/** Reads lines of `{ id, version, downloads: [[day, downloads so far], …] }` of these plugins; bad lines are told. */
export function readHistory(lines: Buffer, ids: ReadonlySet<string>, now: Date): History {
  const today = now.toISOString().slice(0, 10)
  const findings: Finding[] = []
  const curves = new Map<string, Curve>()
  let until: string | undefined
  let number = 0
  for (let start = 0; start < lines.length; number++) {
    const newline = lines.indexOf(10, start)
    const end = newline < 0 ? lines.length : newline
    const line = lines.subarray(start, end)
    start = end + 1
    if (line.length === 0) continue
    const tell = (name: string | null, says: string) =>
      findings.push({ place: `${names.history}, line ${number + 1}`, name, says })
    const parsed = line.length > longestLine ? undefined : curveSchema.safeParse(parseLine(line))
    if (!parsed?.success) {
      tell(null, `is not a version’s downloads by day, in at most ${longestLine} bytes`)
      continue
    }
    const { id, version, downloads } = parsed.data
    if (!ids.has(id)) continue
    const key = JSON.stringify([id, version])
    const points = downloads.filter(([day]) => day <= today).sort(([a], [b]) => (a < b ? -1 : 1))
    const last = points.at(-1)?.[0]
    if (curves.has(key)) tell(shown(id), `has the version ${shown(version)} a second time`)
    else curves.set(key, { id, version: versionNameOf(version), points })
    if (last !== undefined && (until === undefined || last > until)) until = last
  }
  return { curves: [...curves.values()], until, findings }
}

function parseLine(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString())
  } catch {
    return undefined
  }
}

/** Downloads of versions on the days from `since` on, and all that a version had at the end. */
export interface Daily {
  readonly days: Map<string, number>
  total: number
}

/**
 * What came to each version on each day: the difference to the day before, or nothing where a count went back. By plugin,
 * then by version.
 */
export function dailyOf(curves: readonly Curve[], since: string): Map<string, Map<string, Daily>> {
  const plugins = new Map<string, Map<string, Daily>>()
  for (const { id, version, points } of curves) {
    const versions = plugins.get(id) ?? new Map<string, Daily>()
    plugins.set(id, versions)
    const daily = versions.get(version) ?? { days: new Map<string, number>(), total: 0 }
    versions.set(version, daily)
    let before = 0
    for (const [day, downloads] of points) {
      const came = downloads - before
      if (came <= 0) continue
      before = downloads
      if (day >= since) daily.days.set(day, (daily.days.get(day) ?? 0) + came)
    }
    daily.total += before
  }
  return plugins
}
