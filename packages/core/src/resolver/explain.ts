import { partsOf, type Cause, type Incompatibility } from './incompatibility.ts'
import { absent, versionsIn, type States } from './states.ts'
import type { Candidates } from './world.ts'

export interface Explanation {
  readonly text: string
  /** Something that was asked for does not exist, whatever else is chosen. */
  readonly isMissing: boolean
  /** Packages that the argument names. */
  readonly packages: readonly string[]
}

type World = ReadonlyMap<string, Candidates>

/**
 * The argument behind a failure, one sentence a line, each following from those before it. Lines that are needed again
 * later are numbered (after the error reporting of PubGrub).
 */
export function explain(failure: Incompatibility, world: World): Explanation {
  const leaves = leavesOf(failure)
  const packages = [...new Set(leaves.flatMap(({ terms, cause }) => namesIn(terms.keys(), cause)))].sort()
  const isMissing = leaves.every(({ cause }) => cause.kind !== 'feature') && !isContested(leaves)
  if (failure.cause.kind !== 'derived') return { text: sentence(fact(failure, world)), isMissing, packages }
  return { text: argue(failure, world), isMissing, packages }
}

/** True when two parties ask for the same package. */
function isContested(leaves: readonly Incompatibility[]): boolean {
  const asked = leaves.flatMap(({ cause }) => {
    if (cause.kind === 'dependency') return [{ name: cause.dependency, by: cause.package }]
    return cause.kind === 'root' ? [{ name: cause.dependency, by: cause.requirement.by }] : []
  })
  return Map.groupBy(asked, ({ name }) => name)
    .values()
    .some((each) => new Set(each.map(({ by }) => by)).size > 1)
}

function leavesOf(failure: Incompatibility): Incompatibility[] {
  const found = new Set<Incompatibility>()
  const seen = new Set<Incompatibility>()
  const open = [failure]
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next.cause.kind === 'derived') open.push(next.cause.second, next.cause.first)
    else found.add(next)
  }
  return [...found]
}

function namesIn(variables: Iterable<string>, cause: Cause): string[] {
  const asked = 'dependency' in cause ? [cause.dependency] : []
  return [...variables].map((variable) => partsOf(variable).name).concat(asked)
}

/** Writes the derivation from its leaves up. */
function argue(failure: Incompatibility, world: World): string {
  const lines: { text: string; of: Incompatibility }[] = []
  const uses = countUses(failure)
  const numbers = new Map<Incompatibility, number>()
  const written = new Set<Incompatibility>()

  function write(node: Incompatibility): void {
    if (written.has(node) || node.cause.kind !== 'derived') return
    written.add(node)
    const { first, second } = node.cause
    // The longer side is said first, so that the shorter one can follow directly.
    const sides = [first, second].sort((a, b) => depth(b) - depth(a))
    for (const side of sides) write(side)
    const before = lines.at(-1)?.of
    const reasons = sides
      .toSorted((a, b) => Number(b.cause.kind === 'root') - Number(a.cause.kind === 'root'))
      .map((side) => reason(side, side === before))
      .filter((text) => text !== '')
    const follows = sides.some((side) => side === before)
    const because = reasons.length > 0 ? `because ${reasons.join(', and ')}, ` : ''
    const conclusion = node === failure ? 'there is no way to have what was asked for' : fact(node, world)
    lines.push({ text: sentence(`${follows ? 'so, ' : ''}${because}${conclusion}`), of: node })
    if ((uses.get(node) ?? 0) > 1 || isFarBack(node, failure)) numbers.set(node, lines.length)
  }

  /** What was said just before needs no words; what was said earlier is named by its number. */
  function reason(side: Incompatibility, isJustSaid: boolean): string {
    if (isJustSaid) return ''
    const number = numbers.get(side)
    return number === undefined ? fact(side, world) : `${fact(side, world)} (${number})`
  }

  write(failure)
  const shown = new Set(numbers.values())
  return lines
    .map(({ text }, i) => (lines.length > 2 && shown.has(i + 1) ? `${text} (${i + 1})` : text))
    .join('\n')
}

function countUses(failure: Incompatibility): Map<Incompatibility, number> {
  const uses = new Map<Incompatibility, number>()
  const open = [failure]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.cause.kind !== 'derived') continue
    for (const side of [next.cause.first, next.cause.second]) {
      uses.set(side, (uses.get(side) ?? 0) + 1)
      if (uses.get(side) === 1) open.push(side)
    }
  }
  return uses
}

/** True for the side of a fork that is said first: its conclusion stands a line or more before its use. */
function isFarBack(node: Incompatibility, failure: Incompatibility): boolean {
  const open = [failure]
  const seen = new Set<Incompatibility>()
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next) || next.cause.kind !== 'derived') continue
    seen.add(next)
    const { first, second } = next.cause
    const both = first.cause.kind === 'derived' && second.cause.kind === 'derived'
    if (both && (first === node || second === node) && depth(node) >= depth(first === node ? second : first))
      return true
    open.push(first, second)
  }
  return false
}

const depths = new WeakMap<Incompatibility, number>()

