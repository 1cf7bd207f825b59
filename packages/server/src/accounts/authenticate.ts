import { WaybillError } from '@waybill/core/errors'
import type { FastifyRequest } from 'fastify'
import type { Action, Actor, Membership } from '../access/index.ts'
import { inBatches } from '../platform/batch.ts'
import { minute, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Auth } from './auth.ts'
import { cookiePrefix } from './auth-names.ts'
import { callerHeaders } from './forward.ts'
import * as store from './store/index.ts'
import { isTokenText, tokenHash } from './token-text.ts'

export type Authenticate = (request: FastifyRequest) => Promise<Actor | undefined>

/**
 * Finds the actor behind a request, from its token or its session; undefined for a request with neither. Throws
 * `auth.invalid`, saying why, for a token that is no good, and `auth.forbidden` for a session used from another site.
 */
export function createAuthenticate(context: {
  database: Database
  clock: Clock
  auth: () => Promise<Auth>
}): Authenticate {
  const { database, clock } = context
  const tokenByHash = inBatches(async (hashes: readonly Buffer[]) => {
    const rows = await store.tokensByHashes(database, hashes)
    return hashes.map((hash) => rows.find((row) => row.hash.equals(hash)))
  })

  async function actorOfToken(header: string): Promise<Actor> {
    const text = /^Bearer (.+)$/i.exec(header)?.[1] ?? ''
    const row = isTokenText(text) ? await tokenByHash(tokenHash(text)) : undefined
    if (!row) throw refused('The token is not one of this registry.')
    if (row.revoked_at)
      throw refused(`The token “${row.name}” was revoked on ${row.revoked_at.toISOString()}.`)
    const now = clock()
    if (row.expires_at && row.expires_at <= now)
      throw refused(`The token “${row.name}” expired on ${row.expires_at.toISOString()}.`)
    // Once a minute is exact enough for people, and spares a write for each request.
    if (!row.last_used_at || now.getTime() - row.last_used_at.getTime() > minute)
      await store.touchToken(database, row.id, now)
    const token = {
      id: row.id,
      name: row.name,
      expiresAt: row.expires_at ?? undefined,
      scope: { actions: row.actions as (Action | '*')[], packages: row.packages },
    }
    const grants = row.user_id === null ? grantsOfPublisherToken(row) : await grantsOfUser(row.user_id)
    return { ...grants, token, session: undefined }
  }

  async function grantsOfUser(userId: string): Promise<Omit<Actor, 'token' | 'session'>> {
    const [user, memberships, operator] = await Promise.all([
      store.userById(database, userId),
      store.membershipsOf(database, userId),
      store.rolesOf(database, userId),
    ])
    if (!user) throw refused('The account is gone.')
    return {
      user: { id: user.id, email: user.email, name: user.name },
      memberships: memberships.map(({ id, name, role }): Membership => ({ publisher: { id, name }, role })),
      operator,
    }
  }

  async function actorOfSession(request: FastifyRequest): Promise<Actor | undefined> {
    const auth = await context.auth()
    const found = await auth.api.getSession({ headers: callerHeaders(request) })
    if (!found) return undefined
    refuseOtherSites(request, auth.options.baseURL)
    return {
      ...(await grantsOfUser(found.user.id)),
      token: undefined,
      session: { id: found.session.id },
    }
  }

  return async (request) => {
    const { authorization, cookie } = request.headers
    if (authorization !== undefined) return actorOfToken(authorization)
    return cookie?.includes(`${cookiePrefix}.session_token=`) ? actorOfSession(request) : undefined
  }
}

interface TokenRow {
  publisher_id: number | null
  publisher: string | null
  role: Membership['role'] | null
  operator: Actor['operator'][number] | null
}

function grantsOfPublisherToken(row: TokenRow): Omit<Actor, 'token' | 'session'> {
  const { publisher_id: id, publisher: name, role, operator } = row
  return {
    user: undefined,
    memberships: id !== null && name !== null && role ? [{ publisher: { id, name }, role }] : [],
    operator: operator ? [operator] : [],
  }
}

/** A browser sends cookies along from any site; what changes something must come from ours (OWASP, verifying the origin). */
function refuseOtherSites(request: FastifyRequest, url: string): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  if (request.headers.origin === new URL(url).origin) return
  throw new WaybillError(
    'auth.forbidden',
    'A session may change things only from the registry’s own pages.',
    {
      hint: `Send the header “Origin: ${new URL(url).origin}”, or use a token.`,
    },
  )
}

function refused(message: string): WaybillError {
  return new WaybillError('auth.invalid', message, {
    hint: 'Sign in again with “waybill login” and a token of this registry.',
  })
}
