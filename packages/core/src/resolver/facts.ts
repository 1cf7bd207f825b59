import { activation, knownFeatures } from './features.ts'
import { featureOf, on, type Cause, type Incompatibility, type Variable } from './incompatibility.ts'
import type { PackageVersion } from '../documents.ts'
import type { Requirement, ResolveRequest } from './request.ts'
import { absent, stateOf, type States } from './states.ts'
import type { Candidates } from './world.ts'

/** What holds in the world, as incompatibilities. Each with a key, so that it is said once. */
export interface Fact {
  readonly key: string
  readonly incompatibility: Incompatibility
}

type Found = (name: string) => Candidates

const required = (request: ResolveRequest, name: string, requirement: string) =>
  request.overrides?.get(name) ?? requirement

/** Somebody outside asks for a package, and for features of it. */
export function rootFacts(root: Requirement, target: Candidates, request: ResolveRequest): Fact[] {
  const requirement = required(request, root.name, root.requirement)
  const cause: Cause = { kind: 'root', requirement: { ...root, requirement }, dependency: root.name }
  const wanted = wantedFeatures(root, target)
  return [
    fact([[root.name, target.all & ~target.matching(requirement), target.all]], cause),
    ...wanted.map((feature) => fact([[featureOf(root.name, feature), absent]], cause)),
  ]
}

/** Versions that nobody can have. */
export function packageFacts({ name, excluded }: Candidates): Fact[] {
  return excluded.map(({ states, reason }) =>
    fact([[name, states]], { kind: 'excluded', package: name, states, reason }),
  )
}

/** Versions that do not have a feature that was asked of the package. */
export function featureFacts({ name, versions }: Candidates, feature: string): Fact[] {
  const states = statesWhere(versions, (version) => !knownFeatures(version).has(feature))
  if (states === 0n) return []
  const terms: Term[] = [
    [name, states],
    [featureOf(name, feature), on],
  ]
  return [fact(terms, { kind: 'no feature', package: name, states, feature })]
}

/** Packages that a version needs, itself or for one of its features, and the facts once those are known. */
export function dependencyFacts(
  from: Candidates,
  index: number,
  feature: string | undefined,
  request: ResolveRequest,
): { names: string[]; facts: (found: Found) => Fact[] } {
  const version = from.versions[index] as PackageVersion
  const needed = neededBy(version, feature).sort()
  const featured = feature === undefined ? [] : activation(version, feature).dependencyFeatures
  return {
    names: [...needed, ...featured.map(({ dependency }) => dependency)],
    facts: (found) => [
      ...needed.flatMap((name) => needFacts(from, version, feature, found(name), request)),
      ...(feature === undefined ? [] : activationFacts(from, version, feature)),
    ],
  }
}

function neededBy(version: PackageVersion, feature: string | undefined): string[] {
  return feature === undefined
    ? Object.keys(version.dependencies).filter((name) => !version.dependencies[name]?.optional)
    : [...activation(version, feature).dependencies]
}

/** The dependency and the features wanted of it. Holds of every version that says the same. */
function needFacts(
  from: Candidates,
  version: PackageVersion,
  feature: string | undefined,
  target: Candidates,
  request: ResolveRequest,
): Fact[] {
  const own = version.dependencies[target.name]
  if (!own) return []
  const isSame = (other: PackageVersion) =>
    other.dependencies[target.name]?.requirement === own.requirement &&
    neededBy(other, feature).includes(target.name)
  const states = statesWhere(from.versions, isSame)
  const requirement = required(request, target.name, own.requirement)
  const base = { package: from.name, feature, dependency: target.name }
  const rest = target.all & ~target.matching(requirement)
  const needs: Cause = { kind: 'dependency', ...base, states, requirement }
  // A package that needs itself can only be a version that it wants.
  const need =
    target.name === from.name
      ? fact([...activeIn(from, states & rest, feature)], needs)
      : fact([...activeIn(from, states, feature), [target.name, rest, target.all]], needs)
  const asked = wantedFeatures(own, target).filter(
    (needed) => target.name !== from.name || needed !== feature,
  )
  const features = asked.map((needed) => {
    const asking = statesWhere(
      from.versions,
      (other) =>
        isSame(other) && wantedFeatures(other.dependencies[target.name] ?? own, target).includes(needed),
    )
    return fact([...activeIn(from, asking, feature), [featureOf(target.name, needed), absent]], {
      kind: 'feature',
      ...base,
      states: asking,
      needed,
    })
  })
  return target.name === from.name && (states & rest) === 0n ? features : [need, ...features]
}

/** What a feature turns on besides dependencies. */
function activationFacts(from: Candidates, version: PackageVersion, feature: string): Fact[] {
  return turnedOn(from, version, feature).map(({ dependency, feature: needed }) => {
    const states = statesWhere(from.versions, (other) =>
      turnedOn(from, other, feature).some(
        (each) => each.dependency === dependency && each.feature === needed,
      ),
    )
    return fact([...activeIn(from, states, feature), [featureOf(dependency, needed), absent]], {
      kind: 'feature',
      package: from.name,
      states,
      feature,
      dependency,
      needed,
    })
  })
}

function turnedOn(from: Candidates, version: PackageVersion, feature: string) {
  const { features, dependencyFeatures } = activation(version, feature)
  return [
    ...features.map((each) => ({ dependency: from.name, feature: each })),
    ...dependencyFeatures,
  ].filter((each) => each.dependency !== from.name || each.feature !== feature)
}

/** Features asked of a package; `default` only where some version of it has one. */
function wantedFeatures(
  { features = [], defaultFeatures = true }: Pick<Requirement, 'features' | 'defaultFeatures'>,
  target: Candidates,
): string[] {
  const hasDefault = target.versions.some((version) => Object.hasOwn(version.features, 'default'))
  return [...(defaultFeatures && hasDefault ? ['default'] : []), ...features]
}

type Term = readonly [variable: Variable, states: States, all?: States]

function activeIn(from: Candidates, states: States, feature: string | undefined): Term[] {
  const own: Term = [from.name, states]
  return feature === undefined ? [own] : [own, [featureOf(from.name, feature), on]]
}

/** A term that always holds is left out. */
function fact(terms: readonly Term[], cause: Cause): Fact {
  const kept = terms.filter(([, states, all]) => states !== all)
  const key = kept.map(([variable, states]) => `${variable}:${states}`).join(' ')
  return {
    key: `${cause.kind} ${'dependency' in cause ? cause.dependency : ''} ${key}`,
    incompatibility: { terms: new Map(kept.map(([variable, states]) => [variable, states])), cause },
  }
}

function statesWhere(
  versions: readonly PackageVersion[],
  holds: (version: PackageVersion) => boolean,
): States {
  return versions.reduce((states, version, i) => (holds(version) ? states | stateOf(i) : states), 0n)
}
