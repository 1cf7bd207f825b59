import type { FacetValue, SearchAnswer } from '../../api/shapes.ts'
import { readSearch, type SearchParams } from '../../search-params.ts'

/** What narrows a search, as the address has it; every change is a new `SearchParams`, its parts in one fixed order. */

export type ManyFilter = 'category' | 'tag' | 'license'
export type OneFilter = 'platform' | 'price' | 'verified' | 'minRating' | 'updated' | 'listed' | 'publisher'
export type FilterName = ManyFilter | OneFilter
export type Facets = SearchAnswer['facets']

const many: readonly ManyFilter[] = ['category', 'tag', 'license']
const one: readonly OneFilter[] = [
  'platform',
  'price',
  'verified',
  'minRating',
  'updated',
  'listed',
  'publisher',
]

/** Turns a value of a filter that can hold several on or off. */
export function toggled(search: SearchParams, name: ManyFilter, value: string): SearchParams {
  const values = search[name] ?? []
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value]
  return readSearch({ ...search, [name]: next })
}

/** Sets a filter that holds one value; without a value it is gone. */
export function chosen(search: SearchParams, name: OneFilter, value: string | undefined): SearchParams {
  return readSearch({ ...search, [name]: value })
}

/** The words and their order, without any filter. */
export function withoutFilters({ q, sort }: SearchParams): SearchParams {
  return readSearch({ q, sort })
}

export interface ActiveFilter {
  readonly name: FilterName
  readonly value: string
  readonly without: SearchParams
}

/** Every filter that holds, one for each value, and the search without it. */
export function activeFilters(search: SearchParams): ActiveFilter[] {
  return [
    ...many.flatMap((name) =>
      (search[name] ?? []).map((value) => ({ name, value, without: toggled(search, name, value) })),
    ),
    ...one
      .filter((name) => search[name] !== undefined)
      .map((name) => ({
        name,
        value: String(search[name]),
        without: chosen(search, name, undefined),
      })),
  ]
}

/** Which facet of the answer counts the values of a filter; not every filter has one. */
export function facetOf(facets: Facets | undefined, name: FilterName): readonly FacetValue[] {
  if (name === 'listed' || name === 'publisher') return []
  return facets?.[name === 'minRating' ? 'rating' : name] ?? []
}

export interface Option {
  readonly value: string
  readonly title: string
  /** Not known for a value that holds but that the answer does not count. */
  readonly count: number | undefined
}

/** What can be chosen: what the answer counts, and before it what holds already although it is not among that. */
export function optionsOf(
  counted: readonly FacetValue[],
  held: readonly string[],
  titleOf: (value: string) => string,
): Option[] {
  const known = new Set(counted.map(({ value }) => value))
  return [
    ...held
      .filter((value) => !known.has(value))
      .map((value) => ({ value, title: titleOf(value), count: undefined })),
    ...counted,
  ]
}