function depth(node: Incompatibility): number {
  if (node.cause.kind !== 'derived') return 0
  const known = depths.get(node)
  if (known !== undefined) return known
  const found = 1 + Math.max(depth(node.cause.first), depth(node.cause.second))
  depths.set(node, found)
  return found
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** An incompatibility as a clause. */
function fact(node: Incompatibility, world: World): string {
  const { cause } = node
  const versions = (name: string, states: States) => describe(name, states, world)
  switch (cause.kind) {
    case 'root': {
      const { by, requirement } = cause.requirement
      const feature = [...node.terms.keys()].map((variable) => partsOf(variable).feature).find(Boolean)
      if (feature !== undefined)
        return `${by ?? 'you'} ${by ? 'needs' : 'asked for'} the feature “${feature}” of ${cause.dependency}`
      return `${by ?? 'you'} ${by ? 'needs' : 'asked for'} ${wish(cause.dependency, requirement, world)}`
    }
    case 'dependency':
      return `${versions(cause.package, cause.states)}${withFeature(cause.feature)} ${verb(cause.package, cause.states, world, 'needs', 'need')} ${wish(cause.dependency, cause.requirement, world)}`
    case 'feature':
      return cause.dependency === cause.package
        ? `the feature “${cause.feature}” of ${cause.package} turns “${cause.needed}” on`
        : `${versions(cause.package, cause.states)}${withFeature(cause.feature)} ${verb(cause.package, cause.states, world, 'needs', 'need')} the feature “${cause.needed}” of ${cause.dependency}`
    case 'no feature':
      return `${versions(cause.package, cause.states)} ${verb(cause.package, cause.states, world, 'has', 'have')} no feature “${cause.feature}”`
    case 'excluded':
      return `${versions(cause.package, cause.states)} ${plural(cause.reason, cause.package, cause.states, world)}`
    case 'derived':
      return conclusion(node, world)
  }
}

const withFeature = (feature: string | undefined) =>
  feature === undefined || feature === 'default' ? '' : ` with “${feature}”`

/** `b ^2`, and what is wrong with it when nothing can ever be that. */
function wish(name: string, requirement: string, world: World): string {
  const found = world.get(name)
  if (!found?.document) return `${name}, which the registry does not have`
  const what = requirement === '*' ? name : `${name} ${short(requirement)}`
  if (found.matching(requirement) !== 0n) return what
  const newest = found.versions.at(-1)?.version
  return newest === undefined
    ? `${name}, which has no versions`
    : `${what}, which no version is (the newest is ${newest})`
}

const short = (requirement: string) =>
  requirement.length > 60 ? `${requirement.slice(0, 60)}…` : requirement

/** What follows from two facts: some versions are out, or need or exclude others. */
function conclusion({ terms }: Incompatibility, world: World): string {
  const parts = [...terms].map(([variable, states]) => ({ ...partsOf(variable), states }))
  const present = parts.filter(({ states }) => (states & absent) === 0n)
  const wanted = parts.filter(({ states }) => (states & absent) !== 0n)
  const have = present.map(({ name, feature, states }) =>
    feature === undefined ? describe(name, states, world) : `${name} with “${feature}”`,
  )
  const need = wanted.map(({ name, feature, states }) => {
    const all = world.get(name)?.all ?? 0n
    return feature === undefined
      ? describe(name, all & ~states, world, 'or')
      : `the feature “${feature}” of ${name}`
  })
  if (have.length === 0) return `${need.join(' or ')} must be there`
  if (need.length > 0) return `${have.join(' together with ')} needs ${need.join(' or ')}`
  if (have.length === 1) return `${have[0]} cannot be had`
  return `${have.slice(0, -1).join(', ')} and ${have.at(-1)} cannot be had together`
}

function verb(name: string, states: States, world: World, one: string, several: string): string {
  return isSeveral(name, states, world) ? several : one
}

/** Reasons are written for one version. */
function plural(reason: string, name: string, states: States, world: World): string {
  if (!isSeveral(name, states, world)) return reason
  return reason
    .replace(/^was /, 'were ')
    .replace(/^has /, 'have ')
    .replace(/^needs /, 'need ')
}

function isSeveral(name: string, states: States, world: World): boolean {
  const found = world.get(name)
  const indexes = versionsIn(states)
  return indexes.length > 1 && indexes.length < (found?.versions.length ?? 0)
}

/** A set of versions in words: `a 1.2.0`, `every version of a`, `a 1.2.0 to 1.9.0`, … */
function describe(name: string, states: States, world: World, joint: 'and' | 'or' = 'and'): string {
  const versions = world.get(name)?.versions ?? []
  const indexes = versionsIn(states)
  const at = (place: number) => versions[indexes.at(place) ?? 0]?.version ?? ''
  if (indexes.length === 0) return `no version of ${name}`
  if (indexes.length === 1) return `${name} ${at(0)}`
  if (indexes.length === versions.length) return `every version of ${name}`
  const isRow = (indexes.at(-1) ?? 0) - (indexes[0] ?? 0) === indexes.length - 1
  if (isRow && indexes.length > 2) return `${name} ${at(0)} to ${at(-1)}`
  if (indexes.length <= 4)
    return `${name} ${indexes
      .slice(0, -1)
      .map((i) => versions[i]?.version)
      .join(', ')} ${joint} ${at(-1)}`
  return `${indexes.length} versions of ${name} (${at(0)}, …, ${at(-1)})`
}
