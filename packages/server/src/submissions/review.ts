import { authorize, type Actor } from '../access/index.ts'
import { inspectSpool, newestPublished, publishedSource, reopenSpool } from '../packages/index.ts'
import { noSubmission, type SubmissionContext } from './context.ts'
import { changedFiles, fileDiff, permissionChanges } from './diff.ts'
import * as store from './store.ts'

/** So many changed files are listed; a package can have a hundred thousand. */
const mostFiles = 5000

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
  let former: Awaited<ReturnType<typeof publishedSource>> | undefined
  try {
    const { inspection } = await inspectSpool(settings, spool)
    const { manifest } = inspection
    const previous = await newestPublished(database, manifest.name, manifest.platform ?? 'any')
    former = previous && (await publishedSource(context, previous))
    const compared = { before: former?.source, after: spool.source, limits: settings.limits }
    const head = {
      name: manifest.name,
      version: manifest.version,
      ...(previous ? { against: previous.version } : {}),
    }
    if (file !== undefined) return { ...head, file, ...(await fileDiff(compared, file)) }
    const files = await changedFiles(compared)
    return {
      ...head,
      permissions: permissionChanges(previous?.manifest, manifest),
      files: files.slice(0, mostFiles),
      ...(files.length > mostFiles ? { moreFiles: files.length - mostFiles } : {}),
    }
  } finally {
    await spool.release(true)
    await former?.release(true)
  }
}
