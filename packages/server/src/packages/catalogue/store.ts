import { lookAlikeKey } from '@waybill/core/names'
import { sql } from 'kysely'
import type { Database, Transaction } from '../../platform/database/index.ts'

/** All SQL about packages that a catalogue elsewhere tells of, and about those that the registry shows first. */

/** What a catalogue says of a package. */
export interface CatalogueFacts {
  readonly title: string
  readonly description: string
  readonly category: string
  readonly repository: string | null
  /** The newest version that the catalogue knows. */
  readonly version: string | null
  readonly updatedAt: Date | null
}

export type CatalogueEntry = CatalogueFacts & { readonly source: string; readonly importedAt: Date }

/** Takes names that nobody has, for a publisher; says which of them. */
export async function claimNames(
  transaction: Transaction,
  names: readonly string[],
  { publisherId, at }: { publisherId: number; at: Date },
): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    insert into packages (name, look_alike, publisher_id, created_at)
    select name, look_alike, ${publisherId}, ${at}
    from unnest(${[...names]}::text[], ${names.map(lookAlikeKey)}::text[]) as item (name, look_alike)
    on conflict do nothing returning name`.execute(transaction)
  return new Set(rows.map(({ name }) => name))
}

export interface Holder {
  readonly id: number
  readonly name: string
  readonly lookAlike: string
  readonly publisher: string
  /** The catalogue that lists the package. */
  readonly source: string | null
}

/** Who has these names, or names that look like them. */
export async function holdersOf(transaction: Transaction, names: readonly string[]): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select packages.id, packages.name, packages.look_alike as "lookAlike", publishers.name as publisher, source
    from packages join publishers on publishers.id = publisher_id
    left join catalogue_entries on package_id = packages.id
    where packages.look_alike = any(${names.map(lookAlikeKey)})`.execute(transaction)
  return rows
}

/** Writes what a catalogue says of packages over what it said before. */
export async function putEntries(
  transaction: Transaction,
  entries: readonly (CatalogueFacts & { packageId: number })[],
  { source, at }: { source: string; at: Date },
): Promise<void> {
  const column = <K extends keyof (typeof entries)[number]>(name: K) => entries.map((each) => each[name])
  await sql`
    insert into catalogue_entries
      (package_id, title, description, category, repository, version, updated_at, source, imported_at)
    select *, ${source}, ${at}::timestamptz from unnest(
      ${column('packageId')}::bigint[], ${column('title')}::text[], ${column('description')}::text[],
      ${column('category')}::text[], ${column('repository')}::text[], ${column('version')}::text[],
      ${column('updatedAt')}::timestamptz[])
    on conflict (package_id) do update set
      title = excluded.title, description = excluded.description, category = excluded.category,
      repository = excluded.repository, version = excluded.version, updated_at = excluded.updated_at,
      source = excluded.source, imported_at = excluded.imported_at`.execute(transaction)
}

/** What catalogues say of packages; those that are in none have no entry. */
export async function entriesOf(
  database: Database | Transaction,
  packageIds: readonly number[],
): Promise<Map<number, CatalogueEntry>> {
  const { rows } = await sql<CatalogueEntry & { id: number }>`
    select package_id as id, source, title, description, category, repository, version, updated_at as "updatedAt",
      imported_at as "importedAt"
    from catalogue_entries where package_id = any(${[...packageIds]})`.execute(database)
  return new Map(rows.map(({ id, ...entry }) => [id, entry]))
}

/** True for a package with a version that was not taken back, or that a catalogue lists. */
export async function isOffered(database: Database | Transaction, packageId: number): Promise<boolean> {
  const { rows } = await sql<{ offered: boolean }>`
    select exists (select from versions where package_id = ${packageId} and unpublished_at is null)
      or exists (select from catalogue_entries where package_id = ${packageId}) as offered`.execute(database)
  return rows[0]?.offered === true
}

/** Keeps versions from being published until the transaction ends, and waits for those that are on their way. */
export async function holdPublishing(transaction: Transaction): Promise<void> {
  await sql`lock table versions in share mode`.execute(transaction)
}

export async function countVersions(transaction: Transaction, packageId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from versions where package_id = ${packageId}`.execute(transaction)
  return rows[0]?.count ?? 0
}

export async function setPublisher(
  transaction: Transaction,
  packageId: number,
  publisherId: number,
): Promise<void> {
  await sql`update packages set publisher_id = ${publisherId} where id = ${packageId}`.execute(transaction)
}

/** Packages that the registry shows first, in their order. */
export async function featuredPackages(
  database: Database | Transaction,
): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    select packages.id, name from featured_packages join packages on packages.id = package_id
    order by place`.execute(database)
  return rows
}

/** Puts these packages in the place of those that were shown first; names that there are none of come back. */
export async function replaceFeatured(
  transaction: Transaction,
  names: readonly string[],
): Promise<readonly string[]> {
  // Of two that replace it at once, one does after the other.
  await sql`lock table featured_packages in share row exclusive mode`.execute(transaction)
  await sql`delete from featured_packages`.execute(transaction)
  const { rows } = await sql<{ name: string }>`
    with wanted as (
      select id, name, place from unnest(${[...names]}::text[]) with ordinality as given (name, place)
      join packages using (name)
      where exists (select from versions where package_id = id and unpublished_at is null)
        or exists (select from catalogue_entries where package_id = id)
    ), added as (insert into featured_packages (package_id, place) select id, place from wanted)
    select name from wanted`.execute(transaction)
  const known = new Set(rows.map(({ name }) => name))
  return names.filter((name) => !known.has(name))
}
