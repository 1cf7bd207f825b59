import type { Dictionary, Facts } from './columns.ts'
import type { SearchContext } from './search.ts'
import type { Suggestions } from './shapes.ts'
import { suggestedPackages } from './store/suggest.ts'
import { humanTitle } from './titles.ts'
import { readWords, tsquery } from './words.ts'

const mostPackages = 5
const mostInAll = 8
/** So many that begin so are looked for among the packages. */
const mostLookedAt = 20

/** What could be meant by the beginning of a search: packages, categories, tags, publishers; eight in all. */
export async function suggest(
  { database, columns, categories }: Pick<SearchContext, 'database' | 'columns' | 'categories'>,
  q: string,
): Promise<Suggestions> {
  const words = readWords(q)
  if (!words || words.tokens.length === 0) return { packages: [], tags: [], categories: [], publishers: [] }
  const { whole } = words
  const packages = await suggestedPackages(database, {
    whole,
    // The last word is still being typed.
    tsquery: `${tsquery(words.tokens)}${(words.tokens.at(-1) ?? '').length > 2 ? '' : ':*'}`,
    most: mostPackages,
  })
  const isMeant = (text: string) =>
    text.toLowerCase().startsWith(whole) ||
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .includes(whole)
  const known = new Map(categories.map(({ id, title }) => [id, title]))
  const meant = columns.categories.texts
    .map((id, number) => ({ id, number, title: known.get(id) ?? humanTitle(id) }))
    .filter(({ id, title }) => isMeant(title) || isMeant(id))
  const inUse = <T>(candidates: readonly T[], isOf: (facts: Facts, candidate: T) => boolean): T[] =>
    candidates
      .slice(0, mostLookedAt)
      .values()
      .filter((candidate) => columns.facts.values().some((facts) => isOf(facts, candidate)))
      .take(2)
      .toArray()
  const meantInUse = inUse(meant, ({ category }, { number }) => category === number)
  const tags = inUse(beginning(columns.tags, whole), ({ tags: all }, { number }) => all.includes(number))
  const publishers = inUse(
    beginning(columns.publishers, whole),
    (facts, { number }) => facts.publisher === number,
  )
  let left = mostInAll - packages.length
  const take = <T>(list: readonly T[]): T[] => {
    const taken = list.slice(0, left)
    left -= taken.length
    return taken
  }
  return {
    packages,
    categories: take(meantInUse).map(({ id, title }) => ({ id, title })),
    tags: take(tags).map(({ text }) => text),
    publishers: take(publishers).map(({ text }) => text),
  }
}

/** Shorter ones first: they are what was typed, or nearest to it. Some may be of packages that cannot be found any more. */
function beginning({ texts }: Dictionary, whole: string): { text: string; number: number }[] {
  return texts
    .flatMap((text, number) => (text.toLowerCase().startsWith(whole) ? [{ text, number }] : []))
    .sort((a, b) => a.text.length - b.text.length || (a.text < b.text ? -1 : 1))
}
