import { SlidersHorizontal } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import type { SearchParams } from '../../search-params.ts'
import { Facets } from './facets.tsx'
import { activeFilters, withoutFilters } from './filters.ts'

/** The filters where there is no room beside the results: a button that says how many hold, and a window with all. */
export function FilterDialog({
  search,
  facets,
  total,
}: {
  search: SearchParams
  facets: ComponentProps<typeof Facets> | undefined
  /** How many results there are, in words; not known while they load. */
  total: string | undefined
}) {
  const [open, setOpen] = useState(false)
  const count = activeFilters(search).length
  return (
    <div className="max-sm:flex-1 lg:hidden">
      <Button disabled={!facets} onClick={() => setOpen(true)} className="max-sm:w-full">
        <SlidersHorizontal aria-hidden className="size-4" />
        Filters
        {count > 0 && (
          <span className="rounded-full bg-accent px-2 text-sm text-white">
            {count}
            <span className="sr-only"> active</span>
          </span>
        )}
      </Button>
      <Dialog open={open && facets !== undefined} onClose={() => setOpen(false)} title="Filters">
        {facets && <Facets {...facets} />}
        <div className="sticky bottom-0 -mx-5 -mb-4 flex gap-2 border-t border-line bg-surface px-5 py-3">
          <Button disabled={count === 0} onClick={() => facets?.onChange(withoutFilters(search))}>
            Remove all
          </Button>
          <Button variant="primary" onClick={() => setOpen(false)} className="min-w-0 flex-1 shrink px-2">
            <span className="truncate">{total === undefined ? 'Searching…' : `Show ${total}`}</span>
          </Button>
        </div>
      </Dialog>
    </div>
  )
}
