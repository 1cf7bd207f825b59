import { isDeepStrictEqual } from 'node:util'
import { WaybillError } from '@waybill/core/errors'
import { parsePackageName } from '@waybill/core/names'
import type { Pricing } from '@waybill/core/pricing'
import { parseVersion } from '@waybill/core/versions'
import { authorize, type Actor, type PublisherRef } from '../access/index.ts'
import { isVersionClosed, packageByName } from '../packages/index.ts'
import type { Transaction } from '../platform/database/index.ts'
import { move, nameOf, noSubmission, submissionPage, type SubmissionContext } from './context.ts'
import { inWords } from './estimate.ts'
import type { Listing } from './listing.ts'
import { estimateAtEnd } from './queue.ts'
import * as store from './store.ts'

export interface Submitted {
  submissionId: string
  reviewUrl: string
  /** For people: “about 3 hours”, or “unknown”. */
  estimatedReviewTime: string
}

/**
 * Hands an upload in: from now on the registry checks it, and reviewers see it. The same call with a revision's upload
 * hands a submission in again. Throws `submission.not_found`, `submission.wrong_state` or `screenshot.invalid`.
 */
export async function submit(
  context: SubmissionContext,
  actor: Actor | undefined,
  request: { packageId: string; metadata: Listing; releaseNotes: string | undefined; breaking: boolean },
): Promise<Submitted> {
  const who = authorize(actor, 'submission.create')
  const { pricing: _asked, ...metadata } = request.metadata
  const name = parsePackageName(metadata.name).full
  const version = parseVersion(metadata.version)
  const id = await context.database.transaction().execute(async (transaction) => {
    const found = await store.submissionOfUpload(transaction, request.packageId)
    const submission = found && (await store.lockSubmission(transaction, found.id))
    if (!submission) throw noSubmission(request.packageId)
    const publisher = { id: submission.publisher_id, name: submission.publisher }
    if (!who.memberships.some((own) => own.publisher.id === publisher.id))
      throw noSubmission(request.packageId)
    authorize(who, 'submission.create', { publisher, package: name })
    if (await isVersionClosed(transaction, name, version))
      throw new WaybillError('version.exists', `${name} ${version} was published before.`, {
        hint: 'A version can never be published twice; raise the version in the manifest.',
        details: { name, version },
      })
    const upload = await store.uploadById(transaction, request.packageId)
    if (!upload || (upload.bytes === null && upload.upload === null))
      throw new WaybillError(
        'submission.wrong_state',
        'The bytes of this upload were let go, as a newer one came.',
        {
          hint: 'Submit the newest upload.',
        },
      )
    const pricing = await newPricing(context, transaction, who, {
      publisher,
      name,
      pricing: request.metadata.pricing,
    })
    await requireScreenshots(transaction, metadata.screenshots ?? [], publisher.id)
    await move(
      context,
      transaction,
      { ...submission, name, version },
      {
        action: 'submit',
        by: nameOf(who),
        why: '',
        change: {
          upload_id: request.packageId,
          name,
          version,
          listing: JSON.stringify(pricing ? { ...metadata, pricing } : metadata),
          release_notes: request.releaseNotes ?? null,
          breaking: request.breaking,
          checks: '[]',
          checks_total: 0,
          claimed_by: null,
          claimed_until: null,
        },
      },
    )
    return submission.id
  })
  context.wake()
  return {
    submissionId: id,
    reviewUrl: reviewUrl(context, id),
    estimatedReviewTime: inWords(await estimateAtEnd(context.database)),
  }
}

/** The page where its publisher follows a submission. */
export function reviewUrl({ url }: Pick<SubmissionContext, 'url'>, id: string): string {
  return submissionPage(url(), id)
}

/**
 * The price that a submission changes; undefined when it is what the package costs already, so that a change made while it
 * waits is not undone with it. Whoever may publish may not yet change a price.
 */
async function newPricing(
  { pricing }: SubmissionContext,
  transaction: Transaction,
  actor: Actor,
  asked: { publisher: PublisherRef; name: string; pricing: Pricing | undefined },
): Promise<Pricing | undefined> {
  if (asked.pricing === undefined) return undefined
  const found = await packageByName(transaction, asked.name)
  const current = found ? await pricing.current(transaction, found.id) : { type: 'free' as const }
  if (isDeepStrictEqual(current, asked.pricing)) return undefined
  authorize(actor, 'pricing.change', { publisher: asked.publisher, package: asked.name })
  return asked.pricing
}

async function requireScreenshots(
  transaction: Parameters<typeof store.screenshotsById>[0],
  ids: readonly string[],
  publisherId: number,
): Promise<void> {
  const known = new Set((await store.screenshotsById(transaction, ids, publisherId)).map(({ id }) => id))
  const missing = ids.find((id) => !known.has(id))
  if (missing === undefined) return
  throw new WaybillError(
    'screenshot.invalid',
    `There is no screenshot “${missing.slice(0, 60)}” of this publisher.`,
    {
      hint: 'Upload images with POST /api/v1/screenshots and name the ids that it gives.',
      details: { field: 'body.metadata.screenshots', id: missing.slice(0, 60) },
    },
  )
}
