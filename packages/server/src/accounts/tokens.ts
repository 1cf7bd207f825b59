import { randomUUID } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { authorize, type Action, type Actor, type MemberRole, type OperatorRole } from '../access/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Notices } from './notices.ts'
import { ensurePublisher } from './ensure-publisher.ts'
import * as store from './store/index.ts'
import { createTokenText, tokenHash } from './token-text.ts'

/** What a token may be used for; without limits, for all that its owner may do. */
interface Limits {
  actions?: readonly (Action | '*')[]
  packages?: readonly string[]
  expiresAt?: Date
}

export interface TokenRequest extends Limits {
  publisher: string
  role: MemberRole
  operator?: OperatorRole
  name: string
}

export interface NewToken {
  id: string
  /** Given once and never stored. */
  token: string
}

/** The operator's way: makes a token of a publisher, and the publisher where that is new. */
export async function createPublisherToken(database: Database, request: TokenRequest): Promise<NewToken> {
  return database.transaction().execute(async (transaction) => {
    const publisher = await ensurePublisher(transaction, request.publisher)
    return insert(transaction, request, {
      user_id: null,
      publisher_id: publisher.id,
      role: request.role,
      operator: request.operator ?? null,
    })
  })
}

/** Makes a token of the actor's own account, with at most the actor's own scope and time, and tells the account. */
export async function createToken(
  { database, clock, notices }: { database: Database; clock: Clock; notices: Notices },
  actor: Actor | undefined,
  request: Limits & { name: string },
): Promise<NewToken> {
  const { user, token } = authorize(actor, 'token.create')
  if (!user)
    throw new WaybillError('auth.required', 'A token of a publisher cannot make tokens; an account can.')
  const actions = request.actions ?? token?.scope.actions ?? ['*']
  const packages = request.packages ?? token?.scope.packages ?? ['*']
  const expiresAt = request.expiresAt ?? token?.expiresAt
  if (token) refuseMore(token, { actions, packages, expiresAt })
  if (request.expiresAt && request.expiresAt <= clock())
    throw new WaybillError('usage.invalid', 'body.expiresAt: is in the past.', {
      details: { field: 'body.expiresAt' },
    })
  const { name } = request
  return database.transaction().execute(async (transaction) => {
    const wish = { name, actions, packages, ...(expiresAt ? { expiresAt } : {}) }
    const made = await createUserToken(transaction, user.id, wish)
    await notices.changed(user.email, `A token of your account was made: “${name}”.`, transaction)
    return made
  })
}

/** Makes a token of an account that is known by other means than the request's. */
export function createUserToken(
  database: Database | Transaction,
  userId: string,
  request: Limits & { name: string },
): Promise<NewToken> {
  return insert(database, request, { user_id: userId, publisher_id: null, role: null, operator: null })
}

async function insert(
  database: Database | Transaction,
  { name, actions = ['*'], packages = ['*'], expiresAt }: Limits & { name: string },
  holder: Pick<store.NewToken, 'user_id' | 'publisher_id' | 'role' | 'operator'>,
): Promise<NewToken> {
  const token = createTokenText()
  const id = randomUUID()
  await store.insertToken(database, {
    id,
    hash: tokenHash(token),
    name,
    ...holder,
    actions: [...actions],
    packages: [...packages],
    expires_at: expiresAt ?? null,
  })
  return { id, token }
}

interface Scope {
  actions: readonly string[]
  packages: readonly string[]
}

function refuseMore(
  { scope, expiresAt }: { scope: Scope; expiresAt: Date | undefined },
  asked: Scope & { expiresAt: Date | undefined },
): void {
  for (const field of ['actions', 'packages'] as const) {
    if (scope[field].includes('*')) continue
    const more = asked[field].find((one) => !scope[field].includes(one))
    if (more !== undefined) throw refusedMore(field, more)
  }
  if (expiresAt && asked.expiresAt && asked.expiresAt > expiresAt)
    throw refusedMore('expiresAt', asked.expiresAt.toISOString())
}

function refusedMore(field: string, value: string): WaybillError {
  return new WaybillError(
    'auth.forbidden',
    `A token cannot make one that may do more: ${field} “${value}”.`,
    {
      hint: 'Leave it out, or sign in with your password.',
      details: { field, value },
    },
  )
}

/** The actor's own tokens that were not revoked, without their texts. */
export function listTokens({ database }: { database: Database }, actor: Actor | undefined) {
  return store.tokensOfUser(database, authorize(actor, 'token.list').user?.id ?? '')
}

/** Revokes a token of the actor's own. Throws `token.not_found`. */
export async function revokeOwnToken(
  { database, clock }: { database: Database; clock: Clock },
  actor: Actor | undefined,
  id: string,
): Promise<void> {
  const userId = authorize(actor, 'token.revoke').user?.id ?? ''
  if (!(await store.revokeToken(database, id, clock(), userId))) throw noToken(id, 'waybill token list')
}

/** The operator's way: revokes any token at once. Throws `token.not_found`. */
export async function revokeToken(database: Database, clock: Clock, id: string): Promise<void> {
  if (!(await store.revokeToken(database, id, clock()))) throw noToken(id, 'waybill registry token list')
}

function noToken(id: string, command: string): WaybillError {
  return new WaybillError('token.not_found', `There is no token ${id} that could be revoked.`, {
    hint: `“${command}” shows them.`,
  })
}
