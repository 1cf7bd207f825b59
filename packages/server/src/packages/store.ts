import { lookAlikeKey } from '@waybill/core/names'
import { anyOf, type Database, type Transaction } from '../platform/database/index.ts'
import { sql, type RawBuilder } from 'kysely'
import type { PackageTables } from './tables.ts'

/** All SQL of packages. */
export const tables = (database: Database | Transaction) => (database as Database).withTables<PackageTables>()

export function packageByLookAlike(database: Database | Transaction, name: string) {
  return tables(database)
    .selectFrom('packages')
    .select(['id', 'name', 'publisher_id'])
    .where('look_alike', '=', lookAlikeKey(name))
    .executeTakeFirst()
}

export type NewVersion = Omit<PackageTables['artifacts'], 'id' | 'version_id' | 'gated'> & {
  name: string
  publisher_id: number
  version: string
  category: string
  manifest: string
  published_at: Date
  release_notes: string | null
  breaking: boolean
  readme: string | null
  readme_file: string | null
  readme_note: string | null
}

const columns = {
  name: 'text',
  publisher_id: 'bigint',
  version: 'text',
  category: 'text',
  manifest: 'text',
  published_at: 'timestamptz',
  release_notes: 'text',
  breaking: 'boolean',
  readme: 'text',
  readme_file: 'text',
  readme_note: 'text',
  platform: 'text',
  format: 'text',
  path: 'text',
  size: 'bigint',
  sha256: 'text',
  sha512: 'text',
  key_id: 'text',
  signature: 'bytea',
  bytes: 'bytea',
  upload: 'text',
} satisfies Record<keyof NewVersion, string>

/**
 * Takes each name where nobody has it, adds the versions with their artifacts, and emits an event for each: one
 * statement. Says for each whether it was added: not when the name is another's, looks like another one, or has this
 * version; also when somebody took the name this very moment.
 */
