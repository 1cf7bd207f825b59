// Of the many kinds of syntax, only those matter here that are named.
/* eslint @typescript-eslint/switch-exhaustiveness-check: ['error', { considerDefaultExhaustiveForUnions: true }] */
import type { AnyNode } from 'acorn'
import { bindingOf, type Scope } from './scope.ts'

/** Alternatives of one expression that are followed. */
const mostAlternatives = 8
/** Expressions that are looked at for one answer. */
const mostSteps = 300

/** Every text that an expression can be, where the code alone says it: `'f' + 's'`, a constant, a choice of two. */
export function constantsOf(
  node: AnyNode,
  scope: Scope,
  budget = { steps: mostSteps },
): string[] | undefined {
  if (budget.steps-- <= 0) return undefined
  const inner = (each: AnyNode) => constantsOf(each, scope, budget)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number'
        ? [String(node.value)]
        : undefined
    case 'TemplateLiteral':
      return joined(
        node.quasis.flatMap((quasi, index) => {
          const between = node.expressions[index]
          return [[quasi.value.cooked ?? ''], ...(between ? [inner(between)] : [])]
        }),
      )
    case 'BinaryExpression':
      return node.operator === '+' && node.left.type !== 'PrivateIdentifier'
        ? joined([inner(node.left), inner(node.right)])
        : undefined
    case 'ConditionalExpression':
      return either(inner(node.consequent), inner(node.alternate))
    case 'SequenceExpression': {
      const last = node.expressions.at(-1)
      return last && inner(last)
    }
    case 'Identifier': {
      const binding = bindingOf(node.name, scope)
      if (!binding || binding.isOpen || binding.values.length === 0) return undefined
      let all: string[] | undefined = []
      for (const value of binding.values) {
        // Something that is no constant settles it.
        if (!all || !('node' in value) || value.path.length > 0) return undefined
        all = either(all, constantsOf(value.node, value.scope, budget))
      }
      return all
    }
    default:
      return undefined
  }
}

function either(a: string[] | undefined, b: string[] | undefined): string[] | undefined {
  return a && b && a.length + b.length <= mostAlternatives ? [...a, ...b] : undefined
}

function joined(parts: readonly (string[] | undefined)[]): string[] | undefined {
  let all: string[] | undefined = ['']
  for (const part of parts) {
    if (!part || !all || part.length * all.length > mostAlternatives) return undefined
    all = all.flatMap((before) => part.map((after) => before + after))
  }
  return all
}

/** The constant text that an expression begins with: what a template or a sum has before its first unknown part. */
export function constantStart(node: AnyNode, scope: Scope): string {
  const whole = constantsOf(node, scope)
  if (whole) return whole.length === 1 ? (whole[0] ?? '') : ''
  if (node.type === 'TemplateLiteral') {
    let text = ''
    for (const [index, quasi] of node.quasis.entries()) {
      text += quasi.value.cooked ?? ''
      const between = node.expressions[index]
      const known = between && constantsOf(between, scope)
      if (known?.length !== 1) break
      text += known[0]
    }
    return text
  }
  if (node.type !== 'BinaryExpression' || node.operator !== '+' || node.left.type === 'PrivateIdentifier')
    return ''
  const left = constantsOf(node.left, scope)
  return left ? (left[0] ?? '') + constantStart(node.right, scope) : constantStart(node.left, scope)
}
