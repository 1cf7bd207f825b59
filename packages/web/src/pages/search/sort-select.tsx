import { Select } from '../../design/field.tsx'
import { readSearch, type SearchParams } from '../../search-params.ts'

const options = [
  { value: 'downloads', label: 'Most downloaded' },
  { value: 'trending', label: 'Trending' },
  { value: 'rating', label: 'Best rated' },
  { value: 'updated', label: 'Recently updated' },
  { value: 'new', label: 'Newest' },
  { value: 'name', label: 'Name' },
]

/** The order of the results. What fits best is a matter of words, so it is offered only where there are some. */
export function SortSelect({
  search,
  onChange,
}: {
  search: SearchParams
  onChange: (search: SearchParams) => void
}) {
  const usual = search.q === undefined ? 'downloads' : 'relevance'
  const { sort = usual } = search
  return (
    <div className="min-w-0 max-sm:flex-1 sm:w-48">
      <Select
        bare
        label="Order"
        value={sort === 'relevance' ? usual : sort}
        options={search.q === undefined ? options : [{ value: 'relevance', label: 'Best match' }, ...options]}
        onChange={({ target: { value } }) =>
          onChange(readSearch({ ...search, sort: value === usual ? undefined : value }))
        }
      />
    </div>
  )
}
