import type { Incompatibility, Variable } from './incompatibility.ts'
import type { States } from './states.ts'

interface Assignment {
  readonly variable: Variable
  /** What is left of the variable's states after this assignment and all before it. */
  readonly left: States
  /** What this assignment alone leaves. */
  readonly own: States
  readonly level: number
  /** Undefined for a decision. */
  readonly cause: Incompatibility | undefined
}

export interface Satisfier {
  readonly variable: Variable
  readonly level: number
  /** The level to go back to, at which the incompatibility leaves one choice. */
  readonly previousLevel: number
  readonly cause: Incompatibility | undefined
}

/** The partial solution: what was decided and what follows, in order, so that it can be taken back by levels. */
export class Assignments {
  readonly #all: (variable: Variable) => States
  readonly #list: Assignment[] = []
  readonly #places = new Map<Variable, number[]>()
  level = 0

  constructor(all: (variable: Variable) => States) {
    this.#all = all
  }

  /** What is left of a variable's states. */
  left(variable: Variable): States {
    const place = this.#places.get(variable)?.at(-1)
    return place === undefined ? this.#all(variable) : (this.#list[place] as Assignment).left
  }

  /** True when a decision was made on it, which may only confirm what follows anyway. */
  isDecided(variable: Variable): boolean {
    return this.#places.get(variable)?.some((place) => !this.#list[place]?.cause) ?? false
  }

  decide(variable: Variable, state: States): void {
    this.level++
    this.#add(variable, state, undefined)
  }

  derive(variable: Variable, states: States, cause: Incompatibility): void {
    this.#add(variable, states, cause)
  }

  #add(variable: Variable, own: States, cause: Incompatibility | undefined): void {
    const places = this.#places.get(variable) ?? []
    this.#places.set(variable, places)
    const left = this.left(variable) & own
    places.push(this.#list.push({ variable, left, own, level: this.level, cause }) - 1)
  }

  /** Takes back everything above a level; returns what that concerned. */
  backtrack(level: number): Set<Variable> {
    const gone = new Set<Variable>()
    while ((this.#list.at(-1)?.level ?? 0) > level) {
      const { variable } = this.#list.pop() as Assignment
      this.#places.get(variable)?.pop()
      gone.add(variable)
    }
    this.level = level
    return gone
  }

  /** The assignment that made all terms of an incompatibility hold. They must hold. */
  satisfier({ terms }: Incompatibility): Satisfier {
    let last = -1
    let previousLevel = 0
    for (const [variable, states] of terms) {
      const place = this.#firstWithin(variable, states)
      if (place < 0) continue
      if (place > last) {
        if (last >= 0) previousLevel = Math.max(previousLevel, (this.#list[last] as Assignment).level)
        last = place
      } else previousLevel = Math.max(previousLevel, (this.#list[place] as Assignment).level)
    }
    const found = this.#list[last] as Assignment
    // The satisfier may need help from earlier assignments of the same variable.
    const rest = terms.get(found.variable) as States
    if ((found.own & ~rest) !== 0n) {
      const place = this.#firstWithin(found.variable, rest | ~found.own)
      if (place >= 0) previousLevel = Math.max(previousLevel, (this.#list[place] as Assignment).level)
    }
    return { variable: found.variable, level: found.level, previousLevel, cause: found.cause }
  }

  /** The first assignment from which on a variable is within `states`; -1 when it always is. */
  #firstWithin(variable: Variable, states: States): number {
    if ((this.#all(variable) & ~states) === 0n) return -1
    const places = this.#places.get(variable) ?? []
    return places.find((place) => ((this.#list[place] as Assignment).left & ~states) === 0n) ?? -1
  }
}
