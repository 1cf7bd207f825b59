import type { Database } from '../platform/database/index.ts'
import { tables } from './tables.ts'

/** SQL of what is kept while checks run. */

/** Progress of the checks, outside of any change of state; only while they run. */
export async function recordChecks(
  database: Database,
  id: string,
  checks: string,
  total: number,
): Promise<void> {
  await tables(database)
    .updateTable('submissions')
    .set({ checks, checks_total: total })
    .where('id', '=', id)
    .where('state', '=', 'validating')
    .execute()
}

/** Notes that checks begin, and says how often they did without coming to an end. */
export async function beginChecks(database: Database, id: string): Promise<number> {
  const row = await tables(database)
    .updateTable('submissions')
    .set(({ eb }) => ({ unfinished_checks: eb('unfinished_checks', '+', 1) }))
    .where('id', '=', id)
    .returning('unfinished_checks')
    .executeTakeFirstOrThrow()
  return row.unfinished_checks - 1
}

/** Notes that checks came to an end, whatever it was. */
export async function endChecks(database: Database, id: string): Promise<void> {
  await tables(database)
    .updateTable('submissions')
    .set({ unfinished_checks: 0 })
    .where('id', '=', id)
    .execute()
}
