import { sql } from 'kysely'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Waited } from './estimate.ts'
import { tables } from './tables.ts'

/** How many wait for a decision, counting one that comes in now. */
export async function placeAtEnd(database: Database | Transaction): Promise<number> {
  const { rows } = await sql<{ place: number }>`
    select count(*)::int + 1 as place from submissions where state = 'in_review'`.execute(database)
  return rows[0]?.place ?? 1
}

/** Place in the queue, from 1; undefined for what does not wait. */
export async function placeOf(database: Database | Transaction, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ place: number }>`
    select count(*)::int as place from submissions as other, submissions as own
    where own.id = ${id} and own.state = 'in_review' and other.state = 'in_review'
      and (other.queued_at, other.id) <= (own.queued_at, own.id)`.execute(database)
  const place = rows[0]?.place ?? 0
  return place === 0 ? undefined : place
}

/** What happened to those decided last. */
export async function lastWaits(database: Database | Transaction, most = 200): Promise<Waited[]> {
  const { rows } = await sql<Waited>`
    select place_at_entry as place, extract(epoch from decided_at - queued_at)::float8 as seconds
    from submissions where decided_at is not null and queued_at is not null and place_at_entry is not null
    order by decided_at desc limit ${most}`.execute(database)
  return rows
}

/** How many submissions the registry works on, and how many wait for a reviewer. */
export async function countWaiting(database: Database): Promise<{ checking: number; inReview: number }> {
  const { rows } = await sql<{ checking: number; inReview: number }>`
    select (count(*) filter (where state in ('validating', 'approved')))::int as checking,
      (count(*) filter (where state = 'in_review'))::int as "inReview"
    from submissions`.execute(database)
  return rows[0] ?? { checking: 0, inReview: 0 }
}

export interface QueueFilter {
  readonly category?: string | undefined
  readonly publisher?: string | undefined
  /** `free`: claimed by nobody; `mine`: claimed by the one who asks. */
  readonly claim?: 'free' | 'mine' | undefined
  readonly kind?: 'new' | 'update' | 'appeal' | undefined
  /** Only those with a check that warns. */
  readonly warned?: boolean | undefined
}

/** The queue, oldest first. */
export function queue(
  database: Database,
  filter: QueueFilter,
  { reviewer, now, most, after }: { reviewer: string; now: Date; most: number; after: number },
) {
  // A package that only a catalogue lists has no version: its first one is new.
  const first = sql<boolean>`not exists (
    select from packages join versions on package_id = packages.id where packages.name = submissions.name)`
  let query = tables(database)
    .selectFrom('submissions')
    .innerJoin('publishers', 'publishers.id', 'submissions.publisher_id')
    .select([
      'submissions.id',
      'submissions.name',
      'version',
      'publishers.name as publisher',
      'queued_at',
      'claimed_by',
      'claimed_until',
      'appealed_at',
      'checks',
    ])
    .select([first.as('is_new'), sql<string | null>`submissions.listing ->> 'category'`.as('category')])
    .where('state', '=', 'in_review')
  if (filter.publisher !== undefined) query = query.where('publishers.name', '=', filter.publisher)
  if (filter.category !== undefined)
    query = query.where(sql<boolean>`submissions.listing ->> 'category' = ${filter.category}`)
  if (filter.claim === 'free')
    query = query.where((where) =>
      where.or([where('claimed_by', 'is', null), where('claimed_until', '<=', now)]),
    )
  if (filter.claim === 'mine')
    query = query.where('claimed_by', '=', reviewer).where('claimed_until', '>', now)
  if (filter.kind === 'appeal') query = query.where('appealed_at', 'is not', null)
  if (filter.kind === 'new') query = query.where(first)
  if (filter.kind === 'update') query = query.where(sql<boolean>`not ${first}`)
  if (filter.warned === true)
    query = query.where(
      sql<boolean>`exists (select from jsonb_array_elements(checks) as c where c ->> 'status' <> 'pass')`,
    )
  return query.orderBy('queued_at').orderBy('submissions.id').limit(most).offset(after).execute()
}
