import { useEcosystem } from '../../ecosystem.ts'
import { facetOf, type Facets, type FilterName } from './filters.ts'

export const filterNames: Readonly<Record<FilterName, string>> = {
  category: 'Category',
  tag: 'Tag',
  license: 'Licence',
  platform: 'Platform',
  price: 'Price',
  verified: 'Verified',
  minRating: 'Rating',
  updated: 'Updated',
  listed: 'Published here',
  publisher: 'Publisher',
}

const fixed: Partial<Record<FilterName, Readonly<Record<string, string>>>> = {
  price: { free: 'Free', paid: 'Paid' },
  verified: { true: 'Verified publishers' },
  updated: { day: 'Last day', week: 'Last week', month: 'Last month', year: 'Last year' },
  listed: { published: 'Published here' },
}

/** What a filter's value is called. */
export function useFilterTitle(facets: Facets | undefined): (name: FilterName, value: string) => string {
  const { categories } = useEcosystem()
  return (name, value) => {
    const own = fixed[name]?.[value]
    if (own !== undefined) return own
    if (name === 'minRating') return Number(value) >= 5 ? '5 stars' : `${value} stars and more`
    if (name === 'category') {
      const known = categories.find(({ id }) => id === value)
      if (known) return known.title
    }
    return facetOf(facets, name).find((option) => option.value === value)?.title ?? value
  }
}
