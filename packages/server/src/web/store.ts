import { sql } from 'kysely'
import type { Database } from '../platform/database/index.ts'

/** How many packages of a publisher can be seen, and how often they were downloaded. */
export async function publisherTotals(
  database: Database,
  publisherId: number,
): Promise<{ packages: number; downloads: number }> {
  const { rows } = await sql<{ packages: number; downloads: number }>`
    with own as (
      select id from packages where publisher_id = ${publisherId}
        and (exists (select from versions where package_id = packages.id and unpublished_at is null)
          or exists (select from catalogue_entries where package_id = packages.id))
    )
    select (select count(*)::int from own) as packages,
      (select coalesce(sum(downloads), 0)::bigint from download_counts where package_id in (select id from own)) as downloads`.execute(
    database,
  )
  return rows[0] ?? { packages: 0, downloads: 0 }
}
