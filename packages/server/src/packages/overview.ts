import { latestVersion } from '@waybill/core/versions'
import { sql } from 'kysely'
import { anyOf, type Database } from '../platform/database/index.ts'

/** A package as its publisher's people see it in a list. */
export interface PackageOverview {
  id: number
  name: string
  publisher: string
  /** Only for who is entitled. */
  gated: boolean
  /** How many versions were published and not taken back. */
  versions: number
  newest: { version: string; category: string; publishedAt: Date } | null
}

interface Row {
  id: number
  name: string
  publisher: string
  gated: boolean
  versions: { version: string; category: string; published_at: string; yanked: boolean }[]
}

const most = 1000

/** The packages of publishers by name, a thousand at most. */
export async function packagesOfPublishers(
  database: Database,
  publisherIds: readonly number[],
): Promise<PackageOverview[]> {
  const { rows } = await sql<Row>`
    select packages.id, packages.name, publishers.name as publisher, gated, coalesce((
      select json_agg(json_build_object('version', version, 'category', category,
        'published_at', published_at, 'yanked', yanked_at is not null))
      from versions where package_id = packages.id and unpublished_at is null), '[]') as versions
    from packages join publishers on publishers.id = publisher_id
    where publisher_id = ${anyOf(publisherIds)} order by packages.name limit ${most}`.execute(database)
  return rows.map(({ versions, ...row }) => {
    const latest = latestVersion(versions)
    const newest = versions.find(({ version }) => version === latest)
    return {
      ...row,
      versions: versions.length,
      newest: newest
        ? {
            version: newest.version,
            category: newest.category,
            publishedAt: new Date(newest.published_at),
          }
        : null,
    }
  })
}
