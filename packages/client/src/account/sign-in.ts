import { api } from '@waybill/core/paths'
import { apiUrl } from '../publish/access.ts'
import type { RegistrySession } from './session.ts'

/** What is needed to set up an authenticator app. */
export interface TotpSetUp {
  /** `otpauth://` address for the app; it holds the secret. */
  uri: string
  /** Each good for one sign-in in place of a code; shown this once. */
  recoveryCodes: string[]
}

/** Signs a session in; true when a second factor is asked for. Throws `auth.invalid` or `limit.exceeded`. */
export async function signIn(
  session: RegistrySession,
  credentials: { email: string; password: string },
): Promise<{ secondFactor: boolean }> {
  const { secondFactor } = await session.call<{ secondFactor: boolean }>(apiUrl(session, api.session), {
    method: 'POST',
    json: credentials,
  })
  return { secondFactor }
}

/** Ends a sign-in with a code of the authenticator app (six digits) or a recovery code. Throws `account.code_invalid`. */
export async function giveCode(session: RegistrySession, code: string): Promise<void> {
  const compact = code.replaceAll(/\s/g, '')
  const route = /^\d{6}$/.test(compact) ? api.totpSession : api.recoverySession
  await session.call(apiUrl(session, route), { method: 'POST', json: { code: compact } })
}

/** Signs the session out; the registry forgets it. */
export async function signOut(session: RegistrySession): Promise<void> {
  // Not cut short by an interrupt: it would leave a session behind.
  const signal = AbortSignal.timeout(10_000)
  await session.call(apiUrl(session, api.session), { method: 'DELETE', signal })
}

/** Changes the password and ends every other session. Throws `auth.invalid` for a wrong one. */
export async function changePassword(
  session: RegistrySession,
  passwords: { currentPassword: string; newPassword: string },
): Promise<void> {
  await session.call(apiUrl(session, api.password), { method: 'PUT', json: passwords })
}

/** Begins to set up an authenticator app: it counts once `confirmTotp` was given a first code. */
export function beginTotp(session: RegistrySession, password?: string): Promise<TotpSetUp> {
  return session.call(apiUrl(session, api.totp), { method: 'POST', json: { password } })
}

/** Confirms the authenticator app with a code of it. Throws `account.code_invalid`. */
export async function confirmTotp(session: RegistrySession, code: string): Promise<void> {
  const compact = code.replaceAll(/\s/g, '')
  await session.call(apiUrl(session, api.totp), { method: 'PUT', json: { code: compact } })
}

/** Turns the authenticator app off, and its recovery codes with it. */
export async function turnOffTotp(session: RegistrySession, password?: string): Promise<void> {
  await session.call(apiUrl(session, api.totp), { method: 'DELETE', json: { password } })
}

/** Makes new recovery codes; the former ones are void. */
export async function newRecoveryCodes(session: RegistrySession, password?: string): Promise<string[]> {
  const made = await session.call<{ recoveryCodes: string[] }>(apiUrl(session, api.recoveryCodes), {
    method: 'POST',
    json: { password },
  })
  return made.recoveryCodes
}

/** Approves or refuses the code that a device shows. Throws `account.code_invalid` for one that is unknown or over. */
export async function answerDevice(
  session: RegistrySession,
  { userCode, approve }: { userCode: string; approve: boolean },
): Promise<void> {
  await session.call(apiUrl(session, api.deviceApproval, { userCode }), {
    method: approve ? 'POST' : 'DELETE',
  })
}
