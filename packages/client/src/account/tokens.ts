import { api } from '@waybill/core/paths'
import { apiUrl, call, type RegistryAccess } from '../publish/access.ts'
import type { RegistrySession } from './session.ts'

/** What a token can be limited to. */
export const tokenActions = ['read', 'publish', 'manage', 'account', 'billing', 'review', 'operate'] as const

/** A token of an account, without its text; times are ISO 8601. Limits of `*` are none. */
export interface AccountToken {
  id: string
  name: string
  actions: string[]
  packages: string[]
  createdAt: string
  expiresAt?: string
  lastUsedAt?: string
}

export interface TokenWish {
  /** What it is for. */
  name: string
  /** Only these; without them, all that whoever asks may do. */
  actions?: readonly string[]
  /** Only these packages; `acme-*` is all that begin so. */
  packages?: readonly string[]
  /** Without one it does not end by itself. */
  expiresAt?: Date
}

/** Makes a token of the account that asks; its text is given this once. Throws `auth.forbidden` for more than one has. */
export function createToken(
  by: RegistryAccess | RegistrySession,
  wish: TokenWish,
): Promise<{ id: string; token: string }> {
  const url = apiUrl(by, api.tokens)
  const options = { method: 'POST', json: wish }
  return 'token' in by ? call(by, url, options) : by.call(url, options)
}

/** The tokens of the account that were not revoked. */
export async function listTokens(access: RegistryAccess): Promise<AccountToken[]> {
  return (await call<{ tokens: AccountToken[] }>(access, apiUrl(access, api.tokens))).tokens
}

/** Revokes a token of the account: it is refused from the next request on. Throws `token.not_found`. */
export async function revokeToken(access: RegistryAccess, id: string): Promise<void> {
  await call(access, apiUrl(access, api.tokenById, { id }), { method: 'DELETE' })
}
