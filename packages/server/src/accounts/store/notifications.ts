import { sql } from 'kysely'
import type { Database, Transaction } from '../../platform/database/index.ts'
import { tables } from '../tables.ts'

/** What mails can be about that an account may turn off. */
export interface Wishes {
  submissions: boolean
  reviews: boolean
  purchases: boolean
}

/** Without a row, an account wants all. */
export async function wishesOf(database: Database | Transaction, userId: string): Promise<Wishes> {
  const row = await tables(database)
    .selectFrom('notifications')
    .select(['submissions', 'reviews', 'purchases'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row ?? { submissions: true, reviews: true, purchases: true }
}

export async function putWishes(database: Database, userId: string, wishes: Wishes): Promise<void> {
  await tables(database)
    .insertInto('notifications')
    .values({ user_id: userId, ...wishes })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(wishes))
    .execute()
}

/** Addresses of who decides on submissions and wants to hear of them, but for members of the publisher. */
export async function reviewersToTell(
  database: Database | Transaction,
  publisherId: number,
): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from auth."user" as person
    where exists (select from operators where user_id = person.id and role in ('admin', 'reviewer'))
      and not exists (select from members where user_id = person.id and publisher_id = ${publisherId})
      and coalesce((select reviews from notifications where user_id = person.id), true)
    order by email`.execute(database)
  return rows.map(({ email }) => email)
}
