import { sql, type Generated } from 'kysely'
import { anyOf, type Database, type Transaction } from '../platform/database/index.ts'

export type IndexTables = {
  tree_targets: { target: string; bin: string; length: number; sha256: string }
  tree_writes: { id: Generated<number>; path: string; bytes: Buffer | null; artifact_id: number | null }
  tree_superseded: { path: string; at: Date }
  index_state: { only_row: boolean; listings_dirty: boolean; listings_built_at: Date | null }
}

export type TreeWrite = Omit<IndexTables['tree_writes'], 'id'>
export type Target = IndexTables['tree_targets']

/** All SQL of index. */
const tables = (database: Database | Transaction) => (database as Database).withTables<IndexTables>()

export function targetsByName(database: Database | Transaction, names: readonly string[]) {
  return tables(database).selectFrom('tree_targets').selectAll().where('target', '=', anyOf(names)).execute()
}

export function targetsInBins(database: Database | Transaction, bins: readonly string[]) {
  return tables(database).selectFrom('tree_targets').selectAll().where('bin', '=', anyOf(bins)).execute()
}

export interface RoundRecord {
  readonly targets: readonly Target[]
  /** Appended to the redo log; files that stand in it are written again after a crash. */
  readonly writes: readonly TreeWrite[]
  /** Paths that nothing refers to any more. */
  readonly superseded: readonly string[]
  readonly at: Date
  /** A package changed: the listings are to be built. */
  readonly listingsDirty: boolean
  /** The round brings listings that were just built, of some packages or of none yet. */
  readonly listingsBuilt: 'some' | 'none' | undefined
}

/** Records what a round changes, in one statement. */
export async function recordRound(
  transaction: Transaction,
  { targets, writes, superseded, at, listingsDirty, listingsBuilt }: RoundRecord,
): Promise<void> {
  const target = <K extends keyof Target>(name: K) => targets.map((row) => row[name])
  const write = <K extends keyof TreeWrite>(name: K) => writes.map((row) => row[name])
  // A document can come back to bytes it had before (yank and unyank): then its file is needed again.
  const needed = new Set(write('path'))
  const gone = [...new Set(superseded)].filter((path) => !needed.has(path))
  await sql`
    with targets as (
      insert into tree_targets (target, bin, length, sha256)
      select * from unnest(${target('target')}::text[], ${target('bin')}::text[], ${target('length')}::bigint[], ${target('sha256')}::text[])
      on conflict (target) do update set length = excluded.length, sha256 = excluded.sha256
    ), writes as (
      insert into tree_writes (path, bytes, artifact_id)
      select * from unnest(${write('path')}::text[], ${write('bytes')}::bytea[], ${write('artifact_id')}::bigint[])
    ), needed as (
      delete from tree_superseded where path = any(${[...needed]}::text[])
    ), superseded as (
      insert into tree_superseded (path, at) select path, ${at}::timestamptz from unnest(${gone}::text[]) as path
      on conflict (path) do update set at = excluded.at
    )
    update index_state set
      listings_dirty = case
        when ${listingsDirty} then true when ${listingsBuilt !== undefined} then false else listings_dirty end,
      listings_built_at = case when ${listingsBuilt === 'some'} then ${at}::timestamptz else listings_built_at end
    where (${listingsDirty} and not listings_dirty) or ${listingsBuilt !== undefined}`.execute(transaction)
}

export function loggedWrites(database: Database, after: number, most: number) {
  return tables(database)
    .selectFrom('tree_writes')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(most)
    .execute()
}

export async function forgetWrites(transaction: Transaction, upTo: number): Promise<void> {
  await tables(transaction).deleteFrom('tree_writes').where('id', '<=', upTo).execute()
}

export async function supersededAmong(database: Database, files: readonly string[]): Promise<Set<string>> {
  if (files.length === 0) return new Set()
  const rows = await tables(database)
    .selectFrom('tree_superseded')
    .select('path')
    .where('path', '=', anyOf(files))
    .execute()
  return new Set(rows.map((row) => row.path))
}

export async function supersededBefore(database: Database, at: Date, most: number): Promise<string[]> {
  const rows = await tables(database)
    .selectFrom('tree_superseded')
    .select('path')
    .where('at', '<', at)
    .limit(most)
    .execute()
  return rows.map((row) => row.path)
}

export async function forgetSuperseded(database: Database, files: readonly string[]): Promise<void> {
  if (files.length > 0)
    await tables(database).deleteFrom('tree_superseded').where('path', '=', anyOf(files)).execute()
}

export function state(database: Database | Transaction) {
  return tables(database).selectFrom('index_state').selectAll().executeTakeFirstOrThrow()
}

/** Has the listings and the primary index built anew: something that they say changed. */
export async function markListingsDirty(database: Database | Transaction): Promise<void> {
  await tables(database).updateTable('index_state').set({ listings_dirty: true }).execute()
}

export function allTargets(database: Database) {
  return tables(database).selectFrom('tree_targets').selectAll().orderBy('target').execute()
}
