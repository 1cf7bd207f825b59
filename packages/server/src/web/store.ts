import type { PackageListing } from '@waybill/core/documents'
import type { Manifest } from '@waybill/core/manifest'
import type { Pricing } from '@waybill/core/pricing'
import { sql } from 'kysely'
import type { Database } from '../platform/database/index.ts'

/** All SQL of the pages that no feature to the left has. */

export interface CardRow {
  name: string
  publisher: string
  domain: string | null
  domain_verified_at: Date | null
  created_at: Date
  listing: PackageListing | null
  title: string | null
  described: string | null
  catalogue_category: string | null
  catalogue_version: string | null
  catalogue_updated_at: Date | null
  catalogue_repository: string | null
  versions: {
    version: string
    yanked: boolean
    category: string
    publishedAt: string
    manifest: Manifest
  }[]
  downloads: number
  trend: number
  average: number | null
  count: number
  pricing: Pricing | null
}

/** Everything that cards show, of those packages that have an offered version or stand in a catalogue. */
export async function cardRows(database: Database, names: readonly string[]): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`
    select packages.name, publishers.name as publisher, domain, domain_verified_at, packages.created_at, listing,
      title, entry.description as described, entry.category as catalogue_category, entry.version as catalogue_version,
      entry.updated_at as catalogue_updated_at, entry.repository as catalogue_repository,
      coalesce(offered.versions, '[]') as versions, coalesce(counted.downloads, 0)::bigint as downloads,
      coalesce(counted.trend, 0)::bigint as trend, rated.average, coalesce(rated.count, 0)::int as count, priced.pricing
    from packages
      join publishers on publishers.id = packages.publisher_id
      left join catalogue_entries entry on entry.package_id = packages.id
      left join lateral (
        select jsonb_agg(jsonb_build_object('version', version, 'yanked', yanked_at is not null, 'category', category,
          'publishedAt', to_char(published_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'manifest', manifest)) as versions
        from versions where package_id = packages.id and unpublished_at is null
      ) offered on true
      left join lateral (
        select sum(downloads) as downloads,
          sum(downloads) filter (where not imported and day > current_date - 7) as trend
        from download_counts where package_id = packages.id
      ) counted on true
      left join lateral (
        select avg(stars)::float8 as average, count(*) as count from ratings where package_id = packages.id
      ) rated on true
      left join lateral (
        select jsonb_strip_nulls(jsonb_build_object('type', type, 'price', amount, 'currency', currency, 'interval', "interval")) as pricing
        from prices where package_id = packages.id order by id desc limit 1
      ) priced on true
    where packages.name = any(${[...names]})
      and (offered.versions is not null or entry.package_id is not null)`.execute(database)
  return rows
}

export interface CatalogueEntry {
  source: string
  repository: string | null
  version: string | null
  updated_at: Date | null
  imported_at: Date
}

/** What a catalogue elsewhere says of a package. */
export async function catalogueEntry(
  database: Database,
  packageId: number,
): Promise<CatalogueEntry | undefined> {
  const { rows } = await sql<CatalogueEntry>`
    select source, repository, version, updated_at, imported_at
    from catalogue_entries where package_id = ${packageId}`.execute(database)
  return rows[0]
}

export interface Downloads {
  total: number
  week: number
  daily: { day: string; downloads: number }[]
}

/** Downloads of a package: all, those of the last seven days, and each of the last ninety; a catalogue's count for all alone. */
export async function downloadsOf(database: Database, packageId: number, now: Date): Promise<Downloads> {
  const { rows } = await sql<Downloads>`
    with days as (
      select day, sum(downloads) as downloads, sum(downloads) filter (where not imported) as own
      from download_counts where package_id = ${packageId} group by day
    )
    select coalesce(sum(downloads), 0)::bigint as total,
      coalesce(sum(own) filter (where day > ${now}::date - 7), 0)::bigint as week,
      coalesce(jsonb_agg(jsonb_build_object('day', day, 'downloads', own) order by day)
        filter (where day > ${now}::date - 90 and own > 0), '[]') as daily
    from days`.execute(database)
  return rows[0] ?? { total: 0, week: 0, daily: [] }
}

/** How many gave one star, two, … five. */
export async function starsOf(database: Database, packageId: number): Promise<number[]> {
  const { rows } = await sql<{ stars: number; count: number }>`
    select stars, count(*)::int as count from ratings where package_id = ${packageId} group by stars`.execute(
    database,
  )
  return [1, 2, 3, 4, 5].map((stars) => rows.find((row) => row.stars === stars)?.count ?? 0)
}

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
