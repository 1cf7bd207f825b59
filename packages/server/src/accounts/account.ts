import { WaybillError } from '@waybill/core/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authorize, type Actor, type Membership } from '../access/index.ts'
import { networkOf, takeAllowance } from '../platform/allowance.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Auth } from './auth.ts'
import { forward, forwardBlind } from './forward.ts'
import type { Notices } from './notices.ts'
import * as store from './store/index.ts'

export interface AccountContext {
  database: Database
  clock: Clock
  auth: () => Promise<Auth>
  notices: Notices
  /** Publisher of the registry's owner. */
  owner: string
  /** Of the registry's first root. */
  fingerprint: string
  /** Public address of the registry. */
  url: () => string
}

/**
 * Opens an account. The answer is the same whether the address has one already. An account opened with an operator's
 * token (the owner's, of the first start) becomes an administrator and has that token's role in its publisher, its address
 * taken as confirmed: there may be no mail yet. Throws `auth.forbidden` for such a token that may not administrate.
 */
export async function openAccount(
  context: AccountContext,
  request: FastifyRequest,
  reply: FastifyReply,
  account: { email: string; password: string; name: string },
): Promise<{ administrator: boolean }> {
  await takeAllowance(context, `open from ${networkOf(request.ip)}`, { most: 20, seconds: 3600 })
  const { actor } = request
  const isOperators = actor?.token && !actor.user && actor.operator.includes('admin')
  const founder = isOperators ? authorize(actor, 'user.change') : undefined
  const ask = { method: 'POST', path: '/sign-up/email', body: account }
  if (!founder) {
    // To make an account takes longer than to find that there is one.
    forwardBlind(await context.auth(), request, ask)
    return { administrator: false }
  }
  const { json } = await forward(await context.auth(), request, reply, ask)
  const { id } = Object(json.user) as { id?: string }
  const user = await store.userById(context.database, id ?? '')
  if (!user)
    throw new WaybillError('usage.invalid', 'The address has an account already; it was left as it is.', {
      hint: 'Give it its role with “waybill registry roles EMAIL admin”.',
    })
  await makeAdministrator(context, user.id, founder.memberships[0])
  return { administrator: true }
}

async function makeAdministrator(
  { database, clock }: AccountContext,
  userId: string,
  membership: Membership | undefined,
) {
  await database.transaction().execute(async (transaction) => {
    await store.confirmEmail(transaction, userId)
    await store.setRoles(transaction, userId, ['admin'], clock())
    if (membership)
      await store.putMember(transaction, {
        publisher_id: membership.publisher.id,
        user_id: userId,
        role: membership.role,
        since: clock(),
      })
  })
}

/** The account, its publishers and roles, and how it signs in. */
export async function readAccount({ database, fingerprint }: AccountContext, actor: Actor | undefined) {
  const { user, memberships, operator, token, session } = authorize(actor, 'account.read')
  const methods = user ? await store.signInMethods(database, user.id) : undefined
  const row = user ? await store.userById(database, user.id) : undefined
  return {
    ...(user && methods && row
      ? {
          user: {
            ...user,
            ...methods,
            totp: row.two_factor_enabled === true,
            emailConfirmed: row.email_verified,
            since: row.created_at,
          },
        }
      : {}),
    publishers: memberships.map(({ publisher, role }) => ({ name: publisher.name, role })),
    roles: [...operator],
    registry: fingerprint,
    ...(session ? { session: { id: session.id } } : {}),
    ...(token
      ? {
          token: {
            id: token.id,
            name: token.name,
            expiresAt: token.expiresAt,
            actions: [...token.scope.actions],
            packages: [...token.scope.packages],
          },
        }
      : {}),
  }
}

export function listSessions({ database, clock }: AccountContext, actor: Actor | undefined) {
  return store.sessionsOf(database, authorize(actor, 'account.change').user?.id ?? '', clock())
}

/** Ends one session of the account, or, without an id, all but the one that asks. Throws `session.not_found`. */
export async function endSessions(context: AccountContext, actor: Actor | undefined, id: string | undefined) {
  const { user, session } = authorize(actor, 'account.change')
  const which = id === undefined ? { keep: session?.id } : { id }
  const ended = await store.endSessions(context.database, user?.id ?? '', which)
  if (ended === 0 && id !== undefined)
    throw new WaybillError('session.not_found', 'There is no such session.')
  return { ended }
}

export async function listPasskeys({ database }: AccountContext, actor: Actor | undefined) {
  return store.passkeysOf(database, authorize(actor, 'account.change').user?.id ?? '')
}

/** Gives a passkey another name. Throws `account.not_found`. */
export async function renamePasskey(
  { database }: AccountContext,
  actor: Actor | undefined,
  change: { id: string; name: string },
): Promise<void> {
  const { user } = authorize(actor, 'account.change')
  if (!(await store.renamePasskey(database, user?.id ?? '', change))) throw noPasskey()
}

/** Removes a passkey, unless it is the last way to sign in. Throws `account.last_sign_in` or `account.not_found`. */
export async function removePasskey(
  context: AccountContext,
  actor: Actor | undefined,
  id: string,
): Promise<void> {
  await removeMethod(
    context,
    actor,
    'A passkey was removed from your account.',
    async (transaction, userId) => {
      if (!(await store.removePasskey(transaction, userId, id))) throw noPasskey()
    },
  )
}

/** Removes the password, so that passkeys are the only way in. Throws `account.last_sign_in`. */
export async function removePassword(context: AccountContext, actor: Actor | undefined): Promise<void> {
  await removeMethod(
    context,
    actor,
    'The password was removed; only passkeys sign in now.',
    store.removePassword,
  )
}

async function removeMethod(
  { database, notices }: AccountContext,
  actor: Actor | undefined,
  what: string,
  remove: (transaction: Parameters<typeof store.removePassword>[0], userId: string) => Promise<void>,
): Promise<void> {
  const user = authorize(actor, 'account.change').user
  if (!user) return
  await database.transaction().execute(async (transaction) => {
    await store.lockUser(transaction, user.id)
    await remove(transaction, user.id)
    const left = await store.signInMethods(transaction, user.id)
    if (!left.password && left.passkeys === 0)
      throw new WaybillError('account.last_sign_in', 'That is the last way to sign in to this account.', {
        hint: 'Add a passkey or set a password first.',
      })
    await notices.changed(user.email, what, transaction)
  })
}

const noPasskey = () => new WaybillError('account.not_found', 'There is no such passkey.')
