import { inspectPackage, type Inspection } from '@waybill/core/inspection'
import { detectFormat } from '@waybill/core/archive'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { artifactFile, paths } from '@waybill/core/paths'
import { createVerifier, verifyBytes } from '@waybill/core/trust'
import { authorize, type Actor, type PublisherRef } from '../access/index.ts'
import { keysByIds, type PublisherKey } from '../accounts/index.ts'
import { inBatches } from '../platform/batch.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import { versionPublished } from './events.ts'
import type { Spool } from './spool.ts'
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

export interface Upload {
  keyId: string
  signature: Buffer
  spool: Spool
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
  const { spool } = upload
  const format = await detectFormat(spool.source)
  const { limits } = context.settings
  const inspection = await inspectPackage(spool.source, { format, limits, readmeBytes: limits.readmeBytes })
  const category = categoryOf(context.settings, inspection)
  const { manifest } = inspection
  const publisher = await signingPublisher(context, actor, upload)
  authorize(actor, 'package.publish', { publisher, package: manifest.name })
  await checkSignature(context, upload)
  const { platform = 'any' } = manifest
  const path = paths.artifact(
    category,
    manifest.name,
    artifactFile(manifest.name, manifest.version, format, platform),
  )
  const publishedAt = context.clock()
  const version: store.NewVersion = {
    name: manifest.name,
    publisher_id: publisher.id,
    version: manifest.version,
    category,
    manifest: JSON.stringify(manifest),
    published_at: publishedAt,
    platform,
    format,
    path,
    size: spool.size,
    sha256: spool.sha256,
    sha512: spool.sha512,
    key_id: upload.keyId,
    signature: upload.signature,
    bytes: spool.bytes ?? null,
    upload: spool.upload ?? null,
  }
  if (!(await context.insertVersion(version)) && !(await addArtifact(context, version))) {
    await refuseTaken(context.database, manifest, publisher, spool)
    // The name was taken by another publish of this publisher at this very moment; now its row is there to be read.
    if (!(await context.insertVersion(version))) throw versionExists(manifest, false)
  }
  return {
    name: manifest.name,
    version: manifest.version,
    publisher: publisher.name,
    category,
    publishedAt,
    artifact: { path, size: spool.size, sha256: spool.sha256, sha512: spool.sha512 },
  }
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
  throw new WaybillError(
    'review.required',
    'This registry publishes only after review, which this version cannot do yet.',
    {
      hint: 'The operator can set “review: off”.',
    },
  )
}

function categoryOf(settings: Settings, { manifest, manifestFile }: Inspection): string {
  const { categories, defaultCategory } = settings.ecosystem
  const category = manifest.category ?? defaultCategory
  if (categories.some((known) => known.id === category)) return category
  throw new WaybillError(
    'manifest.invalid',
    `${manifestFile}: “package.category”: this registry has no category “${category}”.`,
    {
      hint: `Use one of ${categories.map((known) => known.id).join(', ')}.`,
      details: { file: manifestFile, issues: [{ field: 'package.category', message: 'unknown category' }] },
    },
  )
}

/** A key belongs to one publisher for good, so it says whose the artifact is. */
async function signingPublisher(
  context: PackageContext,
  actor: Actor | undefined,
  { keyId }: Upload,
): Promise<PublisherRef> {
  const key = await context.keyById(keyId)
  const own = actor?.memberships ?? []
  if (key && own.some(({ publisher }) => publisher.id === key.publisher_id))
    return { id: key.publisher_id, name: key.publisher }
  const whose = own.map(({ publisher }) => publisher.name).join(' or ') || 'you'
  throw new WaybillError('key.unknown', `The key ${keyId.slice(0, 16)}… is not registered to ${whose}.`, {
    hint: 'Register it with “waybill key register”.',
    details: { keyId },
  })
}

async function checkSignature(context: PackageContext, { keyId, signature, spool }: Upload): Promise<void> {
  const key = await context.keyById(keyId)
  if (!key) return
  if (key.revoked_at) {
    throw new WaybillError(
      'key.revoked',
      `The key ${keyId.slice(0, 16)}… was revoked on ${key.revoked_at.toISOString()}: ${key.revoked_reason}`,
      {
        hint: 'Make a new key with “waybill keygen”, register it, and sign again.',
        details: { keyId },
      },
    )
  }
  const good = spool.bytes
    ? verifyBytes(key.pem, signature, spool.bytes)
    : await verifySpool(key.pem, signature, spool)
  if (good) return
  throw new WaybillError(
    'signature.invalid',
    `The signature by key ${keyId.slice(0, 16)}… is not one of the uploaded bytes.`,
    {
      hint: 'Sign exactly the file that is uploaded: “waybill sign FILE”.',
      details: { keyId, sha256: spool.sha256 },
    },
  )
}

async function verifySpool(pem: string, signature: Uint8Array, spool: Spool): Promise<boolean> {
  const verifier = createVerifier(pem, signature)
  for await (const chunk of spool.content()) verifier.update(chunk)
  return verifier.verify()
}

/** Says why a version could not be added, if that is for good. */
async function refuseTaken(
  database: Database,
  manifest: { name: string; version: string; platform?: string },
  publisher: PublisherRef,
  spool: Spool,
): Promise<void> {
  const { name, version } = manifest
  const holder = await store.packageByLookAlike(database, name)
  if (!holder) return
  if (holder.name !== name) {
    throw new WaybillError('name.look_alike', `“${name}” looks too much like the package “${holder.name}”.`, {
      hint: 'Choose a name that differs in more than “.”, “_”, “-” and case.',
      details: { name, existing: holder.name },
    })
  }
  if (holder.publisher_id !== publisher.id) {
    throw new WaybillError('package.taken', `The package ${name} belongs to another publisher.`, {
      hint: 'Choose another name, or use a token of that publisher.',
      details: { name },
    })
  }
  const existing = await store.artifactsOfVersion(database, holder.id, version)
  if (existing.length === 0) return
  const own = existing.find(({ platform }) => platform === (manifest.platform ?? 'any'))
  if (own) throw versionExists(manifest, own.sha256 === spool.sha256)
  throw new WaybillError(
    'version.exists',
    `${name} ${version} was published before, with another manifest.`,
    {
      hint: 'Artifacts of one version differ in “package.platform” alone; raise the version, or publish the same manifest.',
      details: { name, version, platforms: existing.map(({ platform }) => platform) },
    },
  )
}

function versionExists(
  { name, version }: { name: string; version: string },
  sameBytes: boolean,
): WaybillError {
  return new WaybillError(
    'version.exists',
    `${name} ${version} was published before${sameBytes ? ', with exactly these bytes' : ''}.`,
    {
      hint: sameBytes
        ? 'Nothing is left to do: it is there.'
        : 'A version can never be published twice; raise the version in the manifest.',
      details: { name, version, sameBytes },
    },
  )
}
