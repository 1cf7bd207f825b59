import type { PackageCard as Package } from '../api/shapes.ts'
import { classes } from '../design/classes.ts'
import { Loading } from '../design/states.tsx'
import { PackageCard, PackageCardSkeleton } from './package-card.tsx'

interface GridProps {
  /** How many stand side by side where there is room. */
  columns?: 2 | 3
}

const grid = ({ columns = 3 }: GridProps) =>
  classes('grid gap-4', columns === 3 ? 'sm:grid-cols-2 lg:grid-cols-3' : 'xl:grid-cols-2')

/** Packages side by side, as a list. */
export function PackageGrid({
  packages,
  label,
  level,
  ...rest
}: GridProps & { packages: readonly Package[]; label: string; level?: 2 | 3 }) {
  return (
    <ul aria-label={label} className={grid(rest)}>
      {packages.map((card) => (
        <li key={card.name} className="min-w-0">
          <PackageCard card={card} {...(level && { level })} />
        </li>
      ))}
    </ul>
  )
}

/** The place of packages that are on their way. */
export function PackageGridSkeleton({ count, what, ...rest }: GridProps & { count: number; what: string }) {
  return (
    <Loading what={what}>
      <div className={grid(rest)}>
        {Array.from({ length: count }, (_, place) => (
          <PackageCardSkeleton key={place} />
        ))}
      </div>
    </Loading>
  )
}
