import { WaybillError } from '@waybill/core/errors'
import type { PublisherRef } from '../access/index.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import * as store from './store.ts'

/** Says why a version could not be added, if that is for good. */
export async function refuseTaken(
  database: Database | Transaction,
  manifest: { name: string; version: string; platform?: string },
  publisher: PublisherRef,
  { sha256 }: { sha256: string },
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
  if (own) throw versionExists(manifest, own.sha256 === sha256)
  throw new WaybillError(
    'version.exists',
    `${name} ${version} was published before, with another manifest.`,
    {
      hint: 'Artifacts of one version differ in “package.platform” alone; raise the version, or publish the same manifest.',
      details: { name, version, platforms: existing.map(({ platform }) => platform) },
    },
  )
}

export function versionExists(
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
