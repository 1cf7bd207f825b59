import { WaybillError } from '@waybill/core/errors'
import { authorize, type Actor } from '../access/index.ts'
import { idOf, move, nameOf, type SubmissionContext } from './context.ts'
import { lockForReview } from './queue.ts'
import * as store from './store.ts'

export interface Decision {
  decision: 'approve' | 'request_changes' | 'reject'
  /** Why, for the publisher; needed for everything but an approval. */
  reason: string
  /** Points of the registry's checklist that were looked at; an approval needs them all. */
  checklist: readonly string[]
}

export interface Comment {
  text: string
  file?: string | undefined
  /** From 1. */
  line?: number | undefined
}

const actionOf = { approve: 'approve', request_changes: 'requestChanges', reject: 'reject' } as const

/** Decides on a submission. Of two reviewers who decide at once, one is refused; nobody decides on their own. */
export async function decide(
  context: SubmissionContext,
  actor: Actor | undefined,
  id: string,
  { decision, reason, checklist }: Decision,
): Promise<void> {
  const reviewer = authorize(actor, 'review.decide')
  const open = context.settings.reviews.checklist.filter((point) => !checklist.includes(point))
  if (decision === 'approve' && open.length > 0)
    throw new WaybillError('usage.invalid', `The checklist is not done: ${open.join('; ')}.`, {
      hint: 'Look at each point and send it in “checklist”.',
      details: { field: 'body.checklist', open },
    })
  await context.database.transaction().execute(async (transaction) => {
    const submission = await lockForReview(context, transaction, reviewer, id)
    const comments = await store.commentsOf(transaction, id)
    if (decision !== 'approve' && reason.trim() === '' && comments.length === 0)
      throw new WaybillError('usage.invalid', 'body.reason: a publisher must be told why.', {
        hint: 'Give a reason, or comment on the lines concerned.',
        details: { field: 'body.reason' },
      })
    await move(context, transaction, submission, {
      action: actionOf[decision],
      by: nameOf(reviewer),
      why: reason,
      remarks: comments.length,
      change: {
        // After an appeal it stays whose decision was appealed against: that reviewer never decides on it again.
        ...(submission.appealed_at ? {} : { decided_by: idOf(reviewer) }),
        decided_at: context.clock(),
        claimed_by: null,
        claimed_until: null,
      },
    })
  })
  context.wake()
}

/** Adds a comment to a submission, to one of its files, or to a line of it. */
export async function comment(
  context: SubmissionContext,
  actor: Actor | undefined,
  id: string,
  { text, file, line }: Comment,
): Promise<void> {
  const reviewer = authorize(actor, 'review.decide')
  if (line !== undefined && file === undefined)
    throw new WaybillError('usage.invalid', 'body.file: a line is one of a file.', {
      details: { field: 'body.file' },
    })
  await context.database.transaction().execute(async (transaction) => {
    const submission = await lockForReview(context, transaction, reviewer, id)
    await store.insertComment(transaction, {
      submission_id: id,
      upload_id: submission.upload_id,
      file: file ?? null,
      line: line ?? null,
      author: nameOf(reviewer),
      text,
      at: context.clock(),
    })
  })
}
