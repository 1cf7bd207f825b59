// Of the many kinds of syntax, only those matter here that are named.
/* eslint @typescript-eslint/switch-exhaustiveness-check: ['error', { considerDefaultExhaustiveForUnions: true }] */
import type { AnyNode, Program } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import { targetOf } from './addresses.ts'
import { constantsOf } from './constants.ts'
import { createNotes, type Findings } from './notes.ts'
import { isAliased, isHarmless } from './positions.ts'
import { createResolver, requiredBy, returnsGlobal } from './resolve.ts'
import type { Scope } from './scope.ts'
import { findScopes, keyOf } from './scopes.ts'
import { canonical, meaningOf, type Ref } from './table.ts'

type Call = AnyNode & { type: 'CallExpression' | 'NewExpression' }

/** Finds what a program uses of all that permissions are about, and where it cannot be told. */
export function findUses(program: Program, source: string): Findings {
  const scopes = findScopes(program)
  const resolve = createResolver()
  const notes = createNotes(source)

  fullAncestor(program, (node, _state, ancestors: AnyNode[], type) => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.source) notes.module(String(node.source.value), node)
        return
      case 'ImportExpression':
        loading(node.source, scopes.at(ancestors), node)
        reference(node, ancestors)
        return
      case 'CallExpression':
      case 'NewExpression':
        call(node, scopes.at(ancestors))
        reference(node, ancestors)
        return
      case 'VariableDeclarator':
        if (node.init) taking(node.id, resolve(node.init, scopes.at(ancestors)), scopes.at(ancestors))
        return
      case 'AssignmentExpression':
        taking(node.left, resolve(node.right, scopes.at(ancestors)), scopes.at(ancestors))
        return
      case 'WithStatement':
        notes.unjudged(node, '“with” makes it impossible to tell what names mean')
        return
      case 'Identifier':
        if (type === 'Identifier' && ancestors.at(-2)?.type !== 'ExportAllDeclaration')
          reference(node, ancestors)
        return
      case 'MemberExpression':
      case 'ThisExpression':
        reference(node, ancestors)
        return
      default:
        return
    }
  })
  return notes.findings()

  /** Looks at the longest chain of properties alone: `fs.promises.readFile`, not its parts. */
  function reference(node: AnyNode, ancestors: readonly AnyNode[]): void {
    const parent = ancestors.at(-2)
    if (parent?.type === 'MemberExpression' && parent.object === node) return
    const scope = scopes.at(ancestors)
    const refs = resolve(node, scope)
    if (refs.length === 0 || isHarmless(ancestors)) return
    // Only the name itself says something; what a call or an import gives was said where it is called.
    const aliased = isAliased(ancestors)
    const called =
      (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && parent.callee === node
        ? parent
        : undefined
    for (const ref of refs) {
      if (
        called &&
        ref.base === 'global' &&
        ref.path[0] === 'Function' &&
        returnsGlobal(called, scope, resolve)
      )
        continue
      note(ref, node, aliased, called, scope)
    }
  }

  function note(ref: Ref, node: AnyNode, aliased: boolean, called: Call | undefined, scope: Scope): void {
    const meaning = meaningOf(ref)
    if (!meaning) return
    const { permission, holder, ...rest } = meaning
    if (holder !== undefined) {
      if (aliased || (called && ref.base === 'require' && ref.path.length === 0)) return
      if (permission) notes.use(node, { permission, ...rest })
      else notes.unjudged(node, `${holder} is handed on, and what is done with it cannot be told`)
      return
    }
    if (!permission) return
    const target = permission === 'network' && called ? targetOf(ref, called.arguments, scope) : {}
    notes.use(node, { permission, ...rest, ...target })
  }

  /** `const { env } = process` names what it takes. */
  function taking(pattern: AnyNode, refs: readonly Ref[], scope: Scope): void {
    if (pattern.type !== 'ObjectPattern' || refs.length === 0) return
    for (const property of pattern.properties) {
      if (property.type === 'RestElement') continue
      const key = keyOf(property, scope)
      const taken = refs.map(({ base, path }) => canonical({ base, path: [...path, key] }))
      for (const ref of taken) note(ref, property, key !== '*', undefined, scope)
      const inner = property.value.type === 'AssignmentPattern' ? property.value.left : property.value
      taking(inner, taken, scope)
    }
  }

  function call(node: Call, scope: Scope): void {
    const { callee } = node
    if (callee.type === 'Super') return
    if (node.type === 'CallExpression' && requiredBy(node, scope, resolve)) {
      const [specifier] = node.arguments
      if (specifier) loading(specifier, scope, node)
      return
    }
    if (isConstructorOf(callee, scope)) notes.use(node, { permission: 'dynamic-code' })
    else if (node.type === 'CallExpression' && node.arguments.length > 0 && constructed(callee, scope))
      notes.unjudged(node, 'a constructor is called by its property, which of a function makes code')
    const timer = callee.type === 'Identifier' && /^set(Timeout|Interval)$/.test(callee.name)
    const [first] = node.arguments
    if (timer && first && resolve(callee, scope).length > 0 && constantsOf(first, scope))
      notes.use(node, { permission: 'dynamic-code' })
  }

  function loading(specifier: AnyNode, scope: Scope, node: AnyNode): void {
    const constants = constantsOf(specifier, scope)
    if (constants) for (const each of constants) notes.module(each, node)
    else notes.unjudged(node, 'the name of the module is computed')
  }

  /** `(() => 0).constructor('code')` and `x.constructor.constructor('code')` are the Function constructor. */
  function isConstructorOf(callee: AnyNode, scope: Scope): boolean {
    const object = constructed(callee, scope)
    if (!object) return false
    return /Function/.test(object.type) || constructed(object, scope) !== undefined
  }

  function constructed(node: AnyNode, scope: Scope): AnyNode | undefined {
    if (node.type !== 'MemberExpression' || node.property.type === 'PrivateIdentifier') return undefined
    const name =
      !node.computed && node.property.type === 'Identifier'
        ? node.property.name
        : constantsOf(node.property, scope)?.[0]
    return name === 'constructor' ? node.object : undefined
  }
}
