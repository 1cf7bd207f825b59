import { gather, growth } from './order.ts'
import type { Facts } from './columns.ts'
import { isWithin } from './filters.ts'
import type { SearchContext } from './search.ts'
import type { Home, Sort } from './shapes.ts'
import { cardsById, featuredIds } from './store/cards.ts'

/** So many packages of each list. */
const most = 12

/** What a visitor sees first: what is featured, grows, is new, is popular, and how much there is of each category. */
export async function home({ database, columns, categories }: SearchContext): Promise<Home> {
  const all = [...columns.facts.values()]
  const first = (sort: Sort, isMeant: (facts: Facts) => boolean = () => true) => {
    const order = gather(sort, most, undefined)
    for (const facts of all) if (isMeant(facts)) order.add({ facts, score: 0 })
    return order.page().ids
  }
  const featured = (await featuredIds(database)).filter((id) => columns.facts.has(id)).slice(0, most)
  const trending = first('trending', (facts) => growth(facts) > 0)
  // A catalogue that was imported yesterday is not new.
  const fresh = first('new', ({ listedOnly }) => !listedOnly)
  const popular = first('downloads')
  const cards = await cardsById(database, [...new Set([...featured, ...trending, ...fresh, ...popular])])
  const shown = (ids: readonly number[]) => ids.flatMap((id) => cards.get(id) ?? [])
  const counts = new Map<number, number>()
  for (const { category } of all) counts.set(category, (counts.get(category) ?? 0) + 1)
  return {
    totals: {
      packages: all.length,
      publishers: new Set(all.map(({ publisher }) => publisher)).size,
      downloads: all.reduce((sum, { downloads }) => sum + downloads, 0),
    },
    featured: shown(featured),
    trending: shown(trending),
    new: shown(fresh),
    popular: shown(popular),
    categories: categories.map(({ id, title, description }) => ({
      id,
      title,
      description,
      packages: [...counts].reduce(
        (sum, [number, count]) => sum + (isWithin(columns.categories.texts[number] ?? '', id) ? count : 0),
        0,
      ),
    })),
  }
}
