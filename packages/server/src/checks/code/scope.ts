import type { AnyNode } from 'acorn'

/** What a name may hold: an expression or a module, and the properties that are taken from it. */
export type Value = { readonly path: readonly string[] } & (
  { readonly node: AnyNode; readonly scope: Scope } | { readonly module: string }
)

export interface Binding {
  readonly values: Value[]
  /** True when it may also hold what stands nowhere in the code: a parameter, or what a loop gives. */
  isOpen: boolean
}

export interface Scope {
  readonly parent: Scope | undefined
  readonly names: Map<string, Binding>
  /** Where `var` goes. */
  readonly takesVar: boolean
  /** In a plain function that is called where it stands, `this` is the global object. */
  readonly hasGlobalThis: boolean
}

/** The binding of a name as seen from a scope; undefined for a global. */
export function bindingOf(name: string, scope: Scope): Binding | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const binding = at.names.get(name)
    if (binding) return binding
  }
  return undefined
}

/** The outermost scope. */
export function topOf(scope: Scope): Scope {
  let top = scope
  while (top.parent) top = top.parent
  return top
}

/** Globals that come to be by assignment are kept under a name that no program can write, as they hide nothing. */
export const implicit = '='
