import { createHash } from 'node:crypto'
import { authorize, isPermitted, type Actor } from '../access/index.ts'
import { noSubmission, type SubmissionContext } from './context.ts'
import { estimateWait, inWords } from './estimate.ts'
import * as queueStore from './queue-store.ts'
import * as store from './store.ts'
import { checkProgress } from './progress.ts'
import { isOpen, progressOf, transitions, waits } from './submission.ts'
import { reviewUrl } from './submit.ts'

/** A submission that the actor may see. One that it may not looks as if it were not there. */
export async function readable(
  { database }: Pick<SubmissionContext, 'database'>,
  actor: Actor | undefined,
  id: string,
): Promise<store.Submission> {
  authorize(actor, 'submission.read')
  const submission = await store.submissionById(database, id)
  const publisher = submission && { id: submission.publisher_id, name: submission.publisher }
  if (!submission || !publisher || !isPermitted(actor, 'submission.read', { publisher }))
    throw noSubmission(id)
  authorize(actor, 'submission.read', {
    publisher,
    ...(submission.name === null ? {} : { package: submission.name }),
  })
  return submission
}

/** What publishers are told in place of a reviewer's address. */
const reviewerName = 'reviewer'

/** All that a publisher or a reviewer is told of a submission: where it stands, why, what comes next. */
export async function viewSubmission(context: SubmissionContext, actor: Actor | undefined, id: string) {
  const { database, clock } = context
  const submission = await readable(context, actor, id)
  const [comments, history, uploads, place, waits] = await Promise.all([
    store.commentsOf(database, id),
    store.eventsOf(database, id),
    store.uploadsOf(database, id),
    queueStore.placeOf(database, id),
    queueStore.lastWaits(database),
  ])
  // Who decided is for the registry's own people; publishers argue with the reasons.
  const seesNames = (actor?.operator.length ?? 0) > 0
  const named = (event: (typeof history)[number]) =>
    seesNames || event.action === 'upload' || transitions[event.action].by !== 'reviewer'
      ? event.actor
      : reviewerName
  const now = clock()
  const isClaimed = submission.claimed_until !== null && submission.claimed_until > now
  const estimate = place === undefined ? undefined : estimateWait(waits, place)
  const last = history.findLast(({ why, action }) => why !== '' && action !== 'upload')
  return {
    id,
    status: submission.state,
    publisher: submission.publisher,
    ...(submission.name === null ? {} : { name: submission.name }),
    ...(submission.version === null ? {} : { version: submission.version }),
    reviewProgress: progressOf({
      state: submission.state,
      checksDone: submission.checks.length,
      checksTotal: submission.checks_total,
      place,
      placeAtEntry: submission.place_at_entry ?? undefined,
      isClaimed,
    }),
    feedback: [
      ...(last ? [{ at: last.at, from: named(last), text: last.why }] : []),
      ...comments.map((comment) => ({
        at: comment.at,
        from: seesNames ? comment.author : reviewerName,
        text: comment.text,
        ...(comment.file === null ? {} : { file: comment.file }),
        ...(comment.line === null ? {} : { line: comment.line }),
        revision: comment.revision,
      })),
    ],
    estimatedCompletion: estimate
      ? new Date(now.getTime() + estimate.seconds * 1000).toISOString()
      : 'unknown',
    estimatedReviewTime: inWords(estimate),
    ...(estimate
      ? { estimate: { ...estimate, latest: new Date(now.getTime() + estimate.upperSeconds * 1000) } }
      : {}),
    ...(place === undefined ? {} : { place }),
    inReview: isClaimed,
    checks: submission.checks,
    progress: checkProgress(submission.state, submission.checks, submission.unfinished_checks > 0),
    uploads: uploads.map((row) => ({
      packageId: row.id,
      revision: row.number,
      size: row.size,
      sha256: row.sha256,
      at: row.created_at,
    })),
    history: history.map((event) => ({
      at: event.at,
      action: event.action,
      state: event.state,
      by: named(event),
      why: event.why,
    })),
    next: nextStep(submission),
    reviewUrl: reviewUrl(context, id),
  }
}

/** The same while nothing has changed but the time that is left. */
export function tagOf(view: Awaited<ReturnType<typeof viewSubmission>>): string {
  const { estimatedCompletion: _completion, estimate: _estimate, ...lasting } = view
  return `"${createHash('sha256').update(JSON.stringify(lasting)).digest('base64url').slice(0, 22)}"`
}

/** What its publisher can do now, as a sentence. */
function nextStep({ id, state, appealed_at: appealed }: store.Submission): string {
  if (state === 'uploaded') return `Submit it within ${waits.uploadHours} hours, or it is let go.`
  if (state === 'changes_requested')
    return `Upload a revision within ${waits.revisionDays} days: waybill submit --revise ${id}. What was wrong stands under checks and feedback.`
  if (state === 'rejected')
    return appealed
      ? 'The appeal was decided; upload a version that answers the reasons.'
      : `Another reviewer looks at it when you appeal within ${waits.appealDays} days: waybill submission appeal ${id} --reason "…".`
  if (isOpen(state)) return `Nothing to do; it can be taken back: waybill submission withdraw ${id}.`
  return state === 'published' ? 'It is published.' : 'Upload it again when it is ready.'
}

/** The newest submissions of the actor's publishers, as far as its token covers them. */
export async function listSubmissions({ database }: SubmissionContext, actor: Actor | undefined) {
  const { memberships } = authorize(actor, 'submission.list')
  const rows = await store.submissionsOfPublishers(
    database,
    memberships.map(({ publisher }) => publisher.id),
    100,
  )
  const covered = rows.filter(({ name }) =>
    isPermitted(actor, 'submission.list', name === null ? {} : { package: name }),
  )
  return covered.map((row) => ({
    id: row.id,
    status: row.state,
    publisher: row.publisher,
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.version === null ? {} : { version: row.version }),
    at: row.changed_at,
  }))
}
