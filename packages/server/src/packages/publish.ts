import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { authorize, type Actor, type PublisherRef } from '../access/index.ts'
import { keysByIds, type PublisherKey } from '../accounts/index.ts'
import { inBatches } from '../platform/batch.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import { categoryOf, checkSignature, inspectSpool, versionOf, type Upload } from './artifact.ts'
import { versionPublished } from './events.ts'
import { refuseTaken, versionExists } from './taken.ts'
import * as store from './store.ts'

export interface PackageContext {
  database: Database
  clock: Clock
  outbox: Outbox
  settings: Settings
  /** Waits until what was just committed can be seen in the tree. */
  settled: () => Promise<void>
  keyById: (keyId: string) => Promise<PublisherKey | undefined>
  /** Adds a version in a transaction of its own or its batch's; false when it cannot be added. */
  insertVersion: (version: store.NewVersion) => Promise<boolean>
}

/** The context of publishing, with lookups and inserts that gather under load. */
export function packageContext(given: Omit<PackageContext, 'keyById' | 'insertVersion'>): PackageContext {
  const { database, outbox } = given
  return {
    ...given,
    keyById: inBatches(async (keyIds: readonly string[]) => {
      const keys = await keysByIds(database, keyIds)
      return keyIds.map((keyId) => keys.find((key) => key.key_id === keyId))
    }),
    insertVersion: inBatches((versions) =>
      store.insertVersions(database, versions, (payloads) => outbox.emitting(versionPublished, payloads)),
    ),
  }
}

/**
 * Publishes one artifact: archive and manifest inspected, signature checked, then one transaction. When it returns, the
 * version is durable, and the tree will show it (`settled` waits for that). All metadata comes from the archive. The
 * upload is let go: its file stays only where the version needs it.
 */
export async function publish(context: PackageContext, actor: Actor | undefined, upload: Upload) {
  let needed = false
  try {
    const published = await inspectAndCommit(context, actor, upload)
    needed = true
    return published
  } catch (error) {
    // A connection lost while committing leaves open whether the version is there; the next start clears what is not.
    needed = !isWaybillError(error)
    throw error
  } finally {
    await upload.spool.release(needed)
  }
}

async function inspectAndCommit(context: PackageContext, actor: Actor | undefined, upload: Upload) {
  authorize(actor, 'package.publish')
  refuseUnreviewed(context.settings)
  const inspected = await inspectSpool(context.settings, upload.spool)
  const { manifest } = inspected.inspection
  const category = categoryOf(context.settings, inspected.inspection)
  const { key, publisher } = await signingKey(context, actor, upload)
  authorize(actor, 'package.publish', { publisher, package: manifest.name })
  await checkSignature(key, upload)
  const version = versionOf(inspected, { upload, publisher, category, at: context.clock() })
  if (!(await context.insertVersion(version)) && !(await addArtifact(context, version))) {
    await refuseTaken(context.database, manifest, publisher, upload.spool)
    // The name was taken by another publish of this publisher at this very moment; now its row is there to be read.
    if (!(await context.insertVersion(version))) throw versionExists(manifest, false)
  }
  return published(version, publisher)
}

/** What is answered of a published version. */
function published(version: store.NewVersion, publisher: PublisherRef) {
  const { name, category, published_at: publishedAt, path, size, sha256, sha512 } = version
  return {
    name,
    version: version.version,
    publisher: publisher.name,
    category,
    publishedAt,
    artifact: { path, size, sha256, sha512 },
  }
}

/**
 * Adds a version, or an artifact for another platform of one that is there, in a transaction of the caller's. Throws what
 * `publish` throws for a name or a version that is taken.
 */
export async function addVersion(
  outbox: Outbox,
  transaction: Transaction,
  version: store.NewVersion,
  publisher: PublisherRef,
): Promise<void> {
  const insert = async () => {
    const [added] = await store.insertVersions(transaction, [version], (payloads) =>
      outbox.emitting(versionPublished, payloads),
    )
    return added === true
  }
  if (await insert()) return
  const artifact = await store.insertArtifact(transaction, version)
  if (artifact) return outbox.emit(transaction, versionPublished, artifact)
  const named = { name: version.name, version: version.version, platform: version.platform }
  await refuseTaken(transaction, named, publisher, version)
  // The name was taken by another version of this publisher at this very moment; now its row is there to be read.
  if (!(await insert())) throw versionExists(named, false)
}

/** An artifact for another platform of a version that is there, with the same manifest but for the platform. */
async function addArtifact(context: PackageContext, version: store.NewVersion): Promise<boolean> {
  return context.database.transaction().execute(async (transaction) => {
    const added = await store.insertArtifact(transaction, version)
    if (added) await context.outbox.emit(transaction, versionPublished, added)
    return added !== undefined
  })
}

export function refuseUnreviewed(settings: Settings): void {
  if (settings.review === 'off') return
  throw new WaybillError('review.required', 'This registry publishes only after review.', {
    hint: 'Hand it in with “waybill submit”.',
  })
}

/** A key belongs to one publisher for good, so it says whose the artifact is. */
async function signingKey(
  context: PackageContext,
  actor: Actor | undefined,
  { keyId }: Upload,
): Promise<{ key: PublisherKey; publisher: PublisherRef }> {
  const key = await context.keyById(keyId)
  const own = actor?.memberships ?? []
  if (key && own.some(({ publisher }) => publisher.id === key.publisher_id))
    return { key, publisher: { id: key.publisher_id, name: key.publisher } }
  const whose = own.map(({ publisher }) => publisher.name).join(' or ') || 'you'
  throw new WaybillError('key.unknown', `The key ${keyId.slice(0, 16)}… is not registered to ${whose}.`, {
    hint: 'Register it with “waybill key register”.',
    details: { keyId },
  })
}
