import { useId } from 'react'
import { Loading, Skeleton } from '../../design/states.tsx'
import type { SearchParams } from '../../search-params.ts'
import { FacetGroup, FacetRow, FacetSection } from './facet-group.tsx'
import { filterNames, useFilterTitle } from './filter-names.ts'
import {
  chosen,
  facetOf,
  optionsOf,
  toggled,
  type Facets as FacetCounts,
  type FilterName,
  type ManyFilter,
  type OneFilter,
} from './filters.ts'

/** Everything a search can be narrowed by, with counts. `within` is the category whose page this is. */
export function Facets({
  search,
  facets,
  within,
  catalogues,
  onChange,
}: {
  search: SearchParams
  facets: FacetCounts
  within?: string | undefined
  /** Some results are known from a catalogue alone. */
  catalogues: boolean
  onChange: (search: SearchParams) => void
}) {
  const id = useId()
  const titleOf = useFilterTitle(facets)
  const heldOf = (name: FilterName) => {
    const held = search[name]
    return Array.isArray(held) ? held : held === undefined ? [] : [String(held)]
  }
  const group = (name: FilterName) => {
    const counted = facetOf(facets, name).filter(
      ({ value }) => name !== 'category' || within === undefined || value.startsWith(`${within}/`),
    )
    const named = counted.map((option) => ({ ...option, title: titleOf(name, option.value) }))
    return {
      title: filterNames[name],
      name: `${id}-${name}`,
      held: heldOf(name),
      options: optionsOf(named, heldOf(name), (value) => titleOf(name, value)),
    }
  }
  const several = (name: ManyFilter) => ({
    ...group(name),
    onChoose: (value: string | undefined) => {
      if (value !== undefined) onChange(toggled(search, name, value))
    },
  })
  const single = (name: OneFilter) => ({
    ...group(name),
    single: true,
    onChoose: (value: string | undefined) => onChange(chosen(search, name, value)),
  })
  const verified = facets.verified.find(({ value }) => value === 'true')
  return (
    <div>
      <FacetGroup {...several('category')} />
      <FacetGroup {...several('tag')} />
      <FacetGroup {...single('price')} />
      <FacetGroup {...single('minRating')} />
      {(verified !== undefined || search.verified || catalogues || search.listed) && (
        <FacetSection title="Origin">
          {(verified !== undefined || search.verified) && (
            <FacetRow
              kind="checkbox"
              name={`${id}-verified`}
              checked={search.verified === true}
              onChange={() => onChange(chosen(search, 'verified', search.verified ? undefined : 'true'))}
              title={titleOf('verified', 'true')}
              count={verified?.count}
            />
          )}
          {(catalogues || search.listed) && (
            <FacetRow
              kind="checkbox"
              name={`${id}-listed`}
              checked={search.listed === 'published'}
              onChange={() => onChange(chosen(search, 'listed', search.listed ? undefined : 'published'))}
              title={titleOf('listed', 'published')}
            />
          )}
        </FacetSection>
      )}
      <FacetGroup {...single('platform')} />
      <FacetGroup {...several('license')} initiallyOpen={false} />
      <FacetGroup {...single('updated')} initiallyOpen={false} />
    </div>
  )
}

/** The place of the filters while the first results load. */
export function FacetsSkeleton() {
  return (
    <Loading what="filters">
      <div className="flex flex-col gap-3 pt-3">
        {Array.from({ length: 14 }, (_, row) => (
          <Skeleton key={row} className={row % 7 === 0 ? 'mt-3 h-5 w-24' : 'h-5'} />
        ))}
      </div>
    </Loading>
  )
}
