import { WaybillError } from '../errors.ts'
import { Assignments } from './assignments.ts'
import { dependencyFacts, featureFacts, packageFacts, rootFacts } from './facts.ts'
import {
  allStates,
  derive,
  featureOf,
  on,
  partsOf,
  type Incompatibility,
  type Variable,
} from './incompatibility.ts'
import type { ResolveRequest } from './request.ts'
import { absent, stateOf, versionsIn, type States } from './states.ts'
import type { Candidates } from './world.ts'

export interface Solution {
  /** Index of the chosen version, by package. */
  readonly chosen: ReadonlyMap<string, number>
  /** Features that are on, by package. */
  readonly features: ReadonlyMap<string, ReadonlySet<string>>
  readonly candidates: ReadonlyMap<string, Candidates>
}

export type Outcome =
  | { readonly solution: Solution }
  | { readonly failure: Incompatibility; readonly candidates: ReadonlyMap<string, Candidates> }

/** Steps after which a world counts as too tangled; real ones take a few for each package. */
const mostSteps = 200_000

/**
 * PubGrub (Natalie Weizenbaum, “PubGrub: Next-Generation Version Solving”; Dart's doc/solver.md): unit propagation, conflict-driven learning
 * with kept causes, and backjumping. Terms are sets of states rather than ranges (see `States`). The order of decisions
 * depends on names and documents alone, so the answer does too.
 */
