import { sql } from 'kysely'
import { anyOf, type Database, type Transaction } from '../platform/database/index.ts'
import { tables } from './store.ts'

/** The waiting bytes or upload files of artifacts. */
export function waitingArtifacts(database: Database | Transaction, artifactIds: readonly number[]) {
  return tables(database)
    .selectFrom('artifacts')
    .select(['id', 'path', 'bytes', 'upload', 'gated'])
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

export async function packagesOfPublisher(
  database: Database | Transaction,
  publisherId: number,
): Promise<number[]> {
  const rows = await tables(database)
    .selectFrom('packages')
    .select('id')
    .where('publisher_id', '=', publisherId)
    .execute()
  return rows.map((row) => row.id)
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

/** Packages that were published here, those that only a catalogue lists, and versions. */
export async function countPackages(
  database: Database,
): Promise<{ packages: number; listed: number; versions: number }> {
  const { rows } = await sql<{ packages: number; listed: number; versions: number }>`
    select (select count(distinct package_id)::int from versions) as packages,
      (select count(*)::int from catalogue_entries as entry
        where not exists (select from versions where versions.package_id = entry.package_id)) as listed,
      (select count(*)::int from versions) as versions`.execute(database)
  return rows[0] ?? { packages: 0, listed: 0, versions: 0 }
}

/** Bytes of all artifacts that were published and not taken back. */
export async function storedBytes(database: Database): Promise<number> {
  const row = await tables(database)
    .selectFrom('artifacts')
    .innerJoin('versions', 'versions.id', 'artifacts.version_id')
    .select(({ fn }) => fn.sum<string | number | null>('size').as('bytes'))
    .where('unpublished_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.bytes ?? 0)
}
