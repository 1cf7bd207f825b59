import { WaybillError } from '../errors.ts'
import { conflictsIn } from './conflicts.ts'
import { explain } from './explain.ts'
import { activation } from './features.ts'
import { fixesFor } from './fixes.ts'
import type { PackageVersion } from '../documents.ts'
import type { PassedOver, Requirement, Resolution, ResolvedPackage, ResolveRequest } from './request.ts'
import { compare, solve, type Solution } from './solver.ts'
import { stateOf, versionsIn } from './states.ts'
import { createWorld } from './world.ts'

/**
 * Chooses one version per package so that everything asked for is satisfied. Deterministic: the same request gives the
 * same answer, whatever the order of its parts. Throws `resolve.conflict` or `resolve.not_found` with an argument that a
 * person can follow, and with what would mend it as hint.
 */
export async function resolve(request: ResolveRequest): Promise<Resolution> {
  const world = createWorld(request)
  const outcome = await solve(request, world.load)
  if ('failure' in outcome) {
    const { failure, candidates } = outcome
    const { text, isMissing, packages } = explain(failure, candidates)
    const fixes = await fixesFor(request, packages, (changed) => solve(changed, world.load))
    throw new WaybillError(isMissing ? 'resolve.not_found' : 'resolve.conflict', text, {
      ...(fixes.length > 0 ? { hint: `${capital(fixes.join(', or '))}.` } : {}),
      details: { packages, fixes },
    })
  }
  const packages = resolved(outcome.solution, request)
  return {
    packages,
    passedOver: passedOver(outcome.solution, packages),
    conflicts: () => conflictsIn(packages, outcome.solution.candidates),
  }
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function resolved({ chosen, features, candidates }: Solution, request: ResolveRequest): ResolvedPackage[] {
  const requirements = new Map<string, Requirement[]>()
  const ask = (wish: Requirement) => {
    const requirement = request.overrides?.get(wish.name) ?? wish.requirement
    requirements.set(wish.name, [...(requirements.get(wish.name) ?? []), { ...wish, requirement }])
  }
  for (const root of request.roots.toSorted((a, b) => compare(a.name, b.name))) ask(root)
  const partial = [...chosen].map(([name, index]) => {
    const found = candidates.get(name)
    if (!found?.document) throw new Error(`${name} was chosen without a document`)
    const version = found.versions[index] as PackageVersion
    const on = [...(features.get(name) ?? [])].filter((each) => shows(version, each)).sort()
    const dependencies = active(version, on)
    for (const [dependency, requirement] of Object.entries(dependencies)) {
      const { features: wanted, defaultFeatures } = version.dependencies[dependency] ?? {}
      ask({
        name: dependency,
        requirement,
        by: `${name} ${version.version}`,
        ...(wanted?.length ? { features: wanted } : {}),
        ...(defaultFeatures === false ? { defaultFeatures } : {}),
      })
    }
    return { name, version, document: found.document, features: on, dependencies }
  })
  return partial.map((each) => ({ ...each, requirements: requirements.get(each.name) ?? [] }))
}

/** `default` can be asked of every version, and means something only where it is declared. */
const shows = (version: PackageVersion, feature: string) =>
  feature !== 'default' || Object.hasOwn(version.features, 'default')

/** The dependencies of a version that are on with these features. Name → requirement. */
function active(version: PackageVersion, features: readonly string[]): Record<string, string> {
  const activated = new Set(features.flatMap((feature) => activation(version, feature).dependencies))
  return Object.fromEntries(
    Object.entries(version.dependencies)
      .filter(([name, { optional }]) => !optional || activated.has(name))
      .map(([name, { requirement }]) => [name, requirement]),
  )
}

/** Newer versions that fit every requirement and were left out by the user's own rules. */
function passedOver({ chosen, candidates }: Solution, packages: readonly ResolvedPackage[]): PassedOver[] {
  return packages.flatMap(({ name, requirements }) => {
    const found = candidates.get(name)
    const index = chosen.get(name)
    if (!found || index === undefined) return []
    const fitting = requirements.reduce(
      (left, { requirement }) => left & found.matching(requirement),
      found.all,
    )
    return found.excluded
      .filter(({ isPolicy }) => isPolicy)
      .flatMap(({ states, reason, eligibleAt }) =>
        versionsIn(states & fitting & ~(stateOf(index + 1) - 1n)).map((each) => ({
          name,
          version: (found.versions[each] as PackageVersion).version,
          reason,
          ...(eligibleAt === undefined ? {} : { eligibleAt }),
        })),
      )
  })
}
