import type { Database, Transaction } from '../platform/database/index.ts'
import * as store from './store.ts'

export interface PackageRating {
  /** Mean of the stars, 1 to 5, to two places. */
  readonly average: number
  readonly count: number
  /** How many gave 1, 2, 3, 4 and 5 stars. */
  readonly distribution: number[]
  /**
   * What to rank by: the mean as it would be had ten others given 3.5 stars before (a Bayesian average), so that one
   * rating of five stars does not stand before a hundred that are nearly as good.
   */
  readonly score: number
}

const prior = { stars: 3.5, weight: 10 }

/** The ratings of packages, all in one query. A package that nobody rated has no entry; its score would be 3.5. */
export async function ratingsOf(
  database: Database | Transaction,
  packageIds: readonly number[],
): Promise<Map<number, PackageRating>> {
  const counts = await store.countRatings(database, packageIds)
  return new Map([...Map.groupBy(counts, ({ id }) => id)].map(([id, own]) => [id, ratingOf(own)]))
}

function ratingOf(counts: readonly { stars: number; count: number }[]): PackageRating {
  const withStars = (stars: number) => counts.find((each) => each.stars === stars)?.count ?? 0
  const distribution = [1, 2, 3, 4, 5].map(withStars)
  const count = distribution.reduce((sum, each) => sum + each, 0)
  const stars = distribution.reduce((sum, each, i) => sum + each * (i + 1), 0)
  return {
    average: Math.round((stars / count) * 100) / 100,
    count,
    distribution,
    score: (prior.stars * prior.weight + stars) / (prior.weight + count),
  }
}
