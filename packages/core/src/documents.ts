import { z } from 'zod'
import { WaybillError } from './errors.ts'
import { manifestFacts } from './manifest/facts.ts'

/** The documents of the registry tree (DESIGN §2). Unknown fields are kept out, so that old clients read newer registries. */

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`))
const time = z.iso.datetime()
/** A path inside the tree: relative, no empty, dot or dot-dot parts, nothing that a URL would read otherwise. */
export const treePath = z
  .string()
  .max(600)
  .regex(/^(?!\.{0,2}(?:\/|$))[A-Za-z0-9@._+-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9@._+-]+)*$/)

export const publisherKeySchema = z.object({
  /** SHA-256 of the SubjectPublicKeyInfo (DER), hex. */
  keyId: hex(64),
  pem: z.string().max(1000),
  publisher: z.string(),
  validFrom: time,
  revoked: z.object({ at: time, reason: z.string() }).optional(),
})

export const artifactSchema = z.object({
  platform: z.string(),
  format: z.enum(['tar.gz', 'zip']),
  path: treePath,
  /** Packed size in bytes. */
  size: z.int().nonnegative(),
  sha256: hex(64),
  sha512: hex(128),
  signature: z.object({ keyId: hex(64), algorithm: z.literal('ed25519'), value: z.base64() }),
  /** Only who bought the package can download it: `path` is its name, and nothing lies there. */
  access: z.literal('entitled').optional(),
})

export const packageVersionSchema = z.object({
  version: z.string(),
  publishedAt: time,
  yanked: z.object({ at: time, reason: z.string() }).optional(),
  releaseNotes: z.string().optional(),
  /** The publisher says that it breaks what depends on it. */
  breaking: z.boolean().optional(),
  /** Taken back for good: its artifacts are gone, and it is never installed. */
  unpublished: z.object({ at: time, reason: z.string() }).optional(),
  ...manifestFacts,
  artifacts: z.array(artifactSchema),
  deltas: z.array(z.object({ from: z.string(), path: treePath, size: z.int(), sha256: hex(64) })),
})

/** What a package shows of itself besides its manifests. */
export const packageListingSchema = z.object({
  tags: z.array(z.string()),
  /** An address or a text in Markdown; empty for none. */
  documentation: z.string(),
  screenshots: z.array(z.object({ path: treePath, width: z.int(), height: z.int() })),
})

export const packageDocumentSchema = z.object({
  schema: z.literal(1),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  publisher: z.string(),
  /** A domain that the publisher proved to be its own. */
  publisherDomain: z.string().optional(),
  /** When the publisher came into other hands, if it ever did. */
  ownershipChangedAt: time.optional(),
  keys: z.array(publisherKeySchema),
  versions: z.array(packageVersionSchema),
  channels: z.record(z.string(), z.unknown()),
  listing: packageListingSchema.optional(),
})

export const listingSchema = z.object({
  schema: z.literal(1),
  category: z.string(),
  packages: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      description: z.string(),
      publisher: z.string(),
      keywords: z.array(z.string()),
      updatedAt: time,
    }),
  ),
})

export const registryIndexSchema = z.object({
  schema: z.literal(1),
  /** Fingerprint of the registry's first root; the registry's identity wherever its tree is served. */
  registry: z.string(),
  ecosystem: z.object({ id: z.string(), name: z.string(), defaultCategory: z.string() }),
  generatedAt: time,
  /** Public keys that licences are signed by; absent in registries that know no licences. */
  licenceKeys: z.array(z.object({ keyId: hex(64), pem: z.string().max(1000) })).optional(),
  packages: z.int().nonnegative(),
  categories: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      packages: z.int().nonnegative(),
      /** TUF target of the listing; absent while the category is empty. */
      listing: z.string().optional(),
    }),
  ),
})

export type PublisherKey = z.infer<typeof publisherKeySchema>
export type Artifact = z.infer<typeof artifactSchema>
export type PackageVersion = z.infer<typeof packageVersionSchema>
export type PackageListing = z.infer<typeof packageListingSchema>
export type PackageDocument = z.infer<typeof packageDocumentSchema>
export type Listing = z.infer<typeof listingSchema>
export type RegistryIndex = z.infer<typeof registryIndexSchema>

/**
 * Reads a document's bytes against its schema. Throws `trust.malformed`, naming the document and the field:
 * the bytes were vouched for by signed metadata, so a bad document is the registry's fault.
 */
export function parseDocument<T>(schema: z.ZodType<T>, bytes: Uint8Array, what: string): T {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new WaybillError('trust.malformed', `${what} is not JSON.`, { cause })
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new WaybillError(
    'trust.malformed',
    `${what} is malformed at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'unknown'}.`,
    {
      hint: 'A newer registry may need a newer Waybill; otherwise tell the registry’s operator.',
    },
  )
}
