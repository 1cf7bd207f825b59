import { WaybillError } from '@waybill/core/errors'
import type { Registry } from './registry.ts'
import { askSearch, type IndexAnswer, type SearchFacet } from './search-answer.ts'
import { beyondListings, searchParameters, type SearchFilters, type SearchSort } from './search-filters.ts'
import { searchListings, type FoundPackage } from './search.ts'

/** What was found, in order, and what there is to say of it. */
export type SearchResults = readonly FoundPackage[] & {
  /** `index`: the registry's search answered. `listings`: the signed listings were read. */
  readonly source: 'index' | 'listings'
  readonly total: number
  /** False: there are at least `total`. */
  readonly totalIsExact: boolean
  /** What was searched for instead, as the words found nothing. */
  readonly corrected: string | null
  /** For `after`: where the next page begins. */
  readonly next: string | null
}

/**
 * A search that is put together call by call, then executed. The registry's search answers it where there is one. That
 * answer is a hint and not signed: whoever serves it could leave packages out or praise others, but whatever is installed
 * is verified through the signed tree all the same. Elsewhere (mirrors, static copies, offline) the signed listings are
 * read, which know names, descriptions, keywords, categories and publishers alone.
 */
export class SearchBuilder {
  readonly #registry: Registry
  readonly #words: string
  #filters: SearchFilters = { categories: [], tags: [], licenses: [] }

  constructor(registry: Registry, words: string) {
    this.#registry = registry
    this.#words = words
  }

  #with(change: Partial<SearchFilters>): this {
    this.#filters = { ...this.#filters, ...change }
    return this
  }

  /** A category, or the first part of some; called again, one of them. */
  category(category: string): this {
    return this.#with({ categories: [...this.#filters.categories, category] })
  }

  /** Called again, all of them. */
  tag(tag: string): this {
    return this.#with({ tags: [...this.#filters.tags, tag] })
  }

  /** Packages for this platform, and those for any. */
  platform(platform: string): this {
    return this.#with({ platform })
  }

  /** From 0 to 5; above 0, packages that nobody rated are left out. */
  minRating(minRating: number): this {
    return this.#with({ minRating })
  }

  price(price: 'free' | 'paid'): this {
    return this.#with({ price })
  }

  /** An SPDX expression as manifests name it; called again, one of them. */
  license(license: string): this {
    return this.#with({ licenses: [...this.#filters.licenses, license] })
  }

  /** Of publishers alone that proved a domain to be theirs. */
  verified(verified = true): this {
    return this.#with({ verified })
  }

  publisher(publisher: string): this {
    return this.#with({ publisher })
  }

  /** Changed within the last day, week, month or year. */
  updated(updated: 'day' | 'week' | 'month' | 'year'): this {
    return this.#with({ updated })
  }

  /** Leaves out what is only listed from another catalogue, and cannot be installed from here. */
  published(): this {
    return this.#with({ published: true })
  }

  sortBy(sort: SearchSort): this {
    return this.#with({ sort })
  }

  /** Most results of one page. The registry's search gives at most 100. */
  limit(limit: number): this {
    return this.#with({ limit })
  }

  /** Goes on after a page: its `next`. */
  after(cursor: string): this {
    return this.#with({ after: cursor })
  }

  /** Throws `search.unavailable` for filters that only a registry with a search can answer. */
  async execute(): Promise<SearchResults> {
    const answer = await this.#ask()
    if (answer) {
      const { results, ...rest } = answer
      const found = results.map(({ tags, ...card }) => ({ ...card, keywords: tags }))
      return describe(found, { source: 'index', ...rest })
    }
    return this.#fromListings()
  }

  /** How many packages each value of each filter would find. Throws `search.unavailable` without a search. */
  async facets(): Promise<Record<string, SearchFacet[]>> {
    const answer = await this.#ask()
    if (answer) return answer.facets
    throw unavailable(this.#registry.url, ['facets'])
  }

  async #ask(): Promise<IndexAnswer | undefined> {
    if (this.#registry.isOffline) return undefined
    const { limit } = this.#filters
    const filters = limit === undefined ? this.#filters : { ...this.#filters, limit: Math.min(limit, 100) }
    return askSearch(this.#registry.url, searchParameters(this.#words, filters))
  }

  async #fromListings(): Promise<SearchResults> {
    const missing = beyondListings(this.#filters)
    if (missing.length > 0) throw unavailable(this.#registry.url, missing)
    const { categories, tags, publisher, sort, limit } = this.#filters
    const found = searchListings(await this.#registry.listings(), {
      words: this.#words,
      categories,
      tags,
      limit: Number.MAX_SAFE_INTEGER,
      ...(publisher === undefined ? {} : { publisher }),
      ...(sort === undefined ? {} : { sort }),
    })
    return describe(found.slice(0, limit ?? 50), {
      source: 'listings',
      total: found.length,
      totalIsExact: true,
      corrected: null,
      next: null,
    })
  }
}

type Description = Pick<SearchResults, 'source' | 'total' | 'totalIsExact' | 'corrected' | 'next'>

/** The list stays a list: what is said of it does not show where it is walked, compared or written as JSON. */
function describe(
  found: FoundPackage[],
  { source, total, totalIsExact, corrected, next }: Description,
): SearchResults {
  const said = Object.entries({ source, total, totalIsExact, corrected, next })
  return Object.defineProperties(
    found,
    Object.fromEntries(said.map(([name, value]) => [name, { value }])),
  ) as unknown as SearchResults
}

function unavailable(url: string, missing: readonly string[]): WaybillError {
  return new WaybillError(
    'search.unavailable',
    `${url} answers no searches, and its signed listings say nothing of: ${missing.join(', ')}.`,
    {
      hint: 'Leave these out, or search at the registry itself while you are online.',
      details: { missing },
    },
  )
}
