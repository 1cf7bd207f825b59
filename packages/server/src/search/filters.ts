import { day } from '../platform/clock.ts'
import type { Columns, Facts } from './columns.ts'
import type { FacetName, Period, SearchQuery } from './shapes.ts'

export type Filters = Pick<
  SearchQuery,
  | 'category'
  | 'tag'
  | 'platform'
  | 'price'
  | 'license'
  | 'verified'
  | 'publisher'
  | 'minRating'
  | 'updated'
  | 'listed'
>

type Fits = (facts: Facts) => boolean

/** What each filter that is set lets through; `always` belongs to no facet. */
export interface Compiled {
  readonly byFacet: ReadonlyMap<FacetName, Fits>
  readonly always: readonly Fits[]
}

export const periodDays: Record<Period, number> = { day: 1, week: 7, month: 30, year: 365 }

/** A category is found by its id and by each of its first parts: `core` finds `core/bitcoin`. */
export function isWithin(category: string, wanted: string): boolean {
  return category === wanted || category.startsWith(`${wanted}/`)
}

/** Filters as functions of a package's facts. */
export function compileFilters(filters: Filters, columns: Columns, now: Date): Compiled {
  const byFacet = new Map<FacetName, Fits>()
  const always: Fits[] = []
  const { category, tag, platform, price, license, minRating, updated, publisher } = filters
  if (category) {
    const wanted = new Set(
      columns.categories.texts.flatMap((id, number) =>
        category.some((each) => isWithin(id, each)) ? [number] : [],
      ),
    )
    byFacet.set('category', (facts) => wanted.has(facts.category))
  }
  if (tag) {
    const wanted = tag.map((each) => columns.tags.find(each.toLowerCase()))
    byFacet.set('tag', ({ tags }) => wanted.every((each) => each !== undefined && tags.includes(each)))
  }
  if (platform !== undefined) {
    const wanted = columns.platforms.find(platform)
    byFacet.set(
      'platform',
      ({ platforms }) => platforms.length === 0 || (wanted !== undefined && platforms.includes(wanted)),
    )
  }
  if (price) byFacet.set('price', ({ paid }) => paid === (price === 'paid'))
  if (license) {
    const wanted = new Set(license.map((each) => columns.licenses.find(each)))
    byFacet.set('license', (facts) => wanted.has(facts.license))
  }
  if (filters.verified) byFacet.set('verified', ({ verified }) => verified)
  if (minRating !== undefined && minRating > 0) byFacet.set('rating', ({ rating }) => rating >= minRating)
  if (updated) {
    const since = now.getTime() - periodDays[updated] * day
    byFacet.set('updated', (facts) => facts.updated >= since)
  }
  if (publisher !== undefined) {
    const wanted = columns.publishers.find(publisher)
    always.push((facts) => facts.publisher === wanted)
  }
  if (filters.listed === 'published') always.push(({ listedOnly }) => !listedOnly)
  return { byFacet, always }
}

/** True when any filter is set. */
export function isFiltering({ byFacet, always }: Compiled): boolean {
  return byFacet.size + always.length > 0
}

export function fitsAll({ byFacet, always }: Compiled, facts: Facts): boolean {
  for (const fits of always) if (!fits(facts)) return false
  for (const fits of byFacet.values()) if (!fits(facts)) return false
  return true
}

/**
 * Which facets count the package: `all` when every filter lets it through, a facet's name when that facet's own filter is the
 * only one that does not, else `none`.
 */
export function countedIn({ byFacet, always }: Compiled, facts: Facts): FacetName | 'all' | 'none' {
  for (const fits of always) if (!fits(facts)) return 'none'
  let failed: FacetName | 'all' = 'all'
  for (const [name, fits] of byFacet) {
    if (fits(facts)) continue
    if (failed !== 'all') return 'none'
    failed = name
  }
  return failed
}
