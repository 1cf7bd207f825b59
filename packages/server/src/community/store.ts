import { sql } from 'kysely'
import type { Database, Transaction } from '../platform/database/index.ts'

/** All SQL of community. */

export interface Rating {
  packageId: number
  userId: string
  stars: number
}

/** Puts an account's rating in the place of its former one; false when it is the same. */
export async function putRating(
  transaction: Transaction,
  { packageId, userId, stars }: Rating,
  at: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into ratings (package_id, user_id, stars, rated_at) values (${packageId}, ${userId}, ${stars}, ${at})
    on conflict (package_id, user_id) do update set stars = excluded.stars, rated_at = excluded.rated_at
    where ratings.stars <> excluded.stars`.execute(transaction)
  return (numAffectedRows ?? 0n) > 0n
}

/** Takes an account's rating back; false when there was none. */
export async function removeRating(
  transaction: Transaction,
  { packageId, userId }: Omit<Rating, 'stars'>,
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`delete from ratings where package_id = ${packageId} and user_id = ${userId}`.execute(
      transaction,
    )
  return (numAffectedRows ?? 0n) > 0n
}

export async function starsOf(
  database: Database,
  { packageId, userId }: Omit<Rating, 'stars'>,
): Promise<number | undefined> {
  const { rows } = await sql<{ stars: number }>`
    select stars from ratings where package_id = ${packageId} and user_id = ${userId}`.execute(database)
  return rows[0]?.stars
}

/** How many accounts gave how many stars, for each package that was rated. */
export async function countRatings(
  database: Database | Transaction,
  packageIds: readonly number[],
): Promise<{ id: number; stars: number; count: number }[]> {
  const { rows } = await sql<{ id: number; stars: number; count: number }>`
    select package_id as id, stars, count(*)::int as count from ratings
    where package_id = any(${[...packageIds]}) group by package_id, stars`.execute(database)
  return rows
}
