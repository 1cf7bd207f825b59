import { inspectPackage, type Inspection } from '@waybill/core/inspection'
import { detectFormat } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import { artifactFile, paths } from '@waybill/core/paths'
import { createVerifier, verifyBytes } from '@waybill/core/trust'
import type { PublisherRef } from '../access/index.ts'
import type { PublisherKey } from '../accounts/index.ts'
import type { Settings } from '../platform/settings.ts'
import type { Spool } from './spool.ts'
import type { NewVersion } from './store.ts'

export interface Upload {
  keyId: string
  signature: Buffer
  spool: Spool
}

/** Inspects an upload with the strict reader, within the registry's limits. */
export async function inspectSpool({ limits }: Settings, spool: Spool) {
  const format = await detectFormat(spool.source)
  const inspection = await inspectPackage(spool.source, { format, limits, readmeBytes: limits.readmeBytes })
  return { format, inspection }
}

/**
 * The category that a package goes to: its manifest's, else the one that its listing names, else the profile's default.
 * Throws `manifest.invalid` for one that the registry does not have.
 */
export function categoryOf(
  settings: Settings,
  { manifest, manifestFile }: Inspection,
  listed?: string,
): string {
  const { categories, defaultCategory } = settings.ecosystem
  const category = manifest.category ?? listed ?? defaultCategory
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

/** The rows that an inspected upload becomes. */
export function versionOf(
  inspected: Awaited<ReturnType<typeof inspectSpool>>,
  {
    upload,
    publisher,
    category,
    at,
    notes,
  }: {
    upload: Upload
    publisher: PublisherRef
    category: string
    at: Date
    notes?: { releaseNotes: string | null; breaking: boolean }
  },
): NewVersion {
  const { format, inspection } = inspected
  const { manifest } = inspection
  const { platform = 'any' } = manifest
  const { spool } = upload
  return {
    name: manifest.name,
    publisher_id: publisher.id,
    version: manifest.version,
    category,
    manifest: JSON.stringify(manifest),
    published_at: at,
    release_notes: notes?.releaseNotes ?? null,
    breaking: notes?.breaking ?? false,
    readme: inspection.readme?.text ?? null,
    readme_file: inspection.readme?.file ?? null,
    readme_note: inspection.readme?.note ?? null,
    platform,
    format,
    path: paths.artifact(
      category,
      manifest.name,
      artifactFile(manifest.name, manifest.version, format, platform),
    ),
    size: spool.size,
    sha256: spool.sha256,
    sha512: spool.sha512,
    key_id: upload.keyId,
    signature: upload.signature,
    bytes: spool.bytes ?? null,
    upload: spool.upload ?? null,
  }
}

/** Throws `key.revoked` or `signature.invalid`. */
export async function checkSignature(key: PublisherKey, { keyId, signature, spool }: Upload): Promise<void> {
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
