import type { PackageListing } from '@waybill/core/documents'
import { WaybillError } from '@waybill/core/errors'
import { sql } from 'kysely'
import type { PublisherRef } from '../access/index.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { PackageTables } from './tables.ts'

/** All SQL about packages that are paid for. */
const tables = (database: Database | Transaction) => (database as Database).withTables<PackageTables>()

/**
 * Says whether artifacts that are published from now on are for those alone who are entitled. What was public stays public:
 * anybody may have a copy. Versions that this very transaction published count as new.
 */
export async function setGated(transaction: Transaction, packageId: number, gated: boolean): Promise<void> {
  await tables(transaction).updateTable('packages').set({ gated }).where('id', '=', packageId).execute()
  if (!gated) return
  await sql`
    update artifacts set gated = true
    from versions where versions.id = version_id and package_id = ${packageId}
      and artifacts.xmin = pg_current_xact_id()::xid`.execute(transaction)
}

export interface PackageRef {
  readonly id: number
  readonly name: string
  readonly gated: boolean
  readonly listing: PackageListing | null
  readonly publisher: PublisherRef
}

/** The package with its publisher, by name. */
export function packageByName(
  database: Database | Transaction,
  name: string,
): Promise<PackageRef | undefined> {
  return packageWhere(database, 'name', name)
}

/** The package of a name. Throws `package.not_found`. */
export async function requirePackage(database: Database | Transaction, name: string): Promise<PackageRef> {
  const found = await packageByName(database, name)
  if (found) return found
  throw new WaybillError('package.not_found', `There is no package ${name}.`, {
    hint: `Look for it with “waybill search ${name}”.`,
    details: { name },
  })
}

export function packageById(database: Database | Transaction, id: number): Promise<PackageRef | undefined> {
  return packageWhere(database, 'id', id)
}

async function packageWhere(
  database: Database | Transaction,
  column: 'id' | 'name',
  value: number | string,
): Promise<PackageRef | undefined> {
  const row = await tables(database)
    .selectFrom('packages')
    .innerJoin('publishers', 'publishers.id', 'packages.publisher_id')
    .select([
      'packages.id',
      'packages.name',
      'packages.gated',
      'packages.listing',
      'publisher_id',
      'publishers.name as publisher',
    ])
    .where(`packages.${column}`, '=', value as never)
    .executeTakeFirst()
  return row && { ...row, publisher: { id: row.publisher_id, name: row.publisher } }
}

export interface ArtifactRef {
  readonly id: number
  readonly path: string
  readonly sha256: string
  readonly size: number
  readonly gated: boolean
}

const artifactColumns = ['artifacts.id', 'path', 'sha256', 'size', 'artifacts.gated'] as const

export function artifactOf(
  database: Database,
  which: { packageId: number; version: string; platform: string },
): Promise<ArtifactRef | undefined> {
  return tables(database)
    .selectFrom('artifacts')
    .innerJoin('versions', 'versions.id', 'artifacts.version_id')
    .select(artifactColumns)
    .where('package_id', '=', which.packageId)
    .where('version', '=', which.version)
    .where('platform', '=', which.platform)
    .executeTakeFirst()
}

export function artifactById(database: Database, id: number): Promise<ArtifactRef | undefined> {
  return tables(database)
    .selectFrom('artifacts')
    .select(artifactColumns)
    .where('id', '=', id)
    .executeTakeFirst()
}