export async function insertVersions(
  database: Database | Transaction,
  versions: readonly NewVersion[],
  event: (payloads: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<boolean[]> {
  const idOf = ({ name, version }: { name: string; version: string }) => `${name}@${version}`
  const first = new Map(versions.toReversed().map((version) => [idOf(version), version]))
  const rows = [...first.values()]
  const values = (Object.keys(columns) as (keyof NewVersion)[]).map(
    (column) => sql`${rows.map((row) => row[column])}::${sql.raw(columns[column])}[]`,
  )
  const names = sql.raw(Object.keys(columns).join(', '))
  const inserted = await sql<{ name: string; version: string }>`
    with item as (
      select * from unnest(${rows.map((row) => lookAlikeKey(row.name))}::text[], ${sql.join(values)})
        as item (look_alike, ${names})
    ), claimed as (
      insert into packages (name, look_alike, publisher_id, created_at)
      select name, look_alike, publisher_id, published_at from item
      on conflict do nothing returning id, name, publisher_id, gated
    ), package as (
      select id, name, publisher_id, gated from claimed
      union all select id, name, publisher_id, gated from packages where name in (select name from item)
    ), added as (
      insert into versions (package_id, version, category, manifest, published_at, release_notes, breaking,
        readme, readme_file, readme_note)
      select id, version, category, manifest::jsonb, published_at, release_notes, breaking, readme, readme_file, readme_note
      from item join package using (name, publisher_id)
      on conflict do nothing returning id, package_id, version
    ), version as (
      select added.id, package_id, name, version, gated from added join package on package.id = package_id
    ), artifact as (
      insert into artifacts (version_id, gated, ${sql.raw(artifactColumns.join(', '))})
      select version.id, gated, ${sql.raw(artifactColumns.join(', '))} from version join item using (name, version)
    ), event as (
      ${event(sql`select jsonb_build_object('versionId', id, 'packageId', package_id) from version`)}
    )
    select name, version from version`.execute(database)
  const added = new Set(inserted.rows.map(idOf))
  return versions.map((version) => added.has(idOf(version)) && first.get(idOf(version)) === version)
}

/**
 * Adds an artifact to a version of the same publisher whose manifest says the same, but for the platform, and which has
 * none for this platform; undefined otherwise.
 */
export async function insertArtifact(
  transaction: Transaction,
  version: NewVersion,
): Promise<{ versionId: number; packageId: number } | undefined> {
  const { name, publisher_id, version: number, category, manifest } = version
  const values = artifactColumns.map((column) => sql`${version[column]}::${sql.raw(columns[column])}`)
  const inserted = await sql<{ versionId: number; packageId: number }>`
    with version as (
      select versions.id, package_id, gated from versions join packages on packages.id = package_id
      where packages.name = ${name} and publisher_id = ${publisher_id} and version = ${number}
        and category = ${category} and unpublished_at is null and manifest - 'platform' = ${manifest}::jsonb - 'platform'
    ), artifact as (
      insert into artifacts (version_id, gated, ${sql.raw(artifactColumns.join(', '))})
      select id, gated, ${sql.join(values)} from version
      on conflict do nothing returning version_id
    )
    select id as "versionId", package_id as "packageId" from version join artifact on version_id = id`.execute(
    transaction,
  )
  return inserted.rows[0]
}

const artifactColumns = [
  'platform',
  'format',
  'path',
  'size',
  'sha256',
  'sha512',
  'key_id',
  'signature',
  'bytes',
  'upload',
] satisfies (keyof NewVersion)[]

export function versionForYank(transaction: Transaction, name: string, version: string) {
  return tables(transaction)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .innerJoin('publishers', 'publishers.id', 'packages.publisher_id')
    .select([
      'versions.id',
      'versions.package_id',
      'versions.yanked_at',
      'versions.published_at',
      'versions.unpublished_at',
      'packages.publisher_id',
      'publishers.name as publisher',
    ])
    .where('packages.name', '=', name)
    .where('versions.version', '=', version)
    .forUpdate('versions')
    .executeTakeFirst()
}

export function artifactsOfVersion(database: Database | Transaction, packageId: number, version: string) {
  return tables(database)
    .selectFrom('versions')
    .innerJoin('artifacts', 'artifacts.version_id', 'versions.id')
    .select(['platform', 'sha256'])
    .where('package_id', '=', packageId)
    .where('version', '=', version)
    .execute()
}

/** An unpublished version counts as yanked too, wherever that is asked. */
export async function setUnpublished(
  transaction: Transaction,
  versionId: number,
  { at, reason }: { at: Date; reason: string },
): Promise<void> {
  await tables(transaction)
    .updateTable('versions')
    .set({
      unpublished_at: at,
      unpublish_reason: reason,
      yanked_at: at,
      yank_reason: reason,
      readme: null,
      readme_pending: false,
    })
    .where('id', '=', versionId)
    .execute()
  await tables(transaction)
    .updateTable('artifacts')
    .set({ bytes: null, upload: null })
    .where('version_id', '=', versionId)
    .execute()
  await tables(transaction).deleteFrom('rendered_texts').where('version_id', '=', versionId).execute()
}

export async function setYanked(
  transaction: Transaction,
  versionId: number,
  yanked: { at: Date; reason: string } | undefined,
): Promise<void> {
  await tables(transaction)
    .updateTable('versions')
    .set({ yanked_at: yanked?.at ?? null, yank_reason: yanked?.reason ?? null })
    .where('id', '=', versionId)
    .execute()
}

/**
 * Every version of the packages with its artifact and the package, oldest first. `bytes` and `upload` are where the
 * artifact waits, for the versions that are asked for with them.
 */
export function versionsOf(
  database: Database | Transaction,
  packageIds: readonly number[],
  withArtifacts: readonly number[],
) {
  return tables(database)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .innerJoin('artifacts', 'artifacts.version_id', 'versions.id')
    .select([
      'versions.id',
      'versions.package_id',
      'versions.version',
      'versions.category',
      'versions.manifest',
      'versions.published_at',
      'versions.yanked_at',
      'versions.yank_reason',
      'versions.release_notes',
      'versions.breaking',
      'versions.unpublished_at',
      'versions.unpublish_reason',
      'packages.name',
      'packages.publisher_id',
      'packages.listing',
      'artifacts.id as artifact_id',
      'artifacts.gated',
      'platform',
      'format',
      'path',
      'size',
      'sha256',
      'sha512',
      'key_id',
      'signature',
    ])
    .select(() => [
      sql<Buffer | null>`case when versions.id = any(${[...withArtifacts]}) then bytes end`.as('bytes'),
      sql<string | null>`case when versions.id = any(${[...withArtifacts]}) then upload end`.as('upload'),
    ])
    .where('package_id', '=', anyOf(packageIds))
    .orderBy('versions.id')
    .execute()
}

/** What the listings show of every package: its versions with what stands in their manifests. */
export function listedVersions(database: Database) {
  return tables(database)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .select([
      'packages.name',
      'packages.publisher_id',
      'versions.version',
      'versions.category',
      'versions.published_at',
      'versions.yanked_at as yanked',
    ])
    .select(({ ref }) => [
      ref('versions.manifest', '->>')
        .key('description' as never)
        .as('description'),
      ref('versions.manifest', '->')
        .key('keywords' as never)
        .as('keywords'),
      sql<string[] | null>`packages.listing -> 'tags'`.as('tags'),
    ])
    .orderBy('packages.name')
    .execute()
}
