import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { authorize, type Actor, type PublisherRef } from '../access/index.ts'
import { publisherOf } from '../accounts/index.ts'
import { readSignature, type Spool } from '../packages/index.ts'
import { nameOf, noSubmission, type SubmissionContext } from './context.ts'
import { requireRoom } from './room.ts'
import * as store from './store.ts'
import { follow } from './submission.ts'

export interface ReceivedUpload {
  packageId: string
  submissionId: string
}

/**
 * Keeps an uploaded package: as a new submission, or, with the field `submission`, as the next revision of one that needs
 * changes. A missing signature is no error yet: the checks say so. Nothing stays of an upload that is refused.
 */
export async function keepUpload(
  context: SubmissionContext,
  actor: Actor | undefined,
  { fields, spool }: { fields: ReadonlyMap<string, string>; spool: Spool },
): Promise<ReceivedUpload> {
  let kept = false
  try {
    const received = await keep(context, actor, fields, spool)
    kept = true
    return received
  } catch (error) {
    // A connection lost while committing leaves open whether the row is there; the next start clears what has none.
    kept = !isWaybillError(error)
    throw error
  } finally {
    await spool.release(kept)
  }
}

async function keep(
  context: SubmissionContext,
  actor: Actor | undefined,
  fields: ReadonlyMap<string, string>,
  spool: Spool,
): Promise<ReceivedUpload> {
  const { database, clock, uploads } = context
  const who = authorize(actor, 'submission.create')
  const signature = readSignature(fields)
  const revised = fields.get('submission')
  const publisher = await publisherOfUpload(context, who, signature?.keyId, fields.get('publisher'))
  authorize(who, 'submission.create', { publisher })
  const packageId = newId('pkg')
  const gone = await database.transaction().execute(async (transaction) => {
    const at = clock()
    const submission =
      revised === undefined
        ? { id: newId('sub'), publisher_id: publisher.id }
        : await revisable(transaction, who, revised)
    const state = 'state' in submission ? submission.state : ('uploaded' as const)
    await requireRoom(context, transaction, {
      publisher: submission.publisher_id,
      bytes: spool.size,
      ...(revised === undefined ? {} : { insteadOf: revised }),
    })
    if (revised === undefined)
      await store.insertSubmission(transaction, {
        ...submission,
        submitter: nameOf(who),
        submitter_user: who.user?.id ?? null,
        upload_id: packageId,
        created_at: at,
      })
    // Its time to be submitted begins anew.
    else await store.updateSubmission(transaction, submission.id, { changed_at: at })
    await store.insertUpload(transaction, {
      id: packageId,
      submission_id: submission.id,
      size: spool.size,
      sha256: spool.sha256,
      sha512: spool.sha512,
      key_id: signature?.keyId ?? null,
      signature: signature?.signature ?? null,
      bytes: spool.bytes ?? null,
      upload: spool.upload ?? null,
      created_at: at,
    })
    await store.insertEvent(transaction, {
      submission_id: submission.id,
      at,
      action: 'upload',
      state,
      actor: nameOf(who),
      why: `${spool.size} bytes, sha256 ${spool.sha256}`,
    })
    // What a revision replaces is needed by nobody.
    const files = await store.letUploadsGo(transaction, submission.id, packageId)
    return { submissionId: submission.id, files }
  })
  await removeUploads(uploads, gone.files)
  return { packageId, submissionId: gone.submissionId }
}

async function revisable(transaction: Parameters<typeof store.lockSubmission>[0], actor: Actor, id: string) {
  const submission = await store.lockSubmission(transaction, id)
  if (!submission || !actor.memberships.some(({ publisher }) => publisher.id === submission.publisher_id))
    throw noSubmission(id)
  authorize(actor, 'submission.create', {
    publisher: { id: submission.publisher_id, name: submission.publisher },
    ...(submission.name === null ? {} : { package: submission.name }),
  })
  follow(submission.state, 'submit')
  return submission
}

/** The key says whose the upload is; an unsigned one is the named publisher's, or the only one's that it can be. */
async function publisherOfUpload(
  { keyById }: SubmissionContext,
  actor: Actor,
  keyId: string | undefined,
  named: string | undefined,
): Promise<PublisherRef> {
  if (keyId === undefined) return publisherOf(actor, 'submission.create', named)
  const key = await keyById(keyId)
  const own = actor.memberships.find(({ publisher }) => publisher.id === key?.publisher_id)
  if (own) return own.publisher
  throw new WaybillError(
    'key.unknown',
    `The key ${keyId.slice(0, 16)}… is not registered to a publisher of yours.`,
    {
      hint: 'Register it with “waybill key register”.',
      details: { keyId },
    },
  )
}

export const newId = (kind: 'sub' | 'pkg' | 'img') => `${kind}_${randomBytes(12).toString('base64url')}`

/** Removes files of the uploads folder that no row names any more. */
export async function removeUploads(folder: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })))
}
