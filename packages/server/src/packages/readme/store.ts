import { sql } from 'kysely'
import { anyOf, type Database, type Transaction } from '../../platform/database/index.ts'
import { tables } from '../store.ts'
import type { PackageTables } from '../tables.ts'

/** All SQL of READMEs and of what they become. */

export interface ReadmeRow {
  id: number
  readme: string | null
  readme_file: string | null
  readme_note: string | null
  repository: string | null
}

/** The README of a version that was not taken back. */
export function readmeOf(database: Database, name: string, version: string): Promise<ReadmeRow | undefined> {
  return tables(database)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .select(['versions.id', 'readme', 'readme_file', 'readme_note'])
    .select(sql<string | null>`manifest ->> 'repository'`.as('repository'))
    .where('packages.name', '=', name)
    .where('version', '=', version)
    .where('unpublished_at', 'is', null)
    .executeTakeFirst()
}

export type Part = PackageTables['rendered_texts']['part']

/** What was rendered by this renderer; what failed only while that is younger than `failedBefore`. */
export async function renderedTexts(
  database: Database,
  which: { ids: readonly number[]; part: Part; renderer: string; failedBefore: Date },
): Promise<Map<number, string>> {
  const rows = await tables(database)
    .selectFrom('rendered_texts')
    .select(['version_id', 'html'])
    .where('version_id', '=', anyOf(which.ids))
    .where('part', '=', which.part)
    .where('renderer', '=', which.renderer)
    .where((where) => where.or([where('failure', 'is', null), where('made_at', '>', which.failedBefore)]))
    .execute()
  return new Map(rows.map(({ version_id, html }) => [version_id, html]))
}

export async function keepRendered(database: Database, row: PackageTables['rendered_texts']): Promise<void> {
  const { renderer, html, failure, made_at } = row
  await tables(database)
    .insertInto('rendered_texts')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['version_id', 'part']).doUpdateSet({ renderer, html, failure, made_at }),
    )
    .execute()
}

/** Versions that were published before READMEs were kept, newest first. */
export function versionsWithoutReadme(database: Database, most: number) {
  return tables(database)
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_id')
    .select(['versions.id', 'versions.package_id', 'packages.name', 'versions.version'])
    .where('readme_pending', '=', sql<boolean>`true`)
    .orderBy('versions.id', 'desc')
    .limit(most)
    .execute()
}

export async function setReadme(
  transaction: Transaction,
  id: number,
  found: { readme: string | null; readme_file: string | null; readme_note: string | null },
): Promise<void> {
  await tables(transaction)
    .updateTable('versions')
    .set({ ...found, readme_pending: false })
    .where('id', '=', id)
    // What was taken back meanwhile shows nothing.
    .where('readme_pending', '=', true)
    .execute()
}
