import { WaybillError } from '@waybill/core/errors'
import { paths } from '@waybill/core/paths'
import type { Pricing } from '@waybill/core/pricing'
import type { Transaction } from '../platform/database/index.ts'
import {
  addVersion,
  categoryOf,
  checkSignature,
  inspectSpool,
  packageByName,
  reopenSpool,
  setListing,
  versionOf,
} from '../packages/index.ts'
import { move, registry, type SubmissionContext } from './context.ts'
import { removeUploads } from './receive.ts'
import * as store from './store.ts'

/**
 * Publishes an approved submission: the version, its listing and the change of state are one transaction, so that it is
 * published once or not at all. What cannot be published (a key revoked or a name taken meanwhile) goes back with the reason.
 */
export async function publishApproved(context: SubmissionContext, id: string): Promise<void> {
  const { database, outbox, uploads } = context
  const submission = await store.submissionById(database, id)
  const upload = submission && (await store.uploadById(database, submission.upload_id))
  if (submission?.state !== 'approved' || !upload) return
  try {
    const spool = await reopenSpool(upload, uploads)
    try {
      const prepared = await prepare(context, submission, upload, spool)
      const files = await database.transaction().execute(async (transaction) => {
        const locked = await store.lockSubmission(transaction, id)
        if (locked?.state !== 'approved') return []
        await addVersion(outbox, transaction, prepared.version, prepared.publisher)
        await price(context, transaction, prepared.version.name, locked.listing?.pricing)
        await setListing(transaction, prepared.version.name, prepared.listing)
        await move(context, transaction, locked, { action: 'publish', by: registry, why: '' })
        const gone = await store.letUploadsGo(transaction, id)
        // The version's artifact has the file now; the index takes it from there.
        return gone.filter((name) => name !== prepared.version.upload)
      })
      await removeUploads(uploads, files)
    } finally {
      await spool.release(true)
    }
  } catch (error) {
    if (!(error instanceof WaybillError) || error.status >= 500) throw error
    await database.transaction().execute(async (transaction) => {
      const locked = await store.lockSubmission(transaction, id)
      if (locked?.state === 'approved')
        await move(context, transaction, locked, {
          action: 'failPublishing',
          by: registry,
          why: error.message,
        })
    })
    return
  }
  await context.settled()
}

/** Before the transaction ends, so that the artifact of a paid package is never in the public tree. */
async function price(
  { pricing, clock }: SubmissionContext,
  transaction: Transaction,
  name: string,
  asked: Pricing | undefined,
): Promise<void> {
  const found = asked && (await packageByName(transaction, name))
  if (found) await pricing.set(transaction, found.id, asked, clock())
}

async function prepare(
  context: SubmissionContext,
  submission: store.Submission,
  upload: store.StoredUpload,
  spool: Awaited<ReturnType<typeof reopenSpool>>,
) {
  const { settings, keyById, clock } = context
  const inspected = await inspectSpool(settings, spool)
  const { manifest } = inspected.inspection
  if (manifest.name !== submission.name || manifest.version !== submission.version)
    throw new WaybillError(
      'submission.mismatch',
      `The archive is ${manifest.name} ${manifest.version}, not what was submitted.`,
    )
  const { key_id: keyId, signature } = upload
  const key = keyId === null ? undefined : await keyById(keyId)
  if (keyId === null || signature === null || key?.publisher_id !== submission.publisher_id)
    throw new WaybillError('key.unknown', 'The upload is not signed with a key of its publisher.')
  await checkSignature(key, { keyId, signature, spool })
  const publisher = { id: submission.publisher_id, name: submission.publisher }
  const version = versionOf(inspected, {
    upload: { keyId, signature, spool },
    publisher,
    category: categoryOf(settings, inspected.inspection, submission.listing?.category),
    at: clock(),
    notes: { releaseNotes: submission.release_notes, breaking: submission.breaking },
  })
  return { version, publisher, listing: await publishListing(context, submission) }
}

/** Puts the images into the tree, under names that are their digests: doing it twice changes nothing. */
async function publishListing({ database, blobs }: SubmissionContext, submission: store.Submission) {
  const { listing, name, publisher_id: publisherId } = submission
  const said = { tags: listing?.tags ?? [], documentation: listing?.documentation ?? '' }
  if (!listing?.screenshots) {
    const shown = await packageByName(database, name ?? '')
    return { ...said, screenshots: shown?.listing?.screenshots ?? [] }
  }
  const images = await store.screenshotsById(database, listing.screenshots, publisherId)
  const screenshots = []
  for (const id of listing.screenshots) {
    const image = images.find((each) => each.id === id)
    if (!image) continue
    const path = paths.screenshot(name ?? '', image.sha256)
    await blobs.put(path, image.bytes)
    screenshots.push({ path, width: image.width, height: image.height })
  }
  await blobs.sync(screenshots.map(({ path }) => path))
  return { ...said, screenshots }
}
