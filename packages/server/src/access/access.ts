import { WaybillError } from '@waybill/core/errors'
import { ruleOf, type Action, type MemberRole, type Operation, type OperatorRole } from './operations.ts'

export interface PublisherRef {
  readonly id: number
  readonly name: string
}

export interface Membership {
  readonly publisher: PublisherRef
  readonly role: MemberRole
}

/** What a token may be used for; `*` is everything. */
export interface TokenScope {
  readonly actions: readonly (Action | '*')[]
  /** Names of packages; `@scope/*` and `prefix-*` stand for all that begin so. */
  readonly packages: readonly string[]
}

/** Who asks, with all grants: made from a session or a token, nothing else. */
export interface Actor {
  readonly user: { readonly id: string; readonly email: string; readonly name: string } | undefined
  readonly token:
    | {
        readonly id: string
        readonly name: string
        readonly expiresAt: Date | undefined
        readonly scope: TokenScope
      }
    | undefined
  /** The session of a browser, for an actor without a token. */
  readonly session: { readonly id: string } | undefined
  readonly memberships: readonly Membership[]
  readonly operator: readonly OperatorRole[]
}

/** What an operation touches, as far as it is known. */
export interface Subject {
  /** The publisher whose things they are. */
  readonly publisher?: PublisherRef
  /** Name of the package. */
  readonly package?: string
}

/**
 * The one place where a request is permitted or refused. Without a subject it says whether the actor may do such a thing
 * at all; with one, whether to that. Throws `auth.required` or `auth.forbidden`.
 */
export function authorize(actor: Actor | undefined, operation: Operation, on: Subject = {}): Actor {
  const { action, ...rule } = ruleOf(operation)
  if (!actor) {
    throw new WaybillError('auth.required', 'This needs an account or a token.', {
      hint: 'Sign in with “waybill login”, or set WAYBILL_TOKEN.',
      details: { operation },
    })
  }
  refuseScope(actor, operation, action, on)
  if (rule.anyone || rule.signedIn) return actor
  if (rule.account && actor.user) return actor
  if (rule.operators?.some((role) => actor.operator.includes(role))) return actor
  const roles: readonly MemberRole[] = rule.members ?? []
  const own = actor.memberships.filter(({ publisher }) => !on.publisher || publisher.id === on.publisher.id)
  if (own.some(({ role }) => roles.includes(role))) return actor
  throw refusal(actor, operation, on, own)
}

/** True where `authorize` would not throw. */
export function isPermitted(actor: Actor | undefined, operation: Operation, on: Subject = {}): boolean {
  if (!actor) return ruleOf(operation).anyone === true
  try {
    authorize(actor, operation, on)
    return true
  } catch (error) {
    if (error instanceof WaybillError && error.code === 'auth.forbidden') return false
    throw error
  }
}

function refuseScope(actor: Actor, operation: Operation, action: Action, on: Subject): void {
  if (!actor.token) return
  const { name, scope } = actor.token
  if (!scope.actions.includes('*') && !scope.actions.includes(action)) {
    throw new WaybillError(
      'auth.forbidden',
      `The token “${name}” is limited to ${scope.actions.join(', ')}; this (${operation}) is ${action}.`,
      { hint: `Make a token with the action ${action}.`, details: { operation, action } },
    )
  }
  const limits = scope.packages.join(', ')
  if (on.package !== undefined && !scope.packages.some((pattern) => covers(pattern, on.package ?? ''))) {
    throw new WaybillError(
      'auth.forbidden',
      `The token “${name}” is limited to ${limits}, and this is ${on.package}.`,
      { hint: 'Use a token for this package.', details: { operation, package: on.package } },
    )
  }
  if (ruleOf(operation).whole && !scope.packages.includes('*')) {
    throw new WaybillError(
      'auth.forbidden',
      `The token “${name}” is limited to ${limits}; this (${operation}) concerns more than single packages.`,
      { hint: 'Use a token without such a limit.', details: { operation } },
    )
  }
}

function covers(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name
}

function refusal(actor: Actor, operation: Operation, on: Subject, own: readonly Membership[]): WaybillError {
  const rule = ruleOf(operation)
  const who = actor.token ? `The token “${actor.token.name}”` : (actor.user?.email ?? 'This account')
  if (on.publisher && rule.members && own.length === 0) {
    return new WaybillError(
      'auth.forbidden',
      `This belongs to the publisher ${on.publisher.name}; ${who} is not of it.`,
      {
        hint: `Ask an owner of ${on.publisher.name} for an invitation, or use a token of it.`,
        details: { operation, publisher: on.publisher.name },
      },
    )
  }
  const needed = [...(rule.members ?? []), ...(rule.operators ?? []), ...(rule.account ? ['an account'] : [])]
  const has = [...own.map(({ role, publisher }) => `${role} of ${publisher.name}`), ...actor.operator]
  return new WaybillError(
    'auth.forbidden',
    `${who} may not do this (${operation}): it is ${has.length > 0 ? has.join(', ') : 'of no publisher yet'}.`,
    { hint: `It takes one of: ${needed.join(', ')}.`, details: { operation, needed } },
  )
}
