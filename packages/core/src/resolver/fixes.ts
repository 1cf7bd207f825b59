import type { Requirement, ResolveRequest } from './request.ts'
import type { Outcome } from './solver.ts'

/** Most suggestions, and most roots that are tried. */
const most = 3

/**
 * What would make a failed request solvable, found by trying: another version of something that was asked for, or going
 * without it.
 */
export async function fixesFor(
  request: ResolveRequest,
  involved: readonly string[],
  solve: (request: ResolveRequest) => Promise<Outcome>,
): Promise<string[]> {
  const names = [...new Set(request.roots.map(({ name }) => name))].filter((name) => involved.includes(name))
  const fixes: string[] = []
  for (const name of names.sort().slice(0, 8)) {
    if (fixes.length >= most) break
    const fix = await fixOf(request, name, solve)
    if (fix !== undefined) fixes.push(fix)
  }
  return fixes
}

async function fixOf(
  request: ResolveRequest,
  name: string,
  solve: (request: ResolveRequest) => Promise<Outcome>,
): Promise<string | undefined> {
  const own = (root: Requirement) => root.name === name
  const others = request.roots.filter((root) => !own(root))
  const isInstalled = request.roots.some((root) => own(root) && root.by !== undefined)
  const version = await versionWith(
    { ...request, roots: request.roots.map((root) => (own(root) ? { ...root, requirement: '*' } : root)) },
    name,
    solve,
  )
  if (version !== undefined) {
    return isInstalled ? `let ${name} change to ${version}` : `ask for ${name}@${version}`
  }
  if (others.length === 0) return undefined
  if (!('solution' in (await solve({ ...request, roots: others })))) return undefined
  return isInstalled ? `uninstall ${name}` : `leave ${name} out`
}

async function versionWith(
  request: ResolveRequest,
  name: string,
  solve: (request: ResolveRequest) => Promise<Outcome>,
): Promise<string | undefined> {
  const outcome = await solve(request)
  if (!('solution' in outcome)) return undefined
  const index = outcome.solution.chosen.get(name)
  return index === undefined ? undefined : outcome.solution.candidates.get(name)?.versions[index]?.version
}
