import { latestVersion } from '@waybill/core/versions'
import { sql } from 'kysely'
import type { Database } from '../platform/database/index.ts'

/** Names of the packages whose newest offered version depends on this one, in order. */
export async function dependentsOf(database: Database, name: string): Promise<string[]> {
  const { rows } = await sql<{ name: string; version: string; yanked: boolean; depends: boolean }>`
    select name, version, yanked_at is not null as yanked, manifest -> 'dependencies' ? ${name} as depends
    from versions join packages on packages.id = package_id
    where unpublished_at is null and package_id in (
      select package_id from versions where manifest -> 'dependencies' ? ${name} and unpublished_at is null)`.execute(
    database,
  )
  const packages = Map.groupBy(rows, (row) => row.name)
  return [...packages]
    .filter(([, versions]) => {
      const newest = latestVersion(versions)
      return versions.some(({ version, depends }) => version === newest && depends)
    })
    .map(([dependent]) => dependent)
    .sort()
}
