import { sql } from 'kysely'
import { isGated, pricingLabel, pricingSchema } from '@waybill/core/pricing'
import type { Database } from '../../platform/database/index.ts'
import type { PackageCard } from '../shapes.ts'

interface Row {
  package_id: number
  name: string
  title: string
  description: string
  category: string
  publisher: string
  publisher_domain: string | null
  version: string | null
  updated_at: Date | null
  published_at: Date
  downloads: number
  trend: number
  rating_sum: number
  rating_count: number
  price: Record<string, unknown> | null
  license: string | null
  platforms: string[]
  tags: string[]
  listed_only: boolean
  repository: string | null
}

const columns = sql.raw(
  'package_id, name, title, description, category, publisher, publisher_domain, version, updated_at, published_at, downloads, ' +
    'trend, rating_sum, rating_count, price, license, platforms, tags, listed_only, repository',
)

/** The cards of packages, by id; `hidden` ones too, of which nothing is on offer any more. */
export async function cardsById(
  database: Database,
  ids: readonly number[],
  { hidden = false }: { hidden?: boolean } = {},
): Promise<Map<number, PackageCard>> {
  const { rows } = await sql<Row>`
    select ${columns} from search_documents
    where (shown or ${hidden}) and package_id = any(${[...ids]}::bigint[])`.execute(database)
  return new Map(rows.map((row) => [row.package_id, cardOf(row)]))
}

/** The cards of packages that can be found, in the order of their names. */
export async function cardsByName(database: Database, names: readonly string[]): Promise<PackageCard[]> {
  const { rows } = await sql<Row>`
    select ${columns} from search_documents where shown and package_id in
      (select id from packages where name = any(${[...names]})) order by name`.execute(database)
  return rows.map(cardOf)
}

/** What the registry's people chose to show, in their order. */
export async function featuredIds(database: Database): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select package_id as id from featured_packages order by place limit 100`.execute(database)
  return rows.map(({ id }) => id)
}

function cardOf(row: Row): PackageCard {
  return {
    name: row.name,
    title: row.title,
    description: row.description,
    category: row.category,
    publisher: row.publisher,
    verified: row.publisher_domain !== null,
    ...(row.publisher_domain === null ? {} : { publisherDomain: row.publisher_domain }),
    version: row.version,
    updatedAt: row.updated_at?.toISOString() ?? null,
    publishedAt: row.published_at.toISOString(),
    downloads: row.downloads,
    trend: row.trend,
    rating:
      row.rating_count === 0
        ? null
        : { average: Math.round((row.rating_sum / row.rating_count) * 100) / 100, count: row.rating_count },
    price: priceOf(row.price),
    license: row.license,
    platforms: row.platforms,
    tags: row.tags,
    listedOnly: row.listed_only,
    repository: row.repository,
  }
}

function priceOf(price: Row['price']): PackageCard['price'] {
  const given = Object.entries(price ?? { type: 'free' }).filter(([, value]) => value !== null)
  const pricing = pricingSchema.parse(Object.fromEntries(given))
  return isGated(pricing) ? { kind: 'paid', label: pricingLabel(pricing) } : { kind: 'free' }
}
