import { createRootRoute } from '@tanstack/react-router'
import { queries } from '../api/queries.ts'
import { ecosystemQuery } from '../ecosystem.ts'
import { NotFound, Shell } from '../shell/shell.tsx'

export const root = createRootRoute({
  loader: () => queries.ensureQueryData(ecosystemQuery),
  component: Shell,
  notFoundComponent: NotFound,
})

/** A page right below the root. */
export const at = <const P extends string>(path: P) => ({ getParentRoute: () => root, path })
