import type { Category } from '@waybill/core/profile'
import { day } from '../platform/clock.ts'
import type { Columns, Dictionary, Facts } from './columns.ts'
import { isWithin, periodDays, type Filters } from './filters.ts'
import { periods, type FacetName, type FacetValue, type SearchAnswer } from './shapes.ts'
import { humanTitle, licenceTitle, platformTitle } from './titles.ts'

/** Most values of one facet; those that are selected come besides. */
const mostValues = 20

/** Counts packages for every facet; `add` says for which. */
export interface FacetCounts {
  add(facts: Facts, facet: FacetName | 'all'): void
  facets(filters: Filters, categories: readonly Category[]): SearchAnswer['facets']
}

/** Begins to count. `now` is what `updated` counts back from. */
export function countFacets(columns: Columns, filters: Filters, now: Date): FacetCounts {
  const category = counter()
  const tag = counter()
  const platform = counter()
  const license = counter()
  let anyPlatform = 0
  let free = 0
  let paid = 0
  let verified = 0
  const least = [...new Set([...(filters.minRating ? [filters.minRating] : []), 4, 3, 2, 1])].sort(
    (a, b) => b - a,
  )
  const rated = least.map(() => 0)
  const since = periods.map((period) => now.getTime() - periodDays[period] * day)
  const fresh = periods.map(() => 0)

  function add(facts: Facts, facet: FacetName | 'all'): void {
    const counts = (name: FacetName) => facet === 'all' || facet === name
    if (counts('category')) category.add(facts.category)
    if (counts('tag')) for (const each of facts.tags) tag.add(each)
    if (counts('platform')) {
      if (facts.platforms.length === 0) anyPlatform++
      for (const each of facts.platforms) platform.add(each)
    }
    if (counts('license')) license.add(facts.license)
    if (counts('price') && facts.paid) paid++
    if (counts('price') && !facts.paid) free++
    if (counts('verified') && facts.verified) verified++
    if (counts('rating') && facts.rating > 0)
      least.forEach((stars, i) => (rated[i] = (rated[i] ?? 0) + (facts.rating >= stars ? 1 : 0)))
    if (counts('updated') && facts.updated > 0)
      since.forEach((at, i) => (fresh[i] = (fresh[i] ?? 0) + (facts.updated >= at ? 1 : 0)))
  }

  function facets(selected: Filters, categories: readonly Category[]): SearchAnswer['facets'] {
    const titles = new Map(categories.map(({ id, title }) => [id, title]))
    const within = (wanted: string) =>
      columns.categories.texts.reduce(
        (sum, id, number) => sum + (isWithin(id, wanted) ? category.count(number) : 0),
        0,
      )
    const plain = (counts: Counter, dictionary: Dictionary, title: (value: string) => string) =>
      counts.entries().flatMap(([number, count]): FacetValue[] => {
        const value = dictionary.texts[number] ?? ''
        return value === '' ? [] : [{ value, title: title(value), count }]
      })
    const of = (dictionary: Dictionary, counts: Counter, value: string) =>
      counts.count(dictionary.find(value) ?? -1)
    const yes = (value: string, title: string, count: number, isSelected: boolean): FacetValue[] =>
      count > 0 || isSelected ? [{ value, title, count }] : []
    const categoryTitle = (id: string) => titles.get(id) ?? humanTitle(id)
    return {
      category: listed(
        plain(category, columns.categories, categoryTitle),
        (selected.category ?? []).map((value) => ({
          value,
          title: categoryTitle(value),
          count: within(value),
        })),
      ),
      tag: listed(
        plain(tag, columns.tags, (value) => value),
        (selected.tag ?? []).map((value) => ({
          value: value.toLowerCase(),
          title: value.toLowerCase(),
          count: of(columns.tags, tag, value.toLowerCase()),
        })),
      ),
      // What is for any platform is found for each of them.
      platform: listed(
        plain(platform, columns.platforms, platformTitle).map((each) => ({
          ...each,
          count: each.count + anyPlatform,
        })),
        selected.platform === undefined
          ? []
          : [
              {
                value: selected.platform,
                title: platformTitle(selected.platform),
                count: of(columns.platforms, platform, selected.platform) + anyPlatform,
              },
            ],
      ),
      price: [
        ...yes('free', 'Free', free, selected.price === 'free'),
        ...yes('paid', 'Paid', paid, selected.price === 'paid'),
      ],
      license: listed(
        plain(license, columns.licenses, licenceTitle),
        (selected.license ?? []).map((value) => ({
          value,
          title: licenceTitle(value),
          count: of(columns.licenses, license, value),
        })),
      ),
      verified: yes('true', 'Verified publishers', verified, selected.verified === true),
      rating: least.flatMap((stars, i) =>
        yes(String(stars), `${stars} stars and up`, rated[i] ?? 0, selected.minRating === stars),
      ),
      updated: periods.flatMap((period, i) =>
        yes(period, `In the last ${period}`, fresh[i] ?? 0, selected.updated === period),
      ),
    }
  }

  return { add, facets }
}

/** The most frequent values, and every selected one. */
function listed(values: FacetValue[], selected: readonly FacetValue[]): FacetValue[] {
  const order = (a: FacetValue, b: FacetValue) => b.count - a.count || (a.value < b.value ? -1 : 1)
  const most = values.sort(order).slice(0, mostValues)
  const missing = selected.filter(({ value }) => !most.some((each) => each.value === value))
  const distinct = missing.filter(({ value }, i) => missing.findIndex((each) => each.value === value) === i)
  return [...most.slice(0, Math.max(0, mostValues - distinct.length)), ...distinct].sort(order)
}

interface Counter {
  add(number: number): void
  count(number: number): number
  entries(): [number, number][]
}

/** Counts numbers of a dictionary. */
function counter(): Counter {
  const counts = new Map<number, number>()
  return {
    add: (number) => void counts.set(number, (counts.get(number) ?? 0) + 1),
    count: (number) => counts.get(number) ?? 0,
    entries: () => [...counts],
  }
}
