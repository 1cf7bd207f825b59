import { packageListingSchema, packageVersionSchema, publisherKeySchema } from '@waybill/core/documents'
import { z } from 'zod'
import { packageCard } from '../search/index.ts'

const change = z.enum(['added', 'changed', 'removed'])
const stars = z.int().nonnegative()

export const packagePageSchema = z.object({
  card: packageCard,
  document: z
    .object({
      name: z.string(),
      description: z.string(),
      category: z.string(),
      publisher: z.string(),
      publisherDomain: z.string().optional(),
      versions: z.array(
        packageVersionSchema.omit({ deltas: true }).extend({
          releaseNotesHtml: z.string().optional().describe('safe to show'),
        }),
      ),
    })
    .nullable()
    .describe('null where nothing is published here; versions newest first'),
  keys: z.array(publisherKeySchema),
  listing: packageListingSchema.nullable(),
  ownershipChangedAt: z.string().nullable(),
  source: z
    .object({
      catalogue: z.string(),
      repository: z.string().nullable(),
      version: z.string().nullable(),
      updatedAt: z.string().nullable(),
      importedAt: z.string(),
    })
    .nullable()
    .describe('the catalogue that it was imported from'),
  newest: z.string().nullable(),
  dependents: z.int(),
  rating: z
    .object({
      average: z.number(),
      count: z.int(),
      distribution: z.array(stars).length(5).describe('how many gave one star, two, … five'),
    })
    .nullable()
    .describe('null where nobody rated it'),
  downloads: z.object({
    total: z.int(),
    week: z.int(),
    daily: z.array(z.object({ day: z.string(), downloads: z.int() })).describe('the last 90 days'),
  }),
  pricing: z.object({
    type: z.enum(['free', 'paid', 'freemium', 'subscription']),
    price: z.int().optional(),
    currency: z.string().optional(),
    interval: z.enum(['month', 'year']).optional(),
  }),
})

export const dependentsSchema = z.object({
  results: z.array(packageCard),
  next: z.string().nullable(),
})

export const profileSchema = z.object({
  name: z.string(),
  domain: z.string().nullable().describe('proven to be the publisher’s'),
  createdAt: z.string(),
  ownershipChangedAt: z.string().nullable(),
  packages: z.int(),
  downloads: z.int(),
  keys: z.array(
    z.object({
      keyId: z.string(),
      validFrom: z.string(),
      revoked: z.object({ at: z.string(), reason: z.string() }).nullable(),
    }),
  ),
})

export const comparisonSchema = z.object({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  permissions: z
    .array(
      z.object({
        permission: z.string(),
        change,
        before: z.unknown().optional(),
        after: z.unknown().optional(),
      }),
    )
    .optional(),
  files: z
    .array(
      z.object({
        path: z.string(),
        status: change,
        added: z.int().nullable().describe('lines that only “to” has; null where they are not counted'),
        removed: z.int().nullable(),
        binary: z.boolean(),
        sizeBefore: z.int().optional(),
        size: z.int().optional(),
      }),
    )
    .optional(),
  truncated: z.boolean().optional().describe('more files differ than are listed'),
  file: z.string().optional(),
  hunks: z.array(z.object({ oldStart: z.int(), newStart: z.int(), lines: z.array(z.string()) })).optional(),
})
