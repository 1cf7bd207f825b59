import type { PackageDocument, PackageVersion, PublisherKey } from '@waybill/core/documents'
import { compareVersions, latestVersion } from '@waybill/core/versions'
import type { keysByIds } from '../accounts/index.ts'
import type { versionsOf } from '../packages/index.ts'

type VersionRow = Awaited<ReturnType<typeof versionsOf>>[number]
type KeyRow = Awaited<ReturnType<typeof keysByIds>>[number]

/** Bytes that are the same whenever the value is: keys in the order of the schema, nothing undefined. */
export function encode(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document))
}

/** The index document of one package, from a row for each artifact: newest version first. */
export function packageDocument(rows: readonly VersionRow[], keys: readonly KeyRow[]): PackageDocument {
  const artifacts = Map.groupBy(rows, ({ id }) => id)
  const versions = [...artifacts.values()].map(([row]) => row as VersionRow)
  const newestFirst = [...versions].sort((a, b) => compareVersions(b.version, a.version))
  const latest = latestVersion(versions.map(({ version, yanked_at }) => ({ version, yanked: yanked_at })))
  const shown = newestFirst.find((version) => version.version === latest) ?? newestFirst[0]
  const publisher = keys.find((key) => key.publisher_id === shown?.publisher_id)
  const used = new Set(rows.map((row) => row.key_id))
  const listed = keys.filter((key) => used.has(key.key_id)).sort((a, b) => (a.key_id < b.key_id ? -1 : 1))
  return {
    schema: 1,
    name: shown?.name ?? '',
    description: shown?.manifest.description ?? '',
    category: shown?.category ?? '',
    publisher: publisher?.publisher ?? '',
    ...(publisher?.domain && publisher.domain_verified_at ? { publisherDomain: publisher.domain } : {}),
    ...(publisher?.ownership_changed_at
      ? { ownershipChangedAt: publisher.ownership_changed_at.toISOString() }
      : {}),
    keys: listed.map(publisherKey),
    versions: newestFirst.map((version) => packageVersion(version, artifacts.get(version.id) ?? [])),
    channels: {},
    ...(shown?.listing ? { listing: shown.listing } : {}),
  }
}

function publisherKey(row: KeyRow): PublisherKey {
  return {
    keyId: row.key_id,
    pem: row.pem,
    publisher: row.publisher,
    validFrom: row.valid_from.toISOString(),
    ...(row.revoked_at
      ? { revoked: { at: row.revoked_at.toISOString(), reason: row.revoked_reason ?? '' } }
      : {}),
  }
}

function packageVersion(row: VersionRow, artifacts: readonly VersionRow[]): PackageVersion {
  const { manifest } = row
  return {
    version: row.version,
    publishedAt: row.published_at.toISOString(),
    ...(row.yanked_at ? { yanked: { at: row.yanked_at.toISOString(), reason: row.yank_reason ?? '' } } : {}),
    ...(row.release_notes === null ? {} : { releaseNotes: row.release_notes }),
    ...(row.breaking ? { breaking: true } : {}),
    ...(row.unpublished_at
      ? { unpublished: { at: row.unpublished_at.toISOString(), reason: row.unpublish_reason ?? '' } }
      : {}),
    ...(manifest.license === undefined ? {} : { license: manifest.license }),
    ...(manifest.main === undefined ? {} : { main: manifest.main }),
    dependencies: manifest.dependencies,
    features: manifest.features,
    platforms: manifest.platforms,
    engines: manifest.engines,
    permissions: manifest.permissions,
    configuration: manifest.configuration,
    artifacts: (row.unpublished_at ? [] : artifacts)
      .toSorted((a, b) => (a.platform < b.platform ? -1 : 1))
      .map((artifact) => ({
        platform: artifact.platform,
        format: artifact.format,
        path: artifact.path,
        size: artifact.size,
        sha256: artifact.sha256,
        sha512: artifact.sha512,
        signature: {
          keyId: artifact.key_id,
          algorithm: 'ed25519',
          value: artifact.signature.toString('base64'),
        },
        ...(artifact.gated ? { access: 'entitled' as const } : {}),
      })),
    deltas: [],
  }
}

/** `SHA256SUMS` of a package: a line for each artifact, in the form of coreutils. */
export function checksums(versions: readonly VersionRow[]): Buffer {
  const offered = versions.filter((version) => !version.unpublished_at)
  const lines = offered.map((version) => `${version.sha256}  ${fileOf(version.path)}\n`)
  return Buffer.from(lines.sort().join(''))
}

export function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
