import type { Dictionary } from './columns.ts'
import type { SearchContext } from './search.ts'
import type { Suggestions } from './shapes.ts'
import { suggestedPackages } from './store/suggest.ts'
import { humanTitle } from './titles.ts'
import { readWords, tsquery } from './words.ts'

const mostPackages = 5
const mostInAll = 8

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
  const used = new Set(columns.categories.texts)
  const known = new Map(categories.map(({ id, title }) => [id, title]))
  const meant = [...used]
    .map((id) => ({ id, title: known.get(id) ?? humanTitle(id) }))
    .filter(({ id, title }) => isMeant(title) || isMeant(id))
    .slice(0, 2)
  const tags = beginning(columns.tags, whole).slice(0, 2)
  const publishers = beginning(columns.publishers, whole).slice(0, 2)
  let left = mostInAll - packages.length
  const take = <T>(list: readonly T[]): T[] => {
    const taken = list.slice(0, left)
    left -= taken.length
    return taken
  }
  return { packages, categories: take(meant), tags: take(tags), publishers: take(publishers) }
}

/** Shorter ones first: they are what was typed, or nearest to it. */
function beginning({ texts }: Dictionary, whole: string): string[] {
  return texts
    .filter((text) => text.toLowerCase().startsWith(whole))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
}
