import { WaybillError } from '@waybill/core/errors'
import { authorize, isPermitted, type Actor } from '../access/index.ts'
import { minute } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import { idOf, noSubmission, type SubmissionContext } from './context.ts'
import { estimateWait, type Estimate } from './estimate.ts'
import * as queueStore from './queue-store.ts'
import * as store from './store.ts'
import { words } from './submission.ts'

/** How long one that comes in now would wait. */
export async function estimateAtEnd(database: Database | Transaction): Promise<Estimate | undefined> {
  return estimateWait(await queueStore.lastWaits(database), await queueStore.placeAtEnd(database))
}

/** The queue as a reviewer sees it, oldest first. */
export async function listQueue(
  { database, clock }: SubmissionContext,
  actor: Actor | undefined,
  { after, most, ...filter }: queueStore.QueueFilter & { after: number; most: number },
) {
  const reviewer = authorize(actor, 'review.read')
  const now = clock()
  const rows = await queueStore.queue(database, filter, { reviewer: idOf(reviewer), now, most, after })
  const covered = rows.filter(({ name }) => isPermitted(actor, 'review.read', { package: name ?? '' }))
  return covered.map((row) => ({
    id: row.id,
    name: row.name ?? '',
    version: row.version ?? '',
    publisher: row.publisher,
    category: row.category ?? undefined,
    kind: row.appealed_at ? ('appeal' as const) : row.is_new ? ('new' as const) : ('update' as const),
    waitingSince: row.queued_at ?? now,
    claimed: row.claimed_until !== null && row.claimed_until > now,
    claimedByMe: row.claimed_by === idOf(reviewer) && row.claimed_until !== null && row.claimed_until > now,
    checks: { pass: 0, warn: 0, fail: 0, error: 0, ...countBy(row.checks.map(({ status }) => status)) },
  }))
}

function countBy(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]))
}

/**
 * The submission, locked, for a reviewer who may decide on it: in review, not of a publisher of theirs, not decided by
 * them before an appeal, claimed by nobody else. Throws `submission.*` or `auth.forbidden`.
 */
export async function lockForReview(
  { clock }: SubmissionContext,
  transaction: Transaction,
  actor: Actor,
  id: string,
): Promise<store.Submission> {
  const submission = await store.lockSubmission(transaction, id)
  if (!submission) throw noSubmission(id)
  authorize(actor, 'review.decide', { package: submission.name ?? '' })
  const isOwn = actor.memberships.some(({ publisher }) => publisher.id === submission.publisher_id)
  if (isOwn || (actor.user !== undefined && actor.user.id === submission.submitter_user))
    throw new WaybillError(
      'auth.forbidden',
      `This is of ${submission.publisher}, which is yours; no one reviews their own.`,
      {
        hint: 'Leave it to another reviewer.',
      },
    )
  if (submission.appealed_at && submission.decided_by === idOf(actor))
    throw new WaybillError(
      'auth.forbidden',
      'You decided on this before the appeal; somebody else does now.',
      {
        hint: 'Leave it to another reviewer.',
      },
    )
  if (submission.state !== 'in_review')
    throw new WaybillError(
      'submission.wrong_state',
      `The submission is ${words(submission.state)}, not in review.`,
      {
        hint: '“waybill review queue” shows what waits.',
        details: { state: submission.state },
      },
    )
  const isClaimed = submission.claimed_until !== null && submission.claimed_until > clock()
  if (isClaimed && submission.claimed_by !== idOf(actor))
    throw new WaybillError('submission.claimed', 'Another reviewer has this submission.', {
      hint: `It is free again at ${submission.claimed_until?.toISOString()}, or take another one.`,
      details: { until: submission.claimed_until?.toISOString() },
    })
  return submission
}

/** Claims a submission, or extends one's claim: nobody else decides on it until it expires. */
export async function claim(
  context: SubmissionContext,
  actor: Actor | undefined,
  id: string,
): Promise<{ until: Date }> {
  const reviewer = authorize(actor, 'review.decide')
  const until = new Date(context.clock().getTime() + context.settings.reviews.claimMinutes * minute)
  await context.database.transaction().execute(async (transaction) => {
    await lockForReview(context, transaction, reviewer, id)
    await store.updateSubmission(transaction, id, { claimed_by: idOf(reviewer), claimed_until: until })
  })
  return { until }
}

/** Gives a claim back. */
export async function release(
  context: SubmissionContext,
  actor: Actor | undefined,
  id: string,
): Promise<void> {
  const reviewer = authorize(actor, 'review.decide')
  await context.database.transaction().execute(async (transaction) => {
    await lockForReview(context, transaction, reviewer, id)
    await store.updateSubmission(transaction, id, { claimed_by: null, claimed_until: null })
  })
}
