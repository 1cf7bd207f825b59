import { lookAlikeKey } from '@waybill/core/names'
import { anyOf, type Database, type Transaction } from '../platform/database/index.ts'
import type { PackageTables } from './tables.ts'

/** All SQL of packages. */
const tables = (database: Database | Transaction) => (database as Database).withTables<PackageTables>()

/** Takes the name for the publisher when nobody has it; undefined when somebody has it or one that looks like it. */
export async function claimName(
  transaction: Transaction,
  name: string,
  publisherId: number,
  at: Date,
): Promise<number | undefined> {
  const row = await tables(transaction)
    .insertInto('packages')
    .values({ name, look_alike: lookAlikeKey(name), publisher_id: publisherId, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export function packageByLookAlike(database: Database | Transaction, name: string) {
  return tables(database)
    .selectFrom('packages')
    .select(['id', 'name', 'publisher_id'])
    .where('look_alike', '=', lookAlikeKey(name))
    .executeTakeFirst()
}

export type NewArtifact = Omit<PackageTables['artifacts'], 'id' | 'version_id'>

/** Adds a version with its artifact; undefined when the version exists. */
export async function insertVersion(
  transaction: Transaction,
  version: { package_id: number; version: string; category: string; manifest: string; published_at: Date },
  artifact: NewArtifact,
): Promise<number | undefined> {
  const columns = Object.keys(artifact) as (keyof NewArtifact)[]
  const row = await tables(transaction)
    .with('version', (builder) =>
      builder
        .insertInto('versions')
        .values({ ...version, yanked_at: null, yank_reason: null })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id'),
    )
    .insertInto('artifacts')
    .columns(['version_id', ...columns])
    .expression((builder) =>
      builder
        .selectFrom('version')
        .select((select) => [
          'version.id',
          ...columns.map((column) => select.val(artifact[column]).as(column)),
        ]),
    )
    .returning('version_id')
    .executeTakeFirst()
  return row?.version_id
}

export function versionForYank(transaction: Transaction, name: string, version: string) {
  return tables(transaction)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .select(['versions.id', 'versions.package_id', 'versions.yanked_at', 'packages.publisher_id'])
    .where('packages.name', '=', name)
    .where('versions.version', '=', version)
    .forUpdate('versions')
    .executeTakeFirst()
}

export function sha256OfVersion(database: Database | Transaction, packageId: number, version: string) {
  return tables(database)
    .selectFrom('versions')
    .innerJoin('artifacts', 'artifacts.version_id', 'versions.id')
    .select('artifacts.sha256')
    .where('package_id', '=', packageId)
    .where('version', '=', version)
    .executeTakeFirst()
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

export function packagesByIds(database: Database | Transaction, ids: readonly number[]) {
  return tables(database)
    .selectFrom('packages')
    .selectAll()
    .where('id', '=', anyOf(ids))
    .orderBy('id')
    .execute()
}

/** Every version of the packages with its artifact, oldest first. The artifact's own bytes stay out. */
export function versionsOf(database: Database | Transaction, packageIds: readonly number[]) {
  return tables(database)
    .selectFrom('versions')
    .innerJoin('artifacts', 'artifacts.version_id', 'versions.id')
    .selectAll('versions')
    .select([
      'artifacts.id as artifact_id',
      'artifacts.platform',
      'artifacts.format',
      'artifacts.path',
      'artifacts.size',
      'artifacts.sha256',
      'artifacts.sha512',
      'artifacts.key_id',
      'artifacts.signature',
      (builder) =>
        builder
          .or([builder('artifacts.bytes', 'is not', null), builder('artifacts.upload', 'is not', null)])
          .as('waiting'),
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
    ])
    .orderBy('packages.name')
    .execute()
}

/** The waiting bytes or upload files of artifacts. */
export function waitingArtifacts(database: Database | Transaction, artifactIds: readonly number[]) {
  return tables(database)
    .selectFrom('artifacts')
    .select(['id', 'path', 'bytes', 'upload'])
    .where('id', '=', anyOf(artifactIds))
    .execute()
}

/** Forgets waiting bytes: the tree has them durably. */
export async function settleArtifacts(
  transaction: Transaction,
  artifactIds: readonly number[],
): Promise<void> {
  if (artifactIds.length === 0) return
  await tables(transaction)
    .updateTable('artifacts')
    .set({ bytes: null, upload: null })
    .where('id', '=', anyOf(artifactIds))
    .execute()
}

/** Which of these upload files an artifact still needs. */
export async function neededUploads(database: Database, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const rows = await tables(database)
    .selectFrom('artifacts')
    .select('upload')
    .where('upload', '=', anyOf(names))
    .execute()
  return new Set(rows.map((row) => row.upload ?? ''))
}

export async function packagesSignedBy(database: Database | Transaction, keyId: string): Promise<number[]> {
  const rows = await tables(database)
    .selectFrom('versions')
    .innerJoin('artifacts', 'artifacts.version_id', 'versions.id')
    .select('package_id')
    .distinct()
    .where('key_id', '=', keyId)
    .execute()
  return rows.map((row) => row.package_id)
}

export async function countPackages(database: Database): Promise<{ packages: number; versions: number }> {
  const count = async (table: 'packages' | 'versions') => {
    const row = await tables(database)
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return row.count
  }
  return { packages: await count('packages'), versions: await count('versions') }
}
