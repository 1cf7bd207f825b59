import { lookAlikeKey } from '@waybill/core/names'
import type { Manifest } from '@waybill/core/manifest'
import { compareVersions } from '@waybill/core/versions'
import { sql } from 'kysely'
import type { PackageListing } from '@waybill/core/documents'
import type { Database, Transaction } from '../platform/database/index.ts'
import { tables } from './store.ts'

/** What is published of a package, for those who look at its next version. */
export interface PublishedVersion {
  readonly version: string
  readonly manifest: Manifest
  readonly platform: string
  readonly format: 'tar.gz' | 'zip'
  readonly path: string
  readonly size: number
  /** Where the bytes wait until the tree has them. */
  readonly bytes: Buffer | null
  readonly upload: string | null
  /** Its bytes are beside the public tree. */
  readonly gated: boolean
}

/** The columns of a `PublishedVersion`. */
const publishedColumns = [
  'version',
  'manifest',
  'platform',
  'format',
  'path',
  'size',
  'bytes',
  'upload',
  'artifacts.gated',
] as const

/** The newest version of a package that is offered, with its artifact for the platform; undefined for a new package. */
export async function newestPublished(
  database: Database,
  name: string,
  platform: string,
): Promise<PublishedVersion | undefined> {
  const rows = await tables(database)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .innerJoin('artifacts', 'artifacts.version_id', 'versions.id')
    .select(publishedColumns)
    .where('packages.name', '=', name)
    .where('yanked_at', 'is', null)
    .execute()
  const [newest] = rows.toSorted((a, b) => compareVersions(b.version, a.version))
  const same = rows.filter(({ version }) => version === newest?.version)
  return same.find((row) => row.platform === platform) ?? newest
}

/**
 * A version that was not taken back, with an artifact of it: the one for every platform where there is one; undefined
 * otherwise.
 */
export async function publishedVersion(
  database: Database,
  name: string,
  version: string,
): Promise<(PublishedVersion & { readonly sha256: string }) | undefined> {
  return tables(database)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .innerJoin('artifacts', 'artifacts.version_id', 'versions.id')
    .select([...publishedColumns, 'sha256'])
    .where('packages.name', '=', name)
    .where('version', '=', version)
    .where('unpublished_at', 'is', null)
    .orderBy(sql`platform <> 'any'`)
    .orderBy('platform')
    .limit(1)
    .executeTakeFirst()
}

/** True when a version was published before for every platform, or taken back: nothing can be added to it. */
export async function isVersionClosed(
  database: Database | Transaction,
  name: string,
  version: string,
): Promise<boolean> {
  const row = await tables(database)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .innerJoin('artifacts', 'artifacts.version_id', 'versions.id')
    .select('versions.id')
    .where('packages.name', '=', name)
    .where('version', '=', version)
    .where((where) => where.or([where('platform', '=', 'any'), where('unpublished_at', 'is not', null)]))
    .executeTakeFirst()
  return row !== undefined
}

/** Every package name with its publisher. */
export function packageNames(database: Database): Promise<{ name: string; publisher: string }[]> {
  return tables(database)
    .selectFrom('packages')
    .innerJoin('publishers', 'publishers.id', 'packages.publisher_id')
    .select(['packages.name', 'publishers.name as publisher'])
    .execute()
}

/** Packages that have a version on offer, or are listed from a catalogue, in the order of their names; and how many. */
export async function publishedPage(
  database: Database,
  { from, most }: { from: number; most: number },
): Promise<{ packages: { name: string; changedAt: Date }[]; count: number }> {
  const { rows: packages } = await sql<{ name: string; changedAt: Date }>`
    select name, max(coalesce(published_at, imported_at)) as "changedAt"
    from packages
    left join versions on versions.package_id = packages.id and yanked_at is null and unpublished_at is null
    left join catalogue_entries on catalogue_entries.package_id = packages.id
    where versions.id is not null or catalogue_entries.package_id is not null
    group by name order by name offset ${from} limit ${most}`.execute(database)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from packages
    where exists (select from versions where package_id = packages.id and yanked_at is null and unpublished_at is null)
      or exists (select from catalogue_entries where package_id = packages.id)`.execute(database)
  return { packages, count: rows[0]?.count ?? 0 }
}

/** Versions that a publisher has published since it is in these hands, and not taken back: the trust it earned. */
export async function countPublishedSince(
  database: Database,
  publisherId: number,
  since: Date | null,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from versions join packages on packages.id = package_id
    where publisher_id = ${publisherId} and yanked_at is null
      and published_at > coalesce(${since}::timestamptz, '-infinity')`.execute(database)
  return rows[0]?.count ?? 0
}

export async function setListing(
  transaction: Transaction,
  name: string,
  listing: PackageListing,
): Promise<void> {
  await tables(transaction)
    .updateTable('packages')
    .set({ listing: JSON.stringify(listing) })
    .where('look_alike', '=', lookAlikeKey(name))
    .execute()
}
