import { WaybillError } from '@waybill/core/errors'

/** Roles a token can have. */
export type Role = 'owner' | 'publisher' | 'reader'

/** Who asks: made from a token, nothing else. */
export interface Actor {
  readonly tokenId: string
  readonly tokenName: string
  readonly expiresAt: Date | undefined
  readonly role: Role
  readonly publisher: { readonly id: number; readonly name: string }
}

/** Operation × role, the whole of it. What does not stand here is forbidden. */
const operations = {
  'account.read': ['owner', 'publisher', 'reader'],
  'key.list': ['owner', 'publisher', 'reader'],
  'key.register': ['owner', 'publisher'],
  'key.revoke': ['owner', 'publisher'],
  'package.publish': ['owner', 'publisher'],
  'package.yank': ['owner', 'publisher'],
} as const satisfies Record<string, readonly Role[]>

type Operation = keyof typeof operations

/**
 * The one place where a request is permitted or refused. `ownedBy` names the publisher whose things the operation
 * touches: an actor of another publisher is refused unless it is the registry's owner. Throws `auth.required` or
 * `auth.forbidden`.
 */
export function authorize(
  actor: Actor | undefined,
  operation: Operation,
  ownedBy?: { id: number; name: string },
): Actor {
  if (!actor) {
    throw new WaybillError('auth.required', 'This needs a token.', {
      hint: 'Sign in with “waybill login”, or set WAYBILL_TOKEN.',
      details: { operation },
    })
  }
  const allowed: readonly Role[] = operations[operation]
  if (!allowed.includes(actor.role)) {
    throw new WaybillError(
      'auth.forbidden',
      `The token “${actor.tokenName}” has the role ${actor.role}, which may not do this (${operation}).`,
      {
        hint: `Use a token with the role ${allowed.join(' or ')}.`,
        details: { operation, role: actor.role },
      },
    )
  }
  if (ownedBy && actor.role !== 'owner' && ownedBy.id !== actor.publisher.id) {
    throw new WaybillError(
      'auth.forbidden',
      `This belongs to the publisher ${ownedBy.name}; the token is one of ${actor.publisher.name}.`,
      {
        hint: `Use a token of ${ownedBy.name}.`,
        details: { operation, publisher: ownedBy.name },
      },
    )
  }
  return actor
}
