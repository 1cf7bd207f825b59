import { accents } from '@waybill/core/profile'
import { z } from 'zod'

/** What requests and answers of search look like. */

export const packageCard = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string().describe('a category’s id'),
  publisher: z.string(),
  verified: z.boolean().describe('the publisher proved a domain to be its own'),
  publisherDomain: z.string().optional(),
  version: z.string().nullable(),
  updatedAt: z.string().nullable(),
  publishedAt: z.string().describe('when it was first seen here'),
  downloads: z.int().describe('of all time'),
  trend: z.int().describe('downloads of the last 7 days'),
  rating: z.object({ average: z.number(), count: z.int() }).nullable(),
  price: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('free') }),
    z.object({ kind: z.literal('paid'), label: z.string() }),
  ]),
  license: z.string().nullable(),
  platforms: z.array(z.string()).describe('empty: any'),
  tags: z.array(z.string()),
  listedOnly: z.boolean().describe('from an imported catalogue; nothing of it is published here'),
  repository: z.string().nullable(),
})
export type PackageCard = z.infer<typeof packageCard>

export const sorts = ['relevance', 'downloads', 'trending', 'updated', 'new', 'rating', 'name'] as const
export type Sort = (typeof sorts)[number]

export const periods = ['day', 'week', 'month', 'year'] as const
export type Period = (typeof periods)[number]

/** One value of a query string or several of the same name. */
const several = z
  .union([z.string().max(200), z.array(z.string().max(200)).max(50)])
  .transform((value) => (Array.isArray(value) ? value : [value]))

export const searchQuery = z.object({
  q: z.string().max(2000).default('').describe('words; the first 200 characters count'),
  category: several.optional().describe('a category or its first part; repeatable'),
  tag: several.optional().describe('repeatable; each must be there'),
  platform: z.string().max(100).optional().describe('packages for any platform fit too'),
  price: z.enum(['free', 'paid']).optional(),
  license: several.optional().describe('repeatable; one of them'),
  verified: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('true: of publishers alone that proved a domain'),
  publisher: z.string().max(200).optional(),
  minRating: z.coerce.number().min(0).max(5).optional(),
  updated: z.enum(periods).optional(),
  listed: z.enum(['all', 'published']).default('all'),
  sort: z.enum(sorts).optional().describe('default: relevance with words, downloads without'),
  limit: z.coerce.number().int().min(1).max(100).default(24),
  cursor: z.string().max(1000).optional().describe('`next` of the former page'),
})
export type SearchQuery = z.infer<typeof searchQuery>

const facetValue = z.object({ value: z.string(), title: z.string(), count: z.int() })
export type FacetValue = z.infer<typeof facetValue>

export const facetNames = [
  'category',
  'tag',
  'platform',
  'price',
  'license',
  'verified',
  'rating',
  'updated',
] as const
export type FacetName = (typeof facetNames)[number]

const facetLists = Object.fromEntries(facetNames.map((name) => [name, z.array(facetValue)])) as Record<
  FacetName,
  z.ZodArray<typeof facetValue>
>

export const searchAnswer = z.object({
  results: z.array(packageCard),
  total: z.int(),
  totalIsExact: z.boolean().describe('false: at least so many'),
  corrected: z.string().nullable().describe('searched for instead, as the words found nothing'),
  next: z.string().nullable().describe('cursor of the next page'),
  facets: z.object(facetLists),
})
export type SearchAnswer = z.infer<typeof searchAnswer>

export const suggestionsQuery = z.object({ q: z.string().max(2000).default('') })

export const suggestionsAnswer = z.object({
  packages: z.array(z.object({ name: z.string(), title: z.string(), category: z.string() })),
  tags: z.array(z.string()),
  categories: z.array(z.object({ id: z.string(), title: z.string() })),
  publishers: z.array(z.string()),
})
export type Suggestions = z.infer<typeof suggestionsAnswer>

const category = z.object({ id: z.string(), title: z.string(), description: z.string() })

export const homeAnswer = z.object({
  totals: z.object({ packages: z.int(), publishers: z.int(), downloads: z.int() }),
  featured: z.array(packageCard),
  trending: z.array(packageCard),
  new: z.array(packageCard),
  popular: z.array(packageCard),
  categories: z.array(category.extend({ packages: z.int() })),
})
export type Home = z.infer<typeof homeAnswer>

export const ecosystemAnswer = z.object({
  id: z.string(),
  name: z.string(),
  tagline: z.string(),
  words: z.object({ package: z.string(), packages: z.string() }),
  colours: z.object({ accent: z.enum(accents) }),
  categories: z.array(category),
  review: z.enum(['off', 'required']),
  billing: z.boolean(),
  registry: z.object({ url: z.string(), fingerprint: z.string() }),
})
