/** Orders of a search; `relevance` is the default with words, `downloads` without. */
export type SearchSort = 'relevance' | 'downloads' | 'trending' | 'updated' | 'new' | 'rating' | 'name'

/** What a search is narrowed by. */
export interface SearchFilters {
  readonly categories: readonly string[]
  readonly tags: readonly string[]
  readonly licenses: readonly string[]
  readonly platform?: string
  readonly price?: 'free' | 'paid'
  readonly publisher?: string
  readonly verified?: boolean
  readonly minRating?: number
  readonly updated?: 'day' | 'week' | 'month' | 'year'
  readonly published?: boolean
  readonly sort?: SearchSort
  readonly limit?: number
  readonly after?: string
}

/** The query of the registry's search. */
export function searchParameters(words: string, filters: SearchFilters): URLSearchParams {
  const query = new URLSearchParams({ q: words })
  const { categories, tags, licenses, platform, price, publisher, updated, sort, limit, after } = filters
  for (const category of categories) query.append('category', category)
  for (const tag of tags) query.append('tag', tag)
  for (const license of licenses) query.append('license', license)
  const single = { platform, price, publisher, updated, sort, limit, cursor: after }
  for (const [name, value] of Object.entries(single)) if (value !== undefined) query.set(name, String(value))
  if (filters.minRating !== undefined) query.set('minRating', String(filters.minRating))
  if (filters.verified) query.set('verified', 'true')
  if (filters.published) query.set('listed', 'published')
  return query
}

/** The filters that signed listings say nothing of, as a caller names them. */
export function beyondListings(filters: SearchFilters): string[] {
  const { licenses, platform, price, verified, minRating, updated, sort, after } = filters
  const asked: Record<string, boolean> = {
    license: licenses.length > 0,
    platform: platform !== undefined,
    price: price !== undefined,
    verified: verified === true,
    minRating: (minRating ?? 0) > 0,
    updated: updated !== undefined,
    after: after !== undefined,
    [`sort ${sort}`]: sort !== undefined && sort !== 'relevance' && sort !== 'name' && sort !== 'updated',
  }
  return Object.entries(asked).flatMap(([name, isAsked]) => (isAsked ? [name] : []))
}
