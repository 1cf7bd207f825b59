export interface Rating {
  readonly average: number
  readonly count: number
  /** How many gave one star, two, … five. */
  readonly distribution: number[]
  readonly own: number | null
}

/** What the ratings are once the own one has become `stars`; null takes it back. */
export function rated(before: Rating, stars: number | null): Rating {
  const distribution = before.distribution.map(
    (count, place) => count - (before.own === place + 1 ? 1 : 0) + (stars === place + 1 ? 1 : 0),
  )
  const count = distribution.reduce((sum, each) => sum + each, 0)
  const sum = distribution.reduce((all, each, place) => all + each * (place + 1), 0)
  return { average: count === 0 ? 0 : sum / count, count, distribution, own: stars }
}
