/** What happened to a submission that was decided: its place in the queue when it came in, and how long it waited. */
export interface Waited {
  readonly place: number
  readonly seconds: number
}

export interface Estimate {
  /** Half of what is known took no longer. */
  readonly seconds: number
  /** Nine of ten took no longer. */
  readonly upperSeconds: number
  /** So many decisions it rests on. */
  readonly basis: number
}

/** Fewer decisions than this say nothing yet. */
const fewest = 5
/** So many neighbours are asked. */
const neighbours = 25

/**
 * How long a submission at `place` will wait, from what happened to those that were nearest to that place: the median and
 * the ninth decile of the nearest 25. No model of how reviewers work is assumed. Undefined while too little is known.
 */
export function estimateWait(history: readonly Waited[], place: number): Estimate | undefined {
  if (history.length < fewest) return undefined
  const near = history
    .toSorted((a, b) => Math.abs(a.place - place) - Math.abs(b.place - place))
    .slice(0, neighbours)
    .map(scaledTo(place))
    .sort((a, b) => a - b)
  return { seconds: quantile(near, 0.5), upperSeconds: quantile(near, 0.9), basis: near.length }
}

/** A queue twice as long takes twice as long: beyond what was ever seen, the wait grows with the place. */
const scaledTo =
  (place: number) =>
  (waited: Waited): number =>
    waited.seconds * Math.max(1, place / Math.max(1, waited.place))

function quantile(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
}

/** “about 3 hours”; the words are coarse because the knowledge is. */
export function inWords(estimate: Estimate | undefined): string {
  if (!estimate) return 'unknown'
  const { seconds } = estimate
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const
  for (const [unit, length] of units) {
    const count = Math.round(seconds / length)
    if (count >= 2 || (count === 1 && unit !== 'minute'))
      return `about ${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return 'about a minute'
}
