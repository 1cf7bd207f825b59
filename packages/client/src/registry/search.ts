import type { Listing } from '@waybill/core/documents'

export interface FoundPackage {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly publisher: string
  readonly category: string
  readonly keywords: readonly string[]
  readonly updatedAt: string
}

export interface SearchRequest {
  readonly words: string
  /** A category, or the first part of some: `core` finds `core/bitcoin`. */
  readonly category?: string
  readonly limit?: number
}

/** Packages in which every word occurs, those whose name fits best first. Pure. */
export function searchListings(
  listings: readonly Listing[],
  { words, category, limit = 50 }: SearchRequest,
): FoundPackage[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return listings
    .filter(
      (listing) =>
        category === undefined ||
        listing.category === category ||
        listing.category.startsWith(`${category}/`),
    )
    .flatMap((listing) => listing.packages.map((entry) => ({ ...entry, category: listing.category })))
    .map((entry) => ({ entry, score: scoreOf(entry, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.entry.name < b.entry.name ? -1 : 1))
    .slice(0, limit)
    .map(({ entry }) => entry)
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
