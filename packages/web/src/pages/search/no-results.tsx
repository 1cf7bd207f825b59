import { Button, LinkButton } from '../../design/button.tsx'
import { EmptyState } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import type { SearchParams } from '../../search-params.ts'
import { activeFilters, withoutFilters } from './filters.ts'

/** Nothing was found: the ways out. */
export function NoResults({
  search,
  onChange,
}: {
  search: SearchParams
  onChange: (search: SearchParams) => void
}) {
  const { words } = useEcosystem()
  const filters = activeFilters(search).length
  const { q } = search
  return (
    <EmptyState
      title={q === undefined ? `No ${words.packages} here` : <>Nothing found for “{q}”</>}
      action={
        <>
          {filters > 0 && (
            <Button variant="primary" onClick={() => onChange(withoutFilters(search))}>
              {filters === 1 ? 'Remove the filter' : `Remove all ${filters} filters`}
            </Button>
          )}
          <LinkButton to="/search" variant={filters > 0 ? 'secondary' : 'primary'}>
            See all {words.packages}
          </LinkButton>
        </>
      }
    >
      {filters > 0 && (
        <p>
          {filters === 1 ? 'One filter narrows' : `${filters} filters narrow`} this search; without{' '}
          {filters === 1 ? 'it' : 'them'} there may be more.
        </p>
      )}
      {q !== undefined && <p>Check the spelling, or use fewer or more general words.</p>}
      {q === undefined && filters === 0 && <p>Nothing has been published here yet.</p>}
    </EmptyState>
  )
}
