// Of the many kinds of syntax, only those matter here that are named.
/* eslint @typescript-eslint/switch-exhaustiveness-check: ['error', { considerDefaultExhaustiveForUnions: true }] */
import type { AnyNode } from 'acorn'
import { constantsOf } from './constants.ts'
import { bindingOf, implicit, topOf, type Binding, type Scope } from './scope.ts'
import { builtinOf, canonical, type Ref } from './table.ts'

/** Says what an expression may reach, following names, properties, choices and `require`. */
export type Resolve = (node: AnyNode, scope: Scope) => readonly Ref[]

/** References of one expression that are followed. */
const mostRefs = 12
const deepest = 200
const none: readonly Ref[] = []

/** A resolver for one program; it remembers what it has found. */
export function createResolver(): Resolve {
  const known = new Map<AnyNode, readonly Ref[]>()
  const ofBindings = new Map<Binding, readonly Ref[]>()
  let depth = 0

  const resolve: Resolve = (node, scope) => {
    const before = known.get(node)
    if (before) return before
    if (depth > deepest) return none
    depth++
    try {
      const refs = unique(find(node, scope))
      known.set(node, refs)
      return refs
    } finally {
      depth--
    }
  }

  function find(node: AnyNode, scope: Scope): readonly Ref[] {
    switch (node.type) {
      case 'Identifier':
        return ofName(node.name, scope)
      case 'ThisExpression':
        return scope.hasGlobalThis ? [{ base: 'global', path: [] }] : none
      case 'MemberExpression': {
        if (node.object.type === 'Super' || node.property.type === 'PrivateIdentifier') return none
        const keys =
          !node.computed && node.property.type === 'Identifier'
            ? [node.property.name]
            : (constantsOf(node.property, scope) ?? ['*'])
        return resolve(node.object, scope).flatMap((ref) => keys.map((key) => extended(ref, [key])))
      }
      case 'ChainExpression':
        return resolve(node.expression, scope)
      case 'AwaitExpression':
        return resolve(node.argument, scope)
      case 'AssignmentExpression':
        return resolve(node.right, scope)
      case 'SequenceExpression': {
        const last = node.expressions.at(-1)
        return last ? resolve(last, scope) : none
      }
      case 'ConditionalExpression':
        return [...resolve(node.consequent, scope), ...resolve(node.alternate, scope)]
      case 'LogicalExpression':
        return [...resolve(node.left, scope), ...resolve(node.right, scope)]
      case 'ImportExpression':
        return modulesOf(constantsOf(node.source, scope))
      case 'CallExpression':
        return ofCall(node, scope)
      default:
        return none
    }
  }

  function ofName(name: string, scope: Scope): readonly Ref[] {
    const binding = bindingOf(name, scope)
    if (binding) return ofBinding(binding)
    const assigned = topOf(scope).names.get(`${implicit}${name}`)
    return [canonical({ base: 'global', path: [name] }), ...(assigned ? ofBinding(assigned) : none)]
  }

  function ofBinding(binding: Binding): readonly Ref[] {
    const before = ofBindings.get(binding)
    if (before) return before
    // A name that is made from itself ends here.
    ofBindings.set(binding, none)
    const refs = unique(
      binding.values.flatMap((value) => {
        const from = 'module' in value ? modulesOf([value.module]) : resolve(value.node, value.scope)
        return from.map((ref) => extended(ref, value.path))
      }),
    )
    ofBindings.set(binding, refs)
    return refs
  }

  function ofCall(node: AnyNode & { type: 'CallExpression' }, scope: Scope): readonly Ref[] {
    const { callee } = node
    if (callee.type === 'Super') return none
    // The old way to the global object: Function('return this')().
    if (callee.type === 'CallExpression' || callee.type === 'NewExpression')
      if (returnsGlobal(callee, scope, resolve)) return [{ base: 'global', path: [] }]
    const callees = resolve(callee, scope)
    if (callees.some((ref) => ref.base === 'node:module' && ref.path[0] === 'createRequire'))
      return [{ base: 'require', path: [] }]
    return requiredBy(node, scope, resolve) ? modulesOf(constantsOf(firstOf(node), scope)) : none
  }

  return resolve
}

/** True for a call that gives a module: of `require`, or of what a bundler calls so. */
export function requiredBy(
  node: AnyNode & { type: 'CallExpression' },
  scope: Scope,
  resolve: Resolve,
): boolean {
  const { callee } = node
  if (node.arguments.length === 0 || callee.type === 'Super') return false
  if (resolve(callee, scope).some((ref) => ref.base === 'require' && ref.path.length === 0)) return true
  const constants = constantsOf(firstOf(node), scope)
  if (!constants) return false
  const name =
    callee.type === 'Identifier'
      ? callee.name
      : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
        ? callee.property.name
        : ''
  // `resolve` and its like take names of modules without loading them.
  const isNamed = /require\d*$/i.test(name) && constants.some((text) => builtinOf(text) !== undefined)
  return isNamed || constants.some((text) => text.startsWith('node:') && builtinOf(text) !== undefined)
}

/** True for `Function('return this')`, which makes no code that is not here to be read. */
export function returnsGlobal(
  node: AnyNode & { type: 'CallExpression' | 'NewExpression' },
  scope: Scope,
  resolve: Resolve,
): boolean {
  const [text, second] = node.arguments
  if (!text || second || node.callee.type === 'Super') return false
  if (!constantsOf(text, scope)?.every((each) => /^\s*return this;?\s*$/.test(each))) return false
  return resolve(node.callee, scope).some(
    ({ base, path }) => base === 'global' && path.join('.') === 'Function',
  )
}

const firstOf = (node: AnyNode & { type: 'CallExpression' }): AnyNode => node.arguments[0] ?? node

function modulesOf(specifiers: readonly string[] | undefined): Ref[] {
  return (specifiers ?? [])
    .map(builtinOf)
    .filter((module) => module !== undefined)
    .map((base) => canonical({ base, path: [] }))
}

const extended = (ref: Ref, path: readonly string[]) =>
  canonical({ base: ref.base, path: [...ref.path, ...path].slice(0, 6) })

function unique(refs: readonly Ref[]): readonly Ref[] {
  if (refs.length < 2) return refs
  const byKey = new Map(refs.map((ref) => [`${ref.base} ${ref.path.join(' ')}`, ref]))
  return [...byKey.values()].slice(0, mostRefs)
}
