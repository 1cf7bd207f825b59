import { useEffect, useRef } from 'react'
import type { PackageCard as Package } from '../api/shapes.ts'
import { asProblem } from '../api/problem.ts'
import { Button } from '../design/button.tsx'
import { exactCount } from '../design/format.ts'
import { ProblemNote } from '../design/states.tsx'
import { PackageGrid } from './package-grid.tsx'

/** Packages that come page by page, and the way to more of them. What was added gets the focus. */
export function PackagePages({
  packages,
  label,
  total,
  more,
}: {
  packages: readonly Package[]
  label: string
  /** How many there are in all, in words; shown beside how many are in view. */
  total: string
  /** What `useInfiniteQuery` knows of the next page. */
  more: {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    error: Error | null
    fetchNextPage: () => Promise<unknown>
  }
}) {
  const list = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const awaited = useRef<number | null>(null)
  const count = packages.length
  useEffect(() => {
    const from = awaited.current
    if (from === null || count <= from) return
    awaited.current = null
    const focused = document.activeElement
    if (focused === button.current || focused === document.body || focused === null)
      list.current?.querySelectorAll('a')[from]?.focus({ preventScroll: true })
  }, [count])
  const load = () => {
    if (more.isFetchingNextPage) return
    awaited.current = count
    void more.fetchNextPage()
  }
  return (
    <div ref={list} className="flex flex-col gap-6">
      <PackageGrid packages={packages} label={label} columns={2} />
      {more.isFetchNextPageError && <ProblemNote problem={asProblem(more.error)} retry={load} />}
      {more.hasNextPage && (
        <div className="flex flex-col items-center gap-2">
          {/* It stays in reach while it loads: a disabled button would lose the focus. */}
          <Button ref={button} onClick={load} aria-disabled={more.isFetchingNextPage} className="min-w-40">
            {more.isFetchingNextPage ? 'Loading…' : 'Show more'}
          </Button>
          <p className="text-sm text-muted">
            {exactCount(count)} of {total}
          </p>
        </div>
      )}
    </div>
  )
}
