import { WaybillError } from '../errors.ts'
import type { Conflict, ResolvedPackage } from './request.ts'
import type { Candidates } from './world.ts'

/** Pairs of dependents whose requirements would each alone have given another version of the package. */
export function conflictsIn(
  packages: readonly ResolvedPackage[],
  candidates: ReadonlyMap<string, Candidates>,
): Conflict[] {
  return packages.flatMap(({ name, requirements }) => {
    const found = candidates.get(name)
    if (!found) return []
    const sides = requirements.map(({ by, requirement }) => ({
      by: by ?? 'you',
      requirement,
      alone: found.preference.find((index) => (found.matching(requirement) >> BigInt(index + 1)) & 1n),
    }))
    return sides.flatMap((a, i) =>
      sides
        .slice(i + 1)
        .filter((b) => b.alone !== a.alone)
        .map((b) => ({
          package: name,
          packageA: a.by,
          packageB: b.by,
          requirementA: a.requirement,
          requirementB: b.requirement,
        })),
    )
  })
}

/** The version that a resolution has for the package of one of its conflicts, and why it is this one. */
export function settle(
  conflict: Conflict,
  packages: readonly ResolvedPackage[],
): { chosenVersion: string; reason: string } {
  const chosen = packages.find(({ name }) => name === conflict.package)
  if (!chosen)
    throw new WaybillError('usage.invalid', `The resolution has no package ${conflict.package}.`, {
      hint: 'Give a conflict of this resolution.',
    })
  const { version } = chosen.version
  return {
    chosenVersion: version,
    reason: `${version} satisfies both ${conflict.requirementA} (${conflict.packageA}) and ${conflict.requirementB} (${conflict.packageB})`,
  }
}