export async function solve(
  request: ResolveRequest,
  load: (name: string) => Promise<Candidates>,
): Promise<Outcome> {
  const candidates = new Map<string, Candidates>()
  const found = (name: string) => candidates.get(name) as Candidates
  const all = (variable: Variable) => allStates(variable, (name) => found(name).all)
  const assignments = new Assignments(all)
  const byVariable = new Map<Variable, Incompatibility[]>()
  const known = new Set<string>()
  /** What of which version was brought in: `name@index` and `name[feature]@index`. */
  const broughtIn = new Set<string>()
  /** Features that somebody may ask of a package, once the package is known. */
  const featuresOf = new Map<string, Set<string>>()
  const trouble = new Map<string, number>()
  /** In which order packages became known. */
  const met = new Map<string, number>()
  const changed = new Set<Variable>()
  /** Packages whose state, or a feature of which, changed since their features were last brought in. */
  const touched = new Set<string>()
  /** Packages that must be there and are not decided yet. */
  const waiting = new Set<string>()
  let steps = 0

  const failure = await run()
  return failure ? { failure, candidates } : { solution: solution() }

  async function run(): Promise<Incompatibility | undefined> {
    const roots = request.roots.toSorted((a, b) => compare(a.name, b.name) || compare(a.by ?? '', b.by ?? ''))
    await meet(roots.map(({ name }) => name))
    for (const root of roots) for (const fact of rootFacts(root, found(root.name), request)) add(fact)
    for (;;) {
      const failed = propagate()
      if (failed) return failed
      if (await expand()) continue
      if (!(await decide())) return undefined
    }
  }

  /** Makes packages known, with everything that holds of them in any case. */
  async function meet(names: readonly string[]): Promise<void> {
    const fresh = [...new Set(names)].filter((name) => !candidates.has(name))
    for (const each of await Promise.all(fresh.map(load))) {
      candidates.set(each.name, each)
      met.set(each.name, met.size)
      for (const fact of packageFacts(each)) add(fact)
    }
  }

  function add({ key, incompatibility }: { key: string; incompatibility: Incompatibility }): boolean {
    if (known.has(key)) return false
    known.add(key)
    store(incompatibility)
    return true
  }

  function store(incompatibility: Incompatibility): void {
    for (const variable of incompatibility.terms.keys()) {
      const list = byVariable.get(variable)
      if (list) list.push(incompatibility)
      else byVariable.set(variable, [incompatibility])
      changed.add(variable)
      const { name, feature } = partsOf(variable)
      if (feature !== undefined) meetFeature(name, feature)
    }
    if (incompatibility.terms.size === 0) byVariable.set('', [incompatibility])
  }

  function meetFeature(name: string, feature: string): void {
    const features = featuresOf.get(name) ?? new Set()
    featuresOf.set(name, features)
    if (features.has(feature)) return
    features.add(feature)
    for (const fact of featureFacts(found(name), feature)) add(fact)
  }

  /** Draws every conclusion; returns what is impossible when there is no way out. */
  function propagate(): Incompatibility | undefined {
    const hopeless = byVariable.get('')?.[0]
    if (hopeless) return hopeless
    while (changed.size > 0) {
      if (++steps > mostSteps) throw tooTangled()
      const variable = changed.values().next().value as Variable
      changed.delete(variable)
      const list = byVariable.get(variable) ?? []
      for (let i = list.length - 1; i >= 0; i--) {
        const incompatibility = list[i] as Incompatibility
        const open = openTerm(incompatibility)
        if (open === undefined) continue
        if (open.term !== undefined) {
          conclude(open.term, incompatibility)
          continue
        }
        const learned = learn(incompatibility)
        if (learned.terms.size === 0) return learned
        conclude(openTerm(learned)?.term as Variable, learned)
        // The rest of its list was not looked at; facts may stand there that were never drawn on.
        changed.add(variable)
        break
      }
    }
    return undefined
  }

  function conclude(variable: Variable, incompatibility: Incompatibility): void {
    const states = all(variable) & ~(incompatibility.terms.get(variable) as States)
    assignments.derive(variable, states, incompatibility)
    note(variable)
  }

  /** Keeps account of what a new or withdrawn assignment means for what is to be done. */
  function note(variable: Variable): void {
    changed.add(variable)
    const { name, feature } = partsOf(variable)
    touched.add(name)
    if (feature !== undefined) return
    const isWaiting = (assignments.left(name) & absent) === 0n && !assignments.isDecided(name)
    if (isWaiting) waiting.add(name)
    else waiting.delete(name)
  }

  /** The one term that is still open when all others hold; no term when all hold; nothing when it can be met otherwise. */
  function openTerm({ terms }: Incompatibility): { term: Variable | undefined } | undefined {
    let term: Variable | undefined
    for (const [variable, states] of terms) {
      const left = assignments.left(variable)
      if ((left & states) === 0n) return undefined
      if ((left & ~states) === 0n) continue
      if (term !== undefined) return undefined
      term = variable
    }
    return { term }
  }

  /** Finds the root cause of a conflict, and goes back to where it leaves one choice. */
  function learn(conflict: Incompatibility): Incompatibility {
    let current = conflict
    for (const variable of conflict.terms.keys()) {
      const { name } = partsOf(variable)
      trouble.set(name, (trouble.get(name) ?? 0) + 1)
    }
    for (;;) {
      if (++steps > mostSteps) throw tooTangled()
      if (current.terms.size === 0) return current
      const { variable, level, previousLevel, cause } = assignments.satisfier(current)
      if (!cause || previousLevel < level) {
        for (const gone of assignments.backtrack(previousLevel)) note(gone)
        if (current !== conflict) store(current)
        return current
      }
      current = derive(current, cause, variable, all)
    }
  }

  /** Brings in what decided packages need for the features that are on; true when there was something new. */
  async function expand(): Promise<boolean> {
    let isNew = false
    for (const name of touched) {
      touched.delete(name)
      const version = decided(name)
      if (version === undefined) continue
      for (const feature of featuresOf.get(name) ?? []) {
        if ((assignments.left(featureOf(name, feature)) & absent) !== 0n) continue
        isNew = (await addNeeds(name, version, feature)) || isNew
      }
    }
    return isNew
  }

  async function addNeeds(name: string, version: number, feature: string | undefined): Promise<boolean> {
    const key = `${feature === undefined ? name : featureOf(name, feature)}@${version}`
    if (broughtIn.has(key)) return false
    broughtIn.add(key)
    const facts = dependencyFacts(found(name), version, feature, request)
    await meet(facts.names)
    let isNew = false
    for (const fact of facts.facts(found)) isNew = add(fact) || isNew
    return isNew
  }

  function decided(name: string): number | undefined {
    const left = assignments.left(name)
    if (left === 0n || (left & (left - 1n)) !== 0n || left === absent) return undefined
    return versionsIn(left)[0]
  }

  /** Takes the preferred version of one package that must be there; false when all are decided. */
  async function decide(): Promise<boolean> {
    const name = nextPackage()
    if (name === undefined) return false
    const left = assignments.left(name)
    const version = decided(name) ?? found(name).preference.find((index) => (left & stateOf(index)) !== 0n)
    if (version === undefined) throw new Error(`${name} has no version left, and nothing says why`)
    await addNeeds(name, version, undefined)
    // What it needs may already rule it out: then propagation says so, and another version has its turn.
    const isOpen = (byVariable.get(name) ?? []).every(
      ({ terms }) =>
        ((terms.get(name) as States) & stateOf(version)) === 0n ||
        [...terms].some(([other, states]) => other !== name && (assignments.left(other) & ~states) !== 0n),
    )
    if (isOpen) assignments.decide(name, stateOf(version))
    note(name)
    return true
  }

  /** What made trouble comes first, then what was met first: direct dependencies before theirs. */
  function nextPackage(): string | undefined {
    let best: string | undefined
    for (const name of waiting) if (best === undefined || precedes(name, best)) best = name
    return best
  }

  function precedes(a: string, b: string): boolean {
    const weight = (name: string) => {
      const times = trouble.get(name) ?? 0
      return times >= 5 ? times : 0
    }
    return weight(a) > weight(b) || (weight(a) === weight(b) && (met.get(a) ?? 0) < (met.get(b) ?? 0))
  }

  function solution(): Solution {
    const chosen = new Map<string, number>()
    const features = new Map<string, Set<string>>()
    for (const name of [...candidates.keys()].sort(compare)) {
      const version = decided(name)
      if (version === undefined) continue
      chosen.set(name, version)
      features.set(
        name,
        new Set(
          [...(featuresOf.get(name) ?? [])].filter((each) => assignments.left(featureOf(name, each)) === on),
        ),
      )
    }
    return { chosen, features, candidates }
  }
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function tooTangled(): WaybillError {
  return new WaybillError(
    'resolve.conflict',
    'The requirements are too tangled to be solved in reasonable time.',
    {
      hint: 'Name exact versions for some packages: NAME@VERSION.',
    },
  )
}
