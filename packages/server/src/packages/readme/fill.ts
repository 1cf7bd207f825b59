import { isWaybillError } from '@waybill/core/errors'
import { readReadme, type Readme } from '@waybill/core/inspection'
import type { Blobs } from '../../platform/blobs/index.ts'
import { minute, type Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { Outbox } from '../../platform/outbox.ts'
import type { Settings } from '../../platform/settings.ts'
import { readmeRead } from '../events.ts'
import { publishedSource } from '../published-source.ts'
import { publishedVersion } from '../published.ts'
import * as store from './store.ts'

export interface FillContext {
  database: Database
  clock: Clock
  outbox: Outbox
  settings: Settings
  log: Logger
  blobs: Blobs
  gated: Blobs
  uploads: string
}

const atOnce = 20
/** The queue takes a job that runs for a quarter of an hour for lost, and begins it once more. */
const longest = 10 * minute

/**
 * Looks once for the README of every version that was published before READMEs were kept. What cannot be read says so, and
 * is not looked at again; trouble of the storage leaves the rest to the next run, and so does having worked for ten minutes.
 */
export async function fillReadmes(context: FillContext): Promise<void> {
  const { database, clock, outbox } = context
  const until = clock().getTime() + longest
  while (clock().getTime() < until) {
    const versions = await store.versionsWithoutReadme(database, atOnce)
    if (versions.length === 0) return
    for (const { id, package_id: packageId, name, version } of versions) {
      const found = await readmeOf(context, name, version)
      await database.transaction().execute(async (transaction) => {
        await store.setReadme(transaction, id, {
          readme: found?.text ?? null,
          readme_file: found?.file ?? null,
          readme_note: found?.note ?? null,
        })
        if (found?.text !== undefined) await outbox.emit(transaction, readmeRead, { packageId })
      })
    }
    context.log.info({ versions: versions.length }, 'READMEs of former versions were read')
  }
}

async function readmeOf(
  context: FillContext,
  name: string,
  version: string,
): Promise<Partial<Readme> | undefined> {
  const { database, settings } = context
  const published = await publishedVersion(database, name, version)
  if (!published) return undefined
  try {
    const { source, release } = await publishedSource(context, published)
    try {
      const { limits } = settings
      return await readReadme(source, { named: published.manifest.readme, most: limits.readmeBytes, limits })
    } finally {
      await release(true)
    }
  } catch (error) {
    // Limits may be lower than when it was published, and files may be lost.
    if (isWaybillError(error, 'archive.refused', 'archive.too_large', 'upload.gone') || isMissing(error))
      return { note: `The README could not be read: ${error instanceof Error ? error.message : ''}` }
    throw error
  }
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'
