import { authorize, type Actor } from '../access/index.ts'
import { inspectSpool, newestPublished, reopenSpool } from '../packages/index.ts'
import { noSubmission, type SubmissionContext } from './context.ts'
import { changedFiles, fileDiff, permissionChanges } from './diff.ts'
import { publishedSource } from './published-source.ts'
import * as store from './store.ts'

/**
 * What a submission changes against the last published version: permissions first, then the files; with `file`, its lines.
 */
export async function reviewDiff(
  context: SubmissionContext,
  actor: Actor | undefined,
  { id, file }: { id: string; file: string | undefined },
) {
  authorize(actor, 'review.read')
  const { database, uploads, settings } = context
  const submission = await store.submissionById(database, id)
  const upload = submission && (await store.uploadById(database, submission.upload_id))
  if (!submission || !upload) throw noSubmission(id)
  authorize(actor, 'review.read', { package: submission.name ?? '' })
  const spool = await reopenSpool(upload, uploads)
  try {
    const { inspection } = await inspectSpool(settings, spool)
    const { manifest } = inspection
    const previous = await newestPublished(database, manifest.name, manifest.platform ?? 'any')
    const before = previous && (await publishedSource(context, previous))
    const head = {
      name: manifest.name,
      version: manifest.version,
      ...(previous ? { against: previous.version } : {}),
    }
    if (file !== undefined) return { ...head, file, ...(await fileDiff(before, spool.source, file)) }
    return {
      ...head,
      permissions: permissionChanges(previous?.manifest, manifest),
      files: await changedFiles(before, spool.source),
    }
  } finally {
    await spool.release(true)
  }
}
