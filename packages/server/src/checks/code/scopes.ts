// Of the many kinds of syntax, only those matter here that are named.
/* eslint @typescript-eslint/switch-exhaustiveness-check: ['error', { considerDefaultExhaustiveForUnions: true }] */
import type { AnyNode, Pattern, Program } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import { constantsOf } from './constants.ts'
import { bindingOf, implicit, topOf, type Binding, type Scope, type Value } from './scope.ts'

/** The scopes of a program: `at` gives the one that a node, the last of `ancestors`, stands in. */
export interface Scopes {
  at(ancestors: readonly AnyNode[]): Scope
}

/**
 * Finds every name that a program declares, and what is put into it. Names of the program's own hide globals just where
 * the language says so: `var` in its function, parameters apart from the body, everything else in its block.
 */
export function findScopes(program: Program): Scopes {
  const scopes = new Map<AnyNode, Scope>()
  const at: Scopes['at'] = (ancestors) => scopeAt(scopes, ancestors, ancestors.length - 1)
  const assignments: { left: Pattern; right: AnyNode; scope: Scope }[] = []
  fullAncestor(program, (node, _state, ancestors: AnyNode[]) => {
    if (node.type === 'AssignmentExpression')
      assignments.push({ left: node.left, right: node.right, scope: at(ancestors) })
    else declare(node, ancestors, at)
  })
  // Only now every name is known that an assignment may mean.
  for (const { left, right, scope } of assignments)
    bind(left, { node: right, scope, path: [] }, scope, (name) => {
      const top = topOf(scope)
      return bindingOf(name, scope) ?? bindingIn(top, `${implicit}${name}`)
    })
  return { at }
}

function declare(node: AnyNode, ancestors: readonly AnyNode[], at: Scopes['at']): void {
  const outer = ancestors.slice(0, -1)
  switch (node.type) {
    case 'VariableDeclaration': {
      const scope = at(ancestors)
      let target = scope
      while (node.kind === 'var' && !target.takesVar && target.parent) target = target.parent
      for (const { id, init } of node.declarations)
        bind(id, init ? { node: init, scope, path: [] } : undefined, scope, (name) => bindingIn(target, name))
      const loop = outer.at(-1)
      if (loop?.type === 'ForOfStatement' || loop?.type === 'ForInStatement')
        for (const { id } of node.declarations)
          bind(id, undefined, scope, (name) => open(bindingIn(target, name)))
      return
    }
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const inner = at(ancestors)
      const call = outer.at(-1)
      const given = call?.type === 'CallExpression' && call.callee === node ? call.arguments : []
      node.params.forEach((param, index) => {
        const argument = given[index]
        const value = argument && { node: argument, scope: at(outer), path: [] }
        bind(param, value, inner, (name) => open(bindingIn(inner, name)))
      })
      if (node.id) open(bindingIn(node.type === 'FunctionDeclaration' ? at(outer) : inner, node.id.name))
      return
    }
    case 'ClassDeclaration':
    case 'ClassExpression':
      if (node.id) open(bindingIn(node.type === 'ClassDeclaration' ? at(outer) : at(ancestors), node.id.name))
      return
    case 'CatchClause':
      if (node.param)
        bind(node.param, undefined, at(ancestors), (name) => open(bindingIn(at(ancestors), name)))
      return
    case 'ImportDeclaration':
      for (const each of node.specifiers) {
        const imported =
          each.type === 'ImportSpecifier'
            ? [each.imported.type === 'Identifier' ? each.imported.name : String(each.imported.value)]
            : each.type === 'ImportDefaultSpecifier'
              ? ['default']
              : []
        const { values } = bindingIn(at(ancestors), each.local.name)
        values.push({ module: String(node.source.value), path: imported })
      }
      return
    default:
      return
  }
}

/** Puts a value into each name of a pattern. */
function bind(
  pattern: Pattern,
  value: Value | undefined,
  scope: Scope,
  bindingFor: (name: string) => Binding,
): void {
  switch (pattern.type) {
    case 'Identifier': {
      const { values } = bindingFor(pattern.name)
      if (value && values.length < mostValues) values.push(value)
      return
    }
    case 'AssignmentPattern':
      bind(pattern.left, value, scope, bindingFor)
      bind(pattern.left, { node: pattern.right, scope, path: [] }, scope, bindingFor)
      return
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') bind(property.argument, value, scope, bindingFor)
        else {
          const key = keyOf(property, scope)
          bind(property.value, value && { ...value, path: [...value.path, key] }, scope, bindingFor)
        }
      }
      return
    case 'ArrayPattern':
      for (const element of pattern.elements)
        if (element) bind(element, undefined, scope, (name) => open(bindingFor(name)))
      return
    case 'RestElement':
      bind(pattern.argument, undefined, scope, (name) => open(bindingFor(name)))
      return
    case 'MemberExpression':
      return
  }
}

/** Values of one name that are followed; no honest name has more. */
const mostValues = 20

/** The name of a property in a pattern; `*` where it is computed and cannot be told. */
export function keyOf(property: { computed: boolean; key: AnyNode }, scope: Scope): string {
  const { computed, key } = property
  if (!computed && key.type === 'Identifier') return key.name
  const constants = constantsOf(key, scope)
  return constants?.length === 1 ? (constants[0] ?? '*') : '*'
}

function bindingIn(scope: Scope, name: string): Binding {
  let binding = scope.names.get(name)
  if (!binding) scope.names.set(name, (binding = { values: [], isOpen: false }))
  return binding
}

function open(binding: Binding): Binding {
  binding.isOpen = true
  return binding
}

const withScope = new Set([
  'Program',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassDeclaration',
  'ClassExpression',
  'BlockStatement',
  'StaticBlock',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
])

function scopeAt(scopes: Map<AnyNode, Scope>, ancestors: readonly AnyNode[], last: number): Scope {
  let index = last
  for (; index > 0; index--) {
    const node = ancestors[index]
    if (!node || !withScope.has(node.type)) continue
    // What a switch decides by stands outside of its block.
    if (node.type === 'SwitchStatement' && ancestors[index + 1] === node.discriminant) continue
    break
  }
  const node = ancestors[index]
  if (!node) throw new Error('a program has a scope')
  const known = scopes.get(node)
  if (known) return known
  const parent = index === 0 ? undefined : scopeAt(scopes, ancestors, index - 1)
  const around = ancestors[index - 1]
  const isPlain = node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration'
  const isBody = node.type === 'BlockStatement' && around !== undefined && /Function/.test(around.type)
  const scope: Scope = {
    parent,
    names: new Map(),
    takesVar: isBody || node.type === 'Program' || node.type === 'StaticBlock',
    hasGlobalThis: isPlain
      ? around?.type === 'CallExpression' && around.callee === node
      : (parent?.hasGlobalThis ?? false) && !node.type.startsWith('Class'),
  }
  scopes.set(node, scope)
  return scope
}
