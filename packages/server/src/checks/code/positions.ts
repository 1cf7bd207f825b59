// Of the many kinds of syntax, only those matter here that are named.
/* eslint @typescript-eslint/switch-exhaustiveness-check: ['error', { considerDefaultExhaustiveForUnions: true }] */
import type { AnyNode } from 'acorn'

/** Expressions that give on what stands in them. */
const passing = new Set([
  'ChainExpression',
  'AwaitExpression',
  'ConditionalExpression',
  'LogicalExpression',
  'SequenceExpression',
  'AssignmentExpression',
])

/** True where a value is only looked at: `typeof x`, `x && …`, `x === y`, `if (x)`, or not at all. */
export function isHarmless(ancestors: readonly AnyNode[]): boolean {
  for (let index = ancestors.length - 2; index >= 0; index--) {
    const [node, parent] = [ancestors[index + 1], ancestors[index]]
    if (!node || !parent) return false
    switch (parent.type) {
      case 'UnaryExpression':
        return parent.operator === 'typeof' || parent.operator === '!' || parent.operator === 'void'
      case 'BinaryExpression':
        return /^([!=]==?|instanceof|in)$/.test(parent.operator)
      case 'IfStatement':
      case 'WhileStatement':
        return parent.test === node
      case 'ExpressionStatement':
        return true
      case 'ConditionalExpression':
        if (parent.test === node) return true
        break
      case 'LogicalExpression':
        if (parent.operator === '&&' && parent.left === node) return true
        break
      case 'SequenceExpression':
        if (parent.expressions.at(-1) !== node) return true
        break
      case 'ChainExpression':
      case 'AwaitExpression':
        break
      default:
        return false
    }
  }
  return false
}

/** True where a value gets a name that is followed from there on, or is only what a method is called with as `this`. */
export function isAliased(ancestors: readonly AnyNode[]): boolean {
  for (let index = ancestors.length - 2; index >= 0; index--) {
    const [node, parent] = [ancestors[index + 1], ancestors[index]]
    if (!node || !parent) return false
    switch (parent.type) {
      case 'VariableDeclarator':
        return parent.init === node
      case 'AssignmentPattern':
        return parent.right === node
      case 'AssignmentExpression':
        if (parent.right === node && parent.left.type !== 'MemberExpression') return true
        break
      case 'MemberExpression':
        return parent.object === node
      case 'CallExpression':
        return isFollowedArgument(parent, node)
      default:
        break
    }
    if (!passing.has(parent.type)) return false
  }
  return false
}

function isFollowedArgument(call: AnyNode & { type: 'CallExpression' }, node: AnyNode): boolean {
  const { callee } = call
  if (callee.type === 'FunctionExpression' || callee.type === 'ArrowFunctionExpression')
    return callee !== node
  return (
    call.arguments[0] === node &&
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    /^(bind|call|apply)$/.test(callee.property.name)
  )
}
