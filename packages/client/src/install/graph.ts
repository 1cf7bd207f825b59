import { lockedOf, requireLocked, type Lockfile } from './lockfile.ts'
import { dependentsOf } from './plan.ts'

/** One way from something that was asked for to a package: each needs the next. */
export type Way = readonly { readonly name: string; readonly version: string; readonly requirement: string }[]

/** Most ways that are told. */
const mostWays = 50

/** Why a package is installed. Shortest ways first; a package that was asked for has a way of its own. */
export function waysTo(lockfile: Lockfile, name: string): Way[] {
  requireLocked(lockfile, name)
  const found: Way[] = []
  let open: string[][] = [[name]]
  while (open.length > 0 && found.length < mostWays) {
    const next: string[][] = []
    for (const way of open) {
      const head = way[0] ?? name
      const locked = lockedOf(lockfile, head)
      if (locked?.requested !== undefined) found.push(wayOf(lockfile, way, locked.requested))
      for (const dependent of dependentsOf(lockfile, head).sort())
        if (!way.includes(dependent)) next.push([dependent, ...way])
    }
    open = next.slice(0, 10 * mostWays)
  }
  return found.slice(0, mostWays)
}

function wayOf(lockfile: Lockfile, names: readonly string[], requested: string): Way {
  return names.map((name, i) => {
    const before = i === 0 ? undefined : lockedOf(lockfile, names[i - 1] ?? '')
    return {
      name,
      version: lockedOf(lockfile, name)?.version ?? '',
      requirement: before?.dependencies[name] ?? requested,
    }
  })
}

export interface TreeNode {
  readonly name: string
  readonly version: string
  readonly requirement: string
  readonly features: readonly string[]
  /** Shown above already, with what it needs. */
  readonly isRepeated: boolean
  readonly needs: readonly TreeNode[]
}

/** What is installed as trees, one for each package that was asked for, or for those named. */
export function treesOf(lockfile: Lockfile, names: readonly string[] = []): TreeNode[] {
  const shown = new Set<string>()
  const node = (name: string, requirement: string): TreeNode => {
    const { version, features, dependencies } = requireLocked(lockfile, name)
    const isRepeated = shown.has(name)
    shown.add(name)
    const needs = isRepeated
      ? []
      : Object.entries(dependencies)
          .filter(([each]) => lockedOf(lockfile, each))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([each, wish]) => node(each, wish))
    return {
      name,
      version,
      requirement,
      features,
      isRepeated: isRepeated && Object.keys(dependencies).length > 0,
      needs,
    }
  }
  const roots =
    names.length > 0
      ? names
      : Object.keys(lockfile.packages).filter((name) => lockedOf(lockfile, name)?.requested !== undefined)
  return roots.map((name) => node(name, lockedOf(lockfile, name)?.requested ?? '*'))
}
