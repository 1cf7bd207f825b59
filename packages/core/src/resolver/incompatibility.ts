import type { Requirement } from './request.ts'
import { absent, type States } from './states.ts'

/**
 * What the solver decides on: a package (its versions, or absence), or one feature of a package (on, or absent). Keys:
 * `name` and `name[feature]`; no name of a package has a bracket.
 */
export type Variable = string

export const featureOf = (name: string, feature: string): Variable => `${name}[${feature}]`
export const on: States = 2n
const featureStates: States = absent | on

/** Package and feature of a variable. */
export function partsOf(variable: Variable): { name: string; feature: string | undefined } {
  const bracket = variable.indexOf('[')
  if (bracket < 0) return { name: variable, feature: undefined }
  return { name: variable.slice(0, bracket), feature: variable.slice(bracket + 1, -1) }
}

/** Why an incompatibility holds. */
export type Cause =
  /** Somebody outside the world asks for a package. */
  | { readonly kind: 'root'; readonly requirement: Requirement; readonly dependency: string }
  | {
      readonly kind: 'dependency'
      readonly package: string
      readonly states: States
      /** The feature that needs it, where it is not needed in any case. */
      readonly feature: string | undefined
      readonly dependency: string
      readonly requirement: string
    }
  | {
      readonly kind: 'feature'
      readonly package: string
      readonly states: States
      readonly feature: string | undefined
      readonly dependency: string
      readonly needed: string
    }
  | {
      readonly kind: 'no feature'
      readonly package: string
      readonly states: States
      readonly feature: string
    }
  | { readonly kind: 'excluded'; readonly package: string; readonly states: States; readonly reason: string }
  /** Follows from two others. */
  | { readonly kind: 'derived'; readonly first: Incompatibility; readonly second: Incompatibility }

/** States that cannot all hold at once. */
export interface Incompatibility {
  readonly terms: ReadonlyMap<Variable, States>
  readonly cause: Cause
}

/** Follows from two incompatibilities by the rule of resolution on one variable. */
export function derive(
  first: Incompatibility,
  second: Incompatibility,
  pivot: Variable,
  all: (variable: Variable) => States,
): Incompatibility {
  const terms = new Map(first.terms)
  terms.delete(pivot)
  for (const [variable, states] of second.terms)
    if (variable !== pivot) terms.set(variable, (terms.get(variable) ?? all(variable)) & states)
  const both = (first.terms.get(pivot) ?? 0n) | (second.terms.get(pivot) ?? 0n)
  if (both !== all(pivot)) terms.set(pivot, both)
  return { terms, cause: { kind: 'derived', first, second } }
}

/** Every state of a variable, where `packageStates` gives those of a package. */
export function allStates(variable: Variable, packageStates: (name: string) => States): States {
  return variable.endsWith(']') ? featureStates : packageStates(variable)
}
