import type { Listing } from '@waybill/core/documents'
import type { SearchSort } from './search-filters.ts'

/** A package as a search shows it; what listings do not say is absent where they were read. */
export interface FoundPackage {
  readonly name: string
  /** Null for a package of another catalogue that names none. */
  readonly version: string | null
  readonly description: string
  readonly publisher: string
  readonly category: string
  readonly keywords: readonly string[]
  readonly updatedAt: string | null
  readonly title?: string
  readonly verified?: boolean
  readonly downloads?: number
  /** Downloads of the last 7 days. */
  readonly trend?: number
  readonly rating?: { readonly average: number; readonly count: number } | null
  readonly price?: { readonly kind: 'free' } | { readonly kind: 'paid'; readonly label: string }
  readonly license?: string | null
  /** Empty: any. */
  readonly platforms?: readonly string[]
  /** From another catalogue: it cannot be installed from here. */
  readonly listedOnly?: boolean
  readonly repository?: string | null
}

export interface ListingSearch {
  readonly words: string
  /** One of these; a first part stands for all below it: `core` finds `core/bitcoin`. None: any. */
  readonly categories?: readonly string[]
  /** All of these. */
  readonly tags?: readonly string[]
  readonly publisher?: string
  readonly sort?: SearchSort
  readonly limit?: number
}

/** Packages in which every word occurs, those whose name fits best first. Pure. */
export function searchListings(listings: readonly Listing[], request: ListingSearch): FoundPackage[] {
  const { words, categories = [], tags = [], publisher, sort, limit = 50 } = request
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const isWithin = (category: string) =>
    categories.length === 0 || categories.some((each) => category === each || category.startsWith(`${each}/`))
  const hasTags = ({ keywords }: FoundPackage) =>
    tags.every((tag) => keywords.some((keyword) => keyword.toLowerCase() === tag.toLowerCase()))
  return listings
    .filter(({ category }) => isWithin(category))
    .flatMap((listing) => listing.packages.map((entry) => ({ ...entry, category: listing.category })))
    .filter((entry) => hasTags(entry) && (publisher === undefined || entry.publisher === publisher))
    .map((entry) => ({ entry, score: scoreOf(entry, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => orderOf(sort, a, b) || (a.entry.name < b.entry.name ? -1 : 1))
    .slice(0, limit)
    .map(({ entry }) => entry)
}

type Scored = { readonly entry: FoundPackage; readonly score: number }

function orderOf(sort: SearchSort | undefined, a: Scored, b: Scored): number {
  if (sort === 'name') return 0
  if (sort === 'updated') return Date.parse(b.entry.updatedAt ?? '') - Date.parse(a.entry.updatedAt ?? '')
  return b.score - a.score
}

function scoreOf(entry: FoundPackage, words: readonly string[]): number {
  let total = 1
  for (const word of words) {
    const score = Math.max(
      entry.name === word ? 100 : entry.name.startsWith(word) ? 60 : entry.name.includes(word) ? 40 : 0,
      entry.keywords.some((keyword) => keyword.toLowerCase() === word) ? 30 : 0,
      entry.description.toLowerCase().includes(word) ? 10 : 0,
    )
    if (score === 0) return 0
    total += score
  }
  return total
}
