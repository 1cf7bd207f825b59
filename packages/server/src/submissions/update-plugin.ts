import { isWaybillError, WaybillError } from '@waybill/core/errors'
import type { Actor } from '../access/index.ts'
import { inspectSpool, type packageByName, type Spool } from '../packages/index.ts'
import type { SubmissionContext } from './context.ts'
import { keepUpload } from './receive.ts'
import * as store from './store.ts'
import { reviewUrl, submit } from './submit.ts'
import { withdraw } from './withdraw.ts'

/** How long the answer waits for what needs no reviewer, milliseconds. */
const patience = 30_000

const mostNotes = 20_000

/**
 * A new version of a published plugin in one call: uploaded, submitted with the listing that the plugin has, and, where no
 * reviewer is needed, published when this returns. Throws what uploading and submitting throw.
 */
export async function updatePlugin(
  context: SubmissionContext,
  actor: Actor,
  plugin: NonNullable<Awaited<ReturnType<typeof packageByName>>>,
  { fields, spool }: { fields: ReadonlyMap<string, string>; spool: Spool },
) {
  let manifest: Awaited<ReturnType<typeof inspectSpool>>['inspection']['manifest']
  const breaking = fields.get('breaking') ?? 'false'
  const releaseNotes = fields.get('releaseNotes') ?? ''
  try {
    ;({ manifest } = (await inspectSpool(context.settings, spool)).inspection)
    const stated = fields.get('version') ?? ''
    if (manifest.name !== plugin.name)
      throw mismatch(`The archive is of ${manifest.name}, not of ${plugin.name}.`, 'plugin')
    if (manifest.version !== stated)
      throw mismatch(
        `The field “version” says “${stated.slice(0, 60)}”; the archive is ${manifest.version}.`,
        'version',
      )
    if (breaking !== 'true' && breaking !== 'false')
      throw new WaybillError('upload.malformed', 'The field “breaking” is “true” or “false”.')
    if (releaseNotes.length > mostNotes)
      throw new WaybillError('upload.malformed', `The field “releaseNotes” may have ${mostNotes} characters.`)
  } catch (error) {
    await spool.release(false)
    throw error
  }
  const upload = await keepUpload(context, actor, { fields, spool })
  const request = {
    packageId: upload.packageId,
    metadata: {
      name: manifest.name,
      version: manifest.version,
      description: manifest.description,
      ...(manifest.category === undefined ? {} : { category: manifest.category }),
      tags: plugin.listing?.tags ?? [],
      documentation: plugin.listing?.documentation ?? '',
    },
    releaseNotes: releaseNotes === '' ? undefined : releaseNotes,
    breaking: breaking === 'true',
  }
  await submit(context, actor, request).catch(async (error: unknown) => {
    // Nothing stays of an update that is refused.
    if (isWaybillError(error)) await withdraw(context, actor, upload.submissionId, error.message)
    throw error
  })
  await context.whenSettled(upload.submissionId, patience)
  const submission = await store.submissionById(context.database, upload.submissionId)
  if (submission?.state === 'changes_requested') throw refused(submission)
  return {
    updateId: upload.submissionId,
    version: manifest.version,
    ...(submission?.state === 'published' ? { publishedAt: submission.changed_at } : {}),
    status: submission?.state ?? ('validating' as const),
    reviewUrl: reviewUrl(context, upload.submissionId),
  }
}

function refused(submission: store.Submission): WaybillError {
  const failed = submission.checks.filter(({ status }) => status === 'fail' || status === 'error')
  const why = failed.map(({ title, summary }) => `${title}: ${summary}`).join('; ')
  return new WaybillError('submission.refused', `The update did not pass the checks. ${why}`, {
    hint: `Mend it, then hand it in again: waybill submit --revise ${submission.id}.`,
    details: { submissionId: submission.id, checks: failed.map(({ id }) => id) },
  })
}

function mismatch(message: string, field: string): WaybillError {
  return new WaybillError('submission.mismatch', message, { details: { field } })
}
