import { randomUUID } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { isPublisherName } from '@waybill/core/names'
import type { Actor, Role } from '../access/index.ts'
import { inBatches } from '../platform/batch.ts'
import { minute, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import * as store from './store.ts'
import { createTokenText, isTokenText, tokenHash } from './token-text.ts'

export interface TokenRequest {
  publisher: string
  role: Role
  name: string
  expiresAt?: Date
}

/** Makes a token, and its publisher where that is new. The text is given once and never stored. */
export async function createToken(
  database: Database,
  request: TokenRequest,
): Promise<{ id: string; token: string }> {
  if (!isPublisherName(request.publisher)) {
    throw new WaybillError('name.invalid', `“${request.publisher}” is not a valid publisher name.`, {
      hint: 'Use lower-case letters, digits, “.”, “_” and “-”.',
    })
  }
  const publisher = await store.ensurePublisher(database, request.publisher)
  const token = createTokenText()
  const id = randomUUID()
  await store.insertToken(database, {
    id,
    hash: tokenHash(token),
    name: request.name,
    role: request.role,
    publisher_id: publisher.id,
    expires_at: request.expiresAt ?? null,
  })
  return { id, token }
}

/** Revokes a token at once. Throws `token.not_found`. */
export async function revokeToken(database: Database, clock: Clock, id: string): Promise<void> {
  if (await store.revokeToken(database, id, clock())) return
  throw new WaybillError('token.not_found', `There is no token ${id} that could be revoked.`, {
    hint: '“waybill registry token list” shows them.',
  })
}

export type Authenticate = (header: string | undefined) => Promise<Actor | undefined>

/** Finds the actor behind an `Authorization` header; undefined without one. Throws `auth.invalid`, saying why. */
export function createAuthenticate(database: Database, clock: Clock): Authenticate {
  const tokenByHash = inBatches(async (hashes: readonly Buffer[]) => {
    const rows = await store.tokensByHashes(database, hashes)
    return hashes.map((hash) => rows.find((row) => row.hash.equals(hash)))
  })
  return async (header) => {
    if (header === undefined) return undefined
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
    return {
      tokenId: row.id,
      tokenName: row.name,
      expiresAt: row.expires_at ?? undefined,
      role: row.role,
      publisher: { id: row.publisher_id, name: row.publisher },
    }
  }
}

function refused(message: string): WaybillError {
  return new WaybillError('auth.invalid', message, {
    hint: 'Sign in again with “waybill login” and a token of this registry.',
  })
}
