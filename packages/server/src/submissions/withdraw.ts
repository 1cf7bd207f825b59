import { authorize, type Actor, type Operation } from '../access/index.ts'
import { day } from '../platform/clock.ts'
import type { Transaction } from '../platform/database/index.ts'
import { WaybillError } from '@waybill/core/errors'
import { move, nameOf, noSubmission, type SubmissionContext } from './context.ts'
import * as queueStore from './queue-store.ts'
import { removeUploads } from './receive.ts'
import * as store from './store.ts'
import { waits } from './submission.ts'

/** Takes a submission back; nothing of it is published. Throws `submission.wrong_state` when it is too late. */
export async function withdraw(
  context: SubmissionContext,
  actor: Actor | undefined,
  id: string,
  reason: string,
): Promise<void> {
  const who = authorize(actor, 'submission.withdraw')
  const files = await context.database.transaction().execute(async (transaction) => {
    const submission = await lockOwn(transaction, who, 'submission.withdraw', id)
    await move(context, transaction, submission, { action: 'withdraw', by: nameOf(who), why: reason })
    return store.letUploadsGo(transaction, id)
  })
  await removeUploads(context.uploads, files)
}

/** Asks for a second look at a rejected submission, once, by another reviewer. */
export async function appeal(
  context: SubmissionContext,
  actor: Actor | undefined,
  id: string,
  reason: string,
): Promise<void> {
  const who = authorize(actor, 'submission.appeal')
  await context.database.transaction().execute(async (transaction) => {
    const submission = await lockOwn(transaction, who, 'submission.appeal', id)
    if (submission.appealed_at)
      throw new WaybillError(
        'submission.wrong_state',
        'This submission was appealed before; the second decision stands.',
        {
          hint: 'Upload a version that answers the reasons.',
        },
      )
    const at = context.clock()
    const { appealDays } = waits
    if (submission.state === 'rejected' && at.getTime() - submission.changed_at.getTime() > appealDays * day)
      throw new WaybillError(
        'submission.wrong_state',
        `This was rejected more than ${appealDays} days ago; its bytes were let go.`,
        { hint: 'Upload a version that answers the reasons.' },
      )
    await move(context, transaction, submission, {
      action: 'appeal',
      by: nameOf(who),
      why: reason,
      change: {
        appealed_at: at,
        queued_at: at,
        decided_at: null,
        place_at_entry: await queueStore.placeAtEnd(transaction),
      },
    })
  })
}

/** The actor's own submission, locked. One of another publisher looks as if it were not there. */
async function lockOwn(transaction: Transaction, actor: Actor, operation: Operation, id: string) {
  const submission = await store.lockSubmission(transaction, id)
  if (!submission || !actor.memberships.some(({ publisher }) => publisher.id === submission.publisher_id))
    throw noSubmission(id)
  authorize(actor, operation, {
    publisher: { id: submission.publisher_id, name: submission.publisher },
    ...(submission.name === null ? {} : { package: submission.name }),
  })
  return submission
}
