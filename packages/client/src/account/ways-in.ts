import { api } from '@waybill/core/paths'
import { apiUrl, call, type RegistryAccess } from '../publish/access.ts'

/** How an account is signed in to: its sessions and passkeys, as a token of it may see and end them. */

/** Times are ISO 8601. */
export interface AccountSession {
  id: string
  /** It is the one that asks. */
  current: boolean
  since: string
  lastUsedAt: string
  expiresAt: string
  address?: string
  userAgent?: string
}

export interface Passkey {
  id: string
  name: string
  createdAt?: string
  /** Kept by its provider too, so that it outlives the device. */
  backedUp: boolean
}

export async function listSessions(access: RegistryAccess): Promise<AccountSession[]> {
  return (await call<{ sessions: AccountSession[] }>(access, apiUrl(access, api.sessions))).sessions
}

/** Ends one session of the account, or without an id all; gives how many. Throws `session.not_found`. */
export async function endSessions(access: RegistryAccess, id?: string): Promise<number> {
  const url = id === undefined ? apiUrl(access, api.sessions) : apiUrl(access, api.sessionById, { id })
  return (await call<{ ended: number }>(access, url, { method: 'DELETE' })).ended
}

export async function listPasskeys(access: RegistryAccess): Promise<Passkey[]> {
  return (await call<{ passkeys: Passkey[] }>(access, apiUrl(access, api.passkeys))).passkeys
}

/** Removes a passkey. Throws `account.last_sign_in` when it is the last way in. */
export async function removePasskey(access: RegistryAccess, id: string): Promise<void> {
  await call(access, apiUrl(access, api.passkeyById, { id }), { method: 'DELETE' })
}

/** Removes the password, so that only passkeys sign in. Throws `account.last_sign_in` where there are none. */
export async function removePassword(access: RegistryAccess): Promise<void> {
  await call(access, apiUrl(access, api.password), { method: 'DELETE' })
}
