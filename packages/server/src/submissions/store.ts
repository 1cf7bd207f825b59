import { sql } from 'kysely'
import { anyOf, type Database, type Transaction } from '../platform/database/index.ts'
import { tables, type SubmissionTables } from './tables.ts'
import type { State } from './submission.ts'

/** All SQL of submissions, but for the queue’s. */

export type Submission = NonNullable<Awaited<ReturnType<typeof submissionById>>>
export type StoredUpload = NonNullable<Awaited<ReturnType<typeof uploadById>>>

export function submissionById(database: Database | Transaction, id: string) {
  return withPublisher(database).where('submissions.id', '=', id).executeTakeFirst()
}

/** The submission, locked for the transaction: its state changes one operation at a time. */
export function lockSubmission(transaction: Transaction, id: string) {
  return withPublisher(transaction)
    .where('submissions.id', '=', id)
    .forUpdate('submissions')
    .executeTakeFirst()
}

function withPublisher(database: Database | Transaction) {
  return tables(database)
    .selectFrom('submissions')
    .innerJoin('publishers', 'publishers.id', 'submissions.publisher_id')
    .selectAll('submissions')
    .select([
      'publishers.name as publisher',
      'publishers.domain_verified_at',
      'publishers.ownership_changed_at',
    ])
}

export function submissionOfUpload(database: Database | Transaction, uploadId: string) {
  return withPublisher(database)
    .innerJoin('submission_uploads', 'submission_uploads.submission_id', 'submissions.id')
    .where('submission_uploads.id', '=', uploadId)
    .executeTakeFirst()
}

export function submissionsOfPublishers(database: Database, publisherIds: readonly number[], most: number) {
  return withPublisher(database)
    .where('publisher_id', '=', anyOf(publisherIds))
    .orderBy('submissions.created_at', 'desc')
    .limit(most)
    .execute()
}

type NewSubmission = Pick<
  SubmissionTables['submissions'],
  'id' | 'publisher_id' | 'submitter' | 'submitter_user' | 'upload_id' | 'created_at'
>

export async function insertSubmission(transaction: Transaction, row: NewSubmission): Promise<void> {
  await tables(transaction)
    .insertInto('submissions')
    .values({ ...row, state: 'uploaded', changed_at: row.created_at })
    .execute()
}

export async function updateSubmission(
  transaction: Transaction,
  id: string,
  change: Partial<{
    state: State
    upload_id: string
    name: string
    version: string
    listing: string
    release_notes: string | null
    breaking: boolean
    checks: string
    checks_total: number
    unfinished_checks: number
    claimed_by: string | null
    claimed_until: Date | null
    decided_by: string
    appealed_at: Date
    queued_at: Date
    place_at_entry: number
    estimated_seconds: number | null
    decided_at: Date | null
    changed_at: Date
  }>,
): Promise<void> {
  await tables(transaction).updateTable('submissions').set(change).where('id', '=', id).execute()
}

/** Submissions in a state, oldest change first, without those in `except`. */
export async function idsInState(
  database: Database,
  state: State,
  before: Date,
  { most, except = [] }: { most: number; except?: readonly string[] },
): Promise<string[]> {
  const rows = await tables(database)
    .selectFrom('submissions')
    .select('id')
    .where('state', '=', state)
    .where(sql<boolean>`id <> all(${[...except]}::text[])`)
    .where('changed_at', '<=', before)
    // What a process died of before does not come first at the next start.
    .orderBy('unfinished_checks')
    .orderBy('changed_at')
    .limit(most)
    .execute()
  return rows.map(({ id }) => id)
}

/** An open submission of the same name and version; there can be one for each platform of it, so uploads may differ. */
export function uploadsOf(database: Database | Transaction, submissionId: string) {
  return tables(database)
    .selectFrom('submission_uploads')
    .select(['id', 'number', 'size', 'sha256', 'created_at'])
    .where('submission_id', '=', submissionId)
    .orderBy('number')
    .execute()
}

