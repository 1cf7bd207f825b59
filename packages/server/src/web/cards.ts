import { formatAmount } from '@waybill/core/money'
import type { Pricing } from '@waybill/core/pricing'
import { latestVersion } from '@waybill/core/versions'
import { z } from 'zod'
import type { Database } from '../platform/database/index.ts'
import { cardRows, type CardRow } from './store.ts'

/** What a list shows of a package. */
export const packageCardSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  publisher: z.string(),
  verified: z.boolean(),
  publisherDomain: z.string().optional(),
  version: z.string().nullable(),
  updatedAt: z.string().nullable(),
  publishedAt: z.string(),
  downloads: z.int(),
  trend: z.int(),
  rating: z.object({ average: z.number(), count: z.int() }).nullable(),
  price: z.union([
    z.object({ kind: z.literal('free') }),
    z.object({ kind: z.literal('paid'), label: z.string() }),
  ]),
  license: z.string().nullable(),
  platforms: z.array(z.string()),
  tags: z.array(z.string()),
  listedOnly: z.boolean(),
  repository: z.string().nullable(),
})

export type PackageCard = z.infer<typeof packageCardSchema>

/** Cards of the packages that there are among these names. */
export async function cardsOf(
  database: Database,
  names: readonly string[],
): Promise<Map<string, PackageCard>> {
  const rows = await cardRows(database, names)
  return new Map(rows.map((row) => [row.name, cardOf(row)]))
}

function cardOf(row: CardRow): PackageCard {
  const latest = latestVersion(row.versions)
  const shown = row.versions.find(({ version }) => version === latest) ?? row.versions[0]
  const manifest = shown?.manifest
  const isVerified = row.domain !== null && row.domain_verified_at !== null
  return {
    name: row.name,
    title: row.title ?? row.name,
    description: manifest?.description ?? row.described ?? '',
    category: shown?.category ?? row.catalogue_category ?? '',
    publisher: row.publisher,
    verified: isVerified,
    ...(isVerified && row.domain !== null ? { publisherDomain: row.domain } : {}),
    version: shown?.version ?? row.catalogue_version,
    updatedAt: shown?.publishedAt ?? row.catalogue_updated_at?.toISOString() ?? null,
    publishedAt: row.created_at.toISOString(),
    downloads: row.downloads,
    trend: row.trend,
    rating: row.average === null ? null : { average: row.average, count: row.count },
    price: priceOf(row.pricing),
    license: manifest?.license ?? null,
    platforms: Object.keys(manifest?.platforms ?? {}),
    tags: [...new Set([...(row.listing?.tags ?? []), ...(manifest?.keywords ?? [])])],
    listedOnly: row.versions.length === 0,
    repository: manifest?.repository ?? row.catalogue_repository,
  }
}

function priceOf(pricing: Pricing | null): PackageCard['price'] {
  if (!pricing || !('price' in pricing) || pricing.type === 'freemium') return { kind: 'free' }
  const amount = formatAmount(pricing.price, pricing.currency)
  return {
    kind: 'paid',
    label: pricing.type === 'subscription' ? `${amount} / ${pricing.interval}` : amount,
  }
}
