import { sql } from 'kysely'
import type { Database } from '../../platform/database/index.ts'

export interface FactRow {
  package_id: number
  revision: number
  shown: boolean
  name: string
  category: string
  publisher: string
  license: string | null
  tags: string[]
  platforms: string[]
  verified: boolean
  paid: boolean
  listed_only: boolean
  downloads: number
  trend: number
  updated_at: Date | null
  published_at: Date
  rating_sum: number
  rating_count: number
}

/** What changed after a revision, in the order of changes. */
export async function changedFacts(database: Database, after: number, most: number): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`
    select package_id, revision, shown, name, category, publisher, license, tags, platforms,
      publisher_domain is not null as verified, coalesce(price ->> 'type' in ('paid', 'subscription'), false) as paid,
      listed_only, downloads, trend, updated_at, published_at, rating_sum, rating_count
    from search_documents where revision > ${after} order by revision limit ${most}`.execute(database)
  return rows
}
