import { sql } from 'kysely'
import type { Database, Transaction } from '../platform/database/index.ts'

/** All SQL of analytics. */

/** Downloads of the artifact at a path of the tree, on a day (ISO 8601, UTC). */
export interface Counted {
  readonly path: string
  readonly day: string
  readonly downloads: number
}

/** Adds counts to what is there; a path that is no artifact adds nothing. */
export async function addDownloads(database: Database, counted: readonly Counted[]): Promise<void> {
  const column = <K extends keyof Counted>(name: K) => counted.map((each) => each[name])
  // In one order, so that several registries on one database do not wait for each other in a circle.
  await sql`
    insert into download_counts (package_id, version, day, downloads)
    select package_id, version, day, sum(downloads)
    from unnest(${column('path')}::text[], ${column('day')}::date[], ${column('downloads')}::bigint[])
      as counted (path, day, downloads)
    join artifacts using (path) join versions on versions.id = version_id
    group by package_id, version, day order by package_id, day, version
    on conflict (package_id, day, version, imported, undated)
      do update set downloads = download_counts.downloads + excluded.downloads`.execute(database)
}

/** Downloads of a package that a catalogue tells of. */
export interface ImportedDownloads {
  readonly packageId: number
  readonly version: string
  readonly day: string
  readonly downloads: number
  /** Nothing is known of their days but that they were counted until `day`. */
  readonly undated: boolean
}

const rowsAtOnce = 20_000

/** Replaces what catalogues told of the downloads of these packages. */
export async function replaceImported(
  transaction: Transaction,
  packageIds: readonly number[],
  rows: readonly ImportedDownloads[],
): Promise<void> {
  await sql`delete from download_counts where imported and package_id = any(${[...packageIds]})`.execute(
    transaction,
  )
  for (let i = 0; i < rows.length; i += rowsAtOnce) {
    const part = rows.slice(i, i + rowsAtOnce)
    const column = <K extends keyof ImportedDownloads>(name: K) => part.map((row) => row[name])
    await sql`
      insert into download_counts (package_id, version, day, downloads, undated, imported)
      select *, true from unnest(${column('packageId')}::bigint[], ${column('version')}::text[],
        ${column('day')}::date[], ${column('downloads')}::bigint[], ${column('undated')}::boolean[])`.execute(
      transaction,
    )
  }
}

/**
 * Each count with `until`, the day up to which its package is counted: today, or for a package that only a catalogue
 * counts, the day of the catalogue's snapshot.
 */
const counts = (packageIds: readonly number[], today: string) => sql`
  select *, case when bool_or(not imported) over package then ${today}::date
      else least(max(day) over package, ${today}::date) end as until
  from download_counts where package_id = any(${[...packageIds]})
  window package as (partition by package_id)`

export interface Downloads {
  /** Of all time. */
  readonly total: number
  /** Of the last seven days, the last of them included. */
  readonly week: number
}

/** Downloads of packages; those that were never downloaded have no entry. */
export async function downloadTotals(
  database: Database | Transaction,
  packageIds: readonly number[],
  today: string,
): Promise<Map<number, Downloads>> {
  const { rows } = await sql<{ id: number } & Downloads>`
    select package_id as id, sum(downloads)::bigint as total,
      coalesce(sum(downloads) filter (where not undated and day > until - 7), 0)::bigint as week
    from (${counts(packageIds, today)}) as counts group by package_id`.execute(database)
  return new Map(rows.map(({ id, total, week }) => [id, { total, week }]))
}

/** Downloads of one package by day, oldest first, without days on which there were none. */
export async function dailyDownloads(
  database: Database,
  packageId: number,
  { today, days }: { today: string; days: number },
): Promise<{ day: string; downloads: number }[]> {
  const { rows } = await sql<{ day: string; downloads: number }>`
    select day::text, sum(downloads)::bigint as downloads
    from (${counts([packageId], today)}) as counts
    where not undated and day > until - ${days}::int and day <= until
    group by day order by day`.execute(database)
  return rows
}

/** Downloads of one package by version, most first. */
export async function downloadsByVersion(
  database: Database,
  packageId: number,
): Promise<{ version: string; downloads: number }[]> {
  const { rows } = await sql<{ version: string; downloads: number }>`
    select version, sum(downloads)::bigint as downloads from download_counts
    where package_id = ${packageId} group by version having sum(downloads) > 0
    order by downloads desc, version`.execute(database)
  return rows
}
