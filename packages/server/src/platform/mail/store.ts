import { sql, type Generated } from 'kysely'
import type { Database, Transaction } from '../database/index.ts'

type MailTables = {
  mails: {
    id: Generated<number>
    recipient: string
    subject: string
    body: string
    created_at: Date
    sent_at: Date | null
    attempts: Generated<number>
    next_attempt_at: Date
    error: string | null
  }
}

const tables = (database: Database | Transaction) => (database as Database).withTables<MailTables>()

export async function insertMail(
  database: Database | Transaction,
  { recipient, subject, body, at }: { recipient: string; subject: string; body: string; at: Date },
): Promise<void> {
  await tables(database)
    .insertInto('mails')
    .values({ recipient, subject, body, created_at: at, next_attempt_at: at, sent_at: null, error: null })
    .execute()
}

export type DueMail = Awaited<ReturnType<typeof setDueAside>>[number]

/** Takes mails that are due, oldest first, and lets nobody else take them until `until`. */
export async function setDueAside(
  database: Database,
  { now, until, most, mostAttempts }: { now: Date; until: Date; most: number; mostAttempts: number },
) {
  const { rows } = await sql<{
    id: number
    recipient: string
    subject: string
    body: string
    attempts: number
  }>`
    update mails set next_attempt_at = ${until} where id in (
      select id from mails
      where sent_at is null and next_attempt_at <= ${now} and attempts < ${mostAttempts}
      order by id limit ${most} for update skip locked)
    returning id, recipient, subject, body, attempts`.execute(database)
  return rows.toSorted((a, b) => a.id - b.id)
}

export async function markSent(database: Database, id: number, at: Date): Promise<void> {
  await tables(database).updateTable('mails').set({ sent_at: at, error: null }).where('id', '=', id).execute()
}

export async function markFailed(database: Database, id: number, next: Date, why: string): Promise<void> {
  await tables(database)
    .updateTable('mails')
    .set({ next_attempt_at: next, error: why, attempts: sql`attempts + 1` })
    .where('id', '=', id)
    .execute()
}

/** The newest mails, sent or not; those older than the mail `before`, where that is given. */
export function recentMails(database: Database, most: number, before?: number) {
  const query = tables(database).selectFrom('mails').selectAll()
  return (before === undefined ? query : query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
}

/** Mails that were not sent yet, and how many of them an SMTP server has refused. */
export async function countUnsent(database: Database): Promise<{ unsent: number; refused: number }> {
  const { rows } = await sql<{ unsent: number; refused: number }>`
    select count(*)::int as unsent, (count(*) filter (where attempts > 0))::int as refused
    from mails where sent_at is null`.execute(database)
  return rows[0] ?? { unsent: 0, refused: 0 }
}

/** Forgets mails that were sent, or given up, before `at`. */
export async function forgetMails(database: Database, at: Date): Promise<void> {
  await tables(database).deleteFrom('mails').where('created_at', '<', at).execute()
}
