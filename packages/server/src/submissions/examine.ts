import { detectFormat } from '@waybill/core/archive'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { runChecks, type CheckResult, type CheckSubject } from '../checks/index.ts'
import {
  checkSignature,
  countPublishedSince,
  inspectSpool,
  newestPublished,
  packageNames,
  publishedSource,
  reopenSpool,
  type PublishedVersion,
  type Spool,
} from '../packages/index.ts'
import { whyNotAutomatic, type AutoApprovalRule } from './auto-approval.ts'
import { move, registry, type SubmissionContext } from './context.ts'
import * as checksStore from './checks-store.ts'
import { changedFiles, type FileChange } from './diff.ts'
import { estimateWait } from './estimate.ts'
import * as queueStore from './queue-store.ts'
import * as store from './store.ts'

/**
 * Runs the checks on a submission that waits for them, and moves it on: into the queue, back to its publisher, or, where
 * the registry needs no reviewer for it, to be published. Taken up again from the start when it was interrupted.
 */
export async function examine(context: SubmissionContext, id: string, signal: AbortSignal): Promise<void> {
  const { database } = context
  const submission = await store.submissionById(database, id)
  const upload = submission && (await store.uploadById(database, submission.upload_id))
  if (submission?.state !== 'validating' || !upload) return
  const spool = await reopenSpool(upload, context.uploads).catch((error: unknown) => {
    if (!isWaybillError(error, 'upload.gone')) throw error
    return sendBack(context, upload, error)
  })
  if (!spool) return
  try {
    if ((await checksStore.beginChecks(database, id)) >= mostDeaths)
      return await sendBack(context, upload, deadly)
    const previous = await newestPublished(database, submission.name ?? '', 'any')
    const checks = await check(context, { submission, upload, spool, previous, signal })
    const failed = checks.filter(({ status }) => status === 'fail' || status === 'error')
    const automatic =
      failed.length === 0 && (await whyNoReviewer(context, { submission, spool, previous, checks }))
    await database.transaction().execute(async (transaction) => {
      const locked = await store.lockSubmission(transaction, id)
      // Withdrawn meanwhile, or submitted again with another upload: this result is of no use.
      if (locked?.state !== 'validating' || locked.upload_id !== upload.id) return
      const change = { checks: JSON.stringify(checks), checks_total: checks.length }
      if (failed.length > 0) {
        const why = failed.map(({ title, summary }) => `${title}: ${summary}`).join('\n')
        return move(context, transaction, locked, { action: 'failChecks', by: registry, why, change })
      }
      if (automatic)
        return move(context, transaction, locked, {
          action: 'autoApprove',
          by: registry,
          why: automatic,
          change,
        })
      const place = await queueStore.placeAtEnd(transaction)
      const estimate = estimateWait(await queueStore.lastWaits(transaction), place)
      const queued = {
        ...change,
        queued_at: context.clock(),
        place_at_entry: place,
        estimated_seconds: estimate?.seconds ?? null,
        decided_at: null,
      }
      return move(context, transaction, locked, { action: 'queue', by: registry, why: '', change: queued })
    })
  } finally {
    await spool.release(true)
    // What the database does not take now counts as one more that did not end, which does no harm.
    await checksStore.endChecks(database, id).catch(() => undefined)
  }
}

/** So many processes may die of one submission. */
const mostDeaths = 3

const deadly = new WaybillError(
  'submission.refused',
  `The registry ended ${mostDeaths} times while it checked this.`,
  {
    hint: 'Make the plugin smaller or simpler, or tell the registry’s operator.',
  },
)

/** Bytes that are lost come back only from their publisher; what cannot be checked is theirs to change. */
async function sendBack(
  context: SubmissionContext,
  { id, submission_id: submissionId }: store.StoredUpload,
  { message, hint = '' }: WaybillError,
): Promise<undefined> {
  await context.database.transaction().execute(async (transaction) => {
    const locked = await store.lockSubmission(transaction, submissionId)
    if (locked?.state !== 'validating' || locked.upload_id !== id) return
    await move(context, transaction, locked, {
      action: 'failChecks',
      by: registry,
      why: `${message} ${hint}`,
    })
  })
}

