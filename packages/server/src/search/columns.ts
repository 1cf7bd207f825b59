import type { Database } from '../platform/database/index.ts'
import { changedFacts, type FactRow } from './store/facts.ts'

/** What is filtered, counted and sorted by, of one package; values that repeat are numbers of a dictionary. */
export interface Facts {
  readonly id: number
  readonly name: string
  readonly category: number
  readonly publisher: number
  readonly license: number
  readonly tags: readonly number[]
  readonly platforms: readonly number[]
  readonly verified: boolean
  readonly paid: boolean
  readonly listedOnly: boolean
  readonly downloads: number
  readonly trend: number
  /** Milliseconds; 0 where nobody knows. */
  readonly updated: number
  readonly published: number
  /** 0 without ratings. */
  readonly rating: number
  readonly ratings: number
}

/** Texts that repeat, as numbers. */
export interface Dictionary {
  readonly texts: readonly string[]
  numberOf(text: string): number
  /** Undefined for a text that no package has. */
  find(text: string): number | undefined
}

/**
 * The facts of every package that can be found, held in memory: a projection of the documents that follows them. Some
 * 200 bytes a package.
 */
export interface Columns {
  readonly facts: ReadonlyMap<number, Facts>
  readonly categories: Dictionary
  readonly publishers: Dictionary
  readonly licenses: Dictionary
  readonly tags: Dictionary
  readonly platforms: Dictionary
  /** Reads what changed since the last call. */
  follow(database: Database): Promise<void>
}

/** So many rows are read at once. */
const most = 10_000

export function createColumns(): Columns {
  const facts = new Map<number, Facts>()
  const [categories, publishers, licenses, tags, platforms] = Array.from({ length: 5 }, dictionary) as [
    Dictionary,
    Dictionary,
    Dictionary,
    Dictionary,
    Dictionary,
  ]
  let revision = 0

  function take(row: FactRow): void {
    if (!row.shown) {
      facts.delete(row.package_id)
      return
    }
    facts.set(row.package_id, {
      id: row.package_id,
      name: row.name,
      category: categories.numberOf(row.category),
      publisher: publishers.numberOf(row.publisher),
      license: licenses.numberOf(row.license ?? ''),
      tags: row.tags.map(tags.numberOf),
      platforms: row.platforms.map(platforms.numberOf),
      verified: row.verified,
      paid: row.paid,
      listedOnly: row.listed_only,
      downloads: row.downloads,
      trend: row.trend,
      updated: row.updated_at?.getTime() ?? 0,
      published: row.published_at.getTime(),
      rating: row.rating_count > 0 ? row.rating_sum / row.rating_count : 0,
      ratings: row.rating_count,
    })
  }

  return {
    facts,
    categories,
    publishers,
    licenses,
    tags,
    platforms,
    async follow(database) {
      for (;;) {
        const rows = await changedFacts(database, revision, most)
        rows.forEach(take)
        revision = rows.at(-1)?.revision ?? revision
        if (rows.length < most) return
      }
    },
  }
}

function dictionary(): Dictionary {
  const texts: string[] = []
  const numbers = new Map<string, number>()
  return {
    texts,
    find: (text) => numbers.get(text),
    numberOf(text) {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, texts.length)
      return texts.push(text) - 1
    },
  }
}
