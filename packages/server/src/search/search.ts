import type { Category } from '@waybill/core/profile'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { AnswerCache } from './cache.ts'
import type { Columns } from './columns.ts'
import { countFacets } from './facets.ts'
import { compileFilters, countedIn, fitsAll, isFiltering, type Compiled } from './filters.ts'
import { findPackages, type Finding } from './find.ts'
import { gather, readCursor, type Found } from './order.ts'
import type { SearchAnswer, SearchQuery } from './shapes.ts'
import { cardsById } from './store/cards.ts'
import { readWords, type Words } from './words.ts'

export interface SearchContext {
  readonly database: Database
  readonly clock: Clock
  readonly columns: Columns
  readonly categories: readonly Category[]
  /** What words found, for the pages and filters that follow. */
  readonly findings: AnswerCache<Finding>
}

/** Filters that let through so few are handed to the search for words, where that has to leave packages out. */
const mostAmong = 20_000

/** Packages that fit words and filters, a page of them, with the counts of every facet. */
export async function search(context: SearchContext, query: SearchQuery): Promise<SearchAnswer> {
  const { columns, database } = context
  const words = readWords(query.q)
  // Without words nothing is more relevant than what others chose.
  const asked = query.sort ?? 'relevance'
  const sort = asked === 'relevance' && !words ? 'downloads' : asked
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, sort)
  const now = context.clock()
  const filters = compileFilters(query, columns, now)
  const found = words ? await findWords(context, words, filters) : everything(columns)
  const counts = countFacets(columns, query, now)
  const order = gather(sort, query.limit, after)
  let total = 0
  for (const each of found.packages) {
    const facet = countedIn(filters, each.facts)
    if (facet === 'none') continue
    counts.add(each.facts, facet)
    if (facet !== 'all') continue
    total++
    order.add(each)
  }
  const { ids, next } = order.page()
  const cards = await cardsById(database, ids)
  return {
    results: ids.flatMap((id) => cards.get(id) ?? []),
    total,
    totalIsExact: found.isComplete,
    corrected: found.corrected,
    next,
    facets: counts.facets(query, context.categories),
  }
}

interface FoundPackages {
  readonly packages: Iterable<Found>
  readonly isComplete: boolean
  readonly corrected: string | null
}

function everything({ facts }: Columns): FoundPackages {
  function* all(): Generator<Found> {
    for (const each of facts.values()) yield { facts: each, score: 0 }
  }
  return { packages: all(), isComplete: true, corrected: null }
}

async function findWords(
  { database, columns, findings }: SearchContext,
  words: Words,
  filters: Compiled,
): Promise<FoundPackages> {
  const finding = await findings.get(JSON.stringify(words), () => findPackages(database, words))
  const packages = new Map(foundIn(finding, columns))
  if (!finding.isComplete && isFiltering(filters)) {
    // Of the packages that were left out, those that the filters want must be found all the same.
    const among = [...columns.facts.values()].filter((facts) => fitsAll(filters, facts)).map(({ id }) => id)
    if (among.length > 0 && among.length <= mostAmong) {
      const more = await findPackages(database, words, among)
      for (const [id, found] of foundIn(more, columns)) if (!packages.has(id)) packages.set(id, found)
    }
  }
  return { packages: packages.values(), isComplete: finding.isComplete, corrected: finding.corrected }
}

function* foundIn({ ids, scores }: Finding, { facts }: Columns): Generator<[number, Found]> {
  for (let i = 0; i < ids.length; i++) {
    const known = facts.get(ids[i] ?? 0)
    if (known) yield [known.id, { facts: known, score: scores[i] ?? 0 }]
  }
}