export function uploadById(database: Database | Transaction, id: string) {
  return tables(database).selectFrom('submission_uploads').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertUpload(
  transaction: Transaction,
  row: Omit<SubmissionTables['submission_uploads'], 'number'>,
): Promise<void> {
  const { rows } = await sql<{ number: number }>`
    select count(*)::int + 1 as number from submission_uploads where submission_id = ${row.submission_id}`.execute(
    transaction,
  )
  await tables(transaction)
    .insertInto('submission_uploads')
    .values({ ...row, number: rows[0]?.number ?? 1 })
    .execute()
}

/** Lets the bytes of a submission's uploads go (of all but `keep`), and names the files that held them. */
export async function letUploadsGo(
  transaction: Transaction,
  submissionId: string,
  keep?: string,
): Promise<string[]> {
  const { rows } = await sql<{ upload: string }>`
    with gone as (
      select id, upload from submission_uploads
      where submission_id = ${submissionId} and id <> ${keep ?? ''} and (upload is not null or bytes is not null) for update
    ), emptied as (
      update submission_uploads set upload = null, bytes = null where id in (select id from gone)
    )
    select upload from gone where upload is not null`.execute(transaction)
  return rows.map(({ upload }) => upload)
}

/**
 * Bytes of uploads and images of a publisher that wait, those of one submission left out. Locks the publisher's row: what is
 * counted cannot grow until the transaction ends. What is rejected does not count, as its publisher cannot let it go.
 */
export async function waitingBytes(
  transaction: Transaction,
  publisherId: number,
  except: string,
): Promise<number> {
  await sql`select from publishers where id = ${publisherId} for no key update`.execute(transaction)
  const { rows } = await sql<{ bytes: number }>`
    select (select coalesce(sum(size), 0) from submission_uploads as upload
        join submissions on submissions.id = submission_id
        where publisher_id = ${publisherId} and submission_id <> ${except} and state <> 'rejected'
          and (upload.upload is not null or upload.bytes is not null))::float8
      + (select coalesce(sum(octet_length(bytes)), 0) from screenshots where publisher_id = ${publisherId})::float8
      as bytes`.execute(transaction)
  return rows[0]?.bytes ?? 0
}

/** Rejected submissions, decided before, whose bytes are still there. */
export async function rejectedWithBytes(database: Database, before: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from submissions where state = 'rejected' and changed_at < ${before} and exists (
      select from submission_uploads as upload where submission_id = submissions.id
        and (upload.upload is not null or upload.bytes is not null))
    order by changed_at limit ${most}`.execute(database)
  return rows.map(({ id }) => id)
}

/** Which of these upload files a submission still needs. */
export async function neededBySubmissions(
  database: Database,
  names: readonly string[],
): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const rows = await tables(database)
    .selectFrom('submission_uploads')
    .select('upload')
    .where('upload', '=', anyOf(names))
    .execute()
  return new Set(rows.map(({ upload }) => upload ?? ''))
}

export async function insertEvent(
  transaction: Transaction,
  event: Omit<SubmissionTables['submission_events'], 'id'>,
): Promise<void> {
  await tables(transaction).insertInto('submission_events').values(event).execute()
}

export function eventsOf(database: Database, submissionId: string) {
  return tables(database)
    .selectFrom('submission_events')
    .select(['at', 'action', 'state', 'actor', 'why'])
    .where('submission_id', '=', submissionId)
    .orderBy('id')
    .execute()
}

export async function insertComment(
  database: Database | Transaction,
  comment: Omit<SubmissionTables['submission_comments'], 'id'>,
): Promise<void> {
  await tables(database).insertInto('submission_comments').values(comment).execute()
}

export function commentsOf(database: Database | Transaction, submissionId: string) {
  return tables(database)
    .selectFrom('submission_comments')
    .innerJoin('submission_uploads', 'submission_uploads.id', 'submission_comments.upload_id')
    .select([
      'submission_comments.id',
      'file',
      'line',
      'author',
      'text',
      'at',
      'submission_uploads.number as revision',
    ])
    .where('submission_comments.submission_id', '=', submissionId)
    .orderBy('submission_comments.id')
    .execute()
}

export async function insertScreenshot(
  database: Database | Transaction,
  row: SubmissionTables['screenshots'],
): Promise<void> {
  await tables(database).insertInto('screenshots').values(row).execute()
}

export function screenshotsById(
  database: Database | Transaction,
  ids: readonly string[],
  publisherId: number,
) {
  return tables(database)
    .selectFrom('screenshots')
    .selectAll()
    .where('id', '=', anyOf(ids))
    .where('publisher_id', '=', publisherId)
    .execute()
}

/** Images that nobody submitted in time. */
export async function forgetScreenshots(
  database: Database,
  before: Date,
  rejectedBefore: Date,
): Promise<void> {
  await sql`
    delete from screenshots where created_at < ${before} and not exists (
      select from submissions where listing -> 'screenshots' ? screenshots.id
        and (state in ('uploaded', 'validating', 'in_review', 'changes_requested', 'approved')
          or (state = 'rejected' and changed_at >= ${rejectedBefore})))`.execute(database)
}