interface Examined {
  submission: store.Submission
  spool: Spool
  previous: PublishedVersion | undefined
}

async function check(
  context: SubmissionContext,
  {
    submission,
    upload,
    spool,
    previous,
    signal,
  }: Examined & { upload: store.StoredUpload; signal: AbortSignal },
): Promise<CheckResult[]> {
  const { database, settings } = context
  const listing = submission.listing
  if (!listing) throw new WaybillError('internal.failed', `The submission ${submission.id} has no listing.`)
  const images = await store.screenshotsById(database, listing.screenshots ?? [], submission.publisher_id)
  const subject: CheckSubject = {
    source: spool.source,
    format: await detectFormat(spool.source).catch(() => 'tar.gz' as const),
    size: spool.size,
    verifySignature: () => verifySignature(context, submission, upload, spool),
    listing: {
      ...listing,
      category: listing.category,
      screenshots: images.map(({ id, bytes }) => ({ name: id, bytes })),
    },
    releaseNotes: submission.release_notes ?? undefined,
    previous,
    otherNames: () => packageNames(database),
    publisher: submission.publisher,
    categories: settings.ecosystem.categories.map(({ id }) => id),
    limits: settings.limits,
    requirements: settings.requirements,
    runTests: context.runTests,
    signal,
  }
  const results: CheckResult[] = []
  return runChecks(subject, (result, _, total) => {
    results.push(result)
    // Shown while they run; the result that counts is written with the change of state.
    return checksStore
      .recordChecks(database, submission.id, JSON.stringify(results), total)
      .catch(() => undefined)
  })
}

async function verifySignature(
  { keyById }: SubmissionContext,
  submission: store.Submission,
  upload: store.StoredUpload,
  spool: Spool,
): Promise<void> {
  if (upload.key_id === null || upload.signature === null)
    throw new WaybillError('signature.missing', 'The upload has no publisher signature.', {
      hint: 'Upload it with “waybill submit”, which signs it with your key.',
    })
  const key = await keyById(upload.key_id)
  if (key?.publisher_id !== submission.publisher_id)
    throw new WaybillError(
      'key.unknown',
      `The key ${upload.key_id.slice(0, 16)}… is not one of ${submission.publisher}.`,
    )
  await checkSignature(key, { keyId: upload.key_id, signature: upload.signature, spool })
}

/** Why no reviewer is needed, in a sentence; undefined when one is. */
async function whyNoReviewer(
  context: SubmissionContext,
  examined: Examined & { checks: readonly CheckResult[] },
): Promise<string | undefined> {
  const { settings } = context
  if (settings.review === 'off') return 'This registry publishes what passes the checks.'
  const rule = settings.reviews.autoApprove
  if (!rule) return undefined
  try {
    return await whyRuleHolds(context, rule, examined)
  } catch (error) {
    // Whatever cannot be compared is for a reviewer: trying again would not end.
    if (!isWaybillError(error)) throw error
    context.log.warn({ err: error, submission: examined.submission.id }, 'an update could not be compared')
    return undefined
  }
}

async function whyRuleHolds(
  context: SubmissionContext,
  rule: AutoApprovalRule,
  { submission, spool, previous, checks }: Examined & { checks: readonly CheckResult[] },
): Promise<string | undefined> {
  const { settings, database } = context
  const { inspection } = await inspectSpool(settings, spool)
  const why = whyNotAutomatic(rule, {
    previous,
    manifest: inspection.manifest,
    checks,
    changes: await changesSince(context, previous, spool),
    published: await countPublishedSince(database, submission.publisher_id, submission.ownership_changed_at),
    isVerified: submission.domain_verified_at !== null,
    breaking: submission.breaking,
  })
  return why === undefined ? 'A small update of a trusted publisher, by the operator’s rule.' : undefined
}

async function changesSince(
  context: SubmissionContext,
  previous: PublishedVersion | undefined,
  spool: Spool,
): Promise<FileChange[]> {
  const former = previous && (await publishedSource(context, previous))
  try {
    return await changedFiles({
      before: former?.source,
      after: spool.source,
      limits: context.settings.limits,
    })
  } finally {
    await former?.release(true)
  }
}
