import { sql } from 'kysely'
import { anyOf, type Database } from '../platform/database/index.ts'
import type { State } from './submission.ts'

/** SQL of what a publisher sees beside its packages; of the tables of other features it only reads. */

/** All downloads of packages. */
export async function downloadsOf(database: Database, ids: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ package_id: number; downloads: number }>`
    select package_id, sum(downloads)::float8 as downloads from download_counts
    where package_id = ${anyOf(ids)} group by package_id`.execute(database)
  return new Map(rows.map((row) => [row.package_id, row.downloads]))
}

/** The newest submission of each name. */
export async function lastSubmissions(
  database: Database,
  publisherIds: readonly number[],
  names: readonly string[],
): Promise<Map<string, { id: string; state: State }>> {
  const { rows } = await sql<{ name: string; id: string; state: State }>`
    select distinct on (name) name, id, state from submissions
    where name = ${anyOf(names)} and publisher_id = ${anyOf(publisherIds)}
    order by name, created_at desc`.execute(database)
  return new Map(rows.map((row) => [row.name, row]))
}

/** The categories of packages that an imported catalogue lists. */
export async function catalogueCategories(
  database: Database,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await sql<{ package_id: number; category: string }>`
    select package_id, category from catalogue_entries where package_id = ${anyOf(ids)}`.execute(database)
  return new Map(rows.map((row) => [row.package_id, row.category]))
}
