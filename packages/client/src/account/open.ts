import { api } from '@waybill/core/paths'
import { callApi, type RequestOptions } from '../http.ts'
import { apiUrl } from '../publish/access.ts'
import type { RegistryAddress } from './session.ts'

/** What is done for an account by whoever is not signed in to it. */

/**
 * Opens an account; a mail confirms the address. The answer is the same for an address that has an account already.
 * With the token of the registry's owner the account becomes an administrator.
 */
export function openAccount(
  at: RegistryAddress,
  account: { email: string; password: string; name: string },
  ownerToken?: string,
): Promise<{ administrator: boolean }> {
  return visit(at, apiUrl(at, api.account), {
    method: 'POST',
    json: account,
    ...(ownerToken === undefined ? {} : { headers: { authorization: `Bearer ${ownerToken}` } }),
  })
}

/** Confirms an address with the token of its mail. Throws `account.code_invalid`. */
export async function confirmAddress(at: RegistryAddress, token: string): Promise<void> {
  await visit(at, apiUrl(at, api.emailVerification), { method: 'PUT', json: { token } })
}

/** Has the mail that confirms an address sent again; says nothing of whether there is such an account. */
export async function resendConfirmation(at: RegistryAddress, email: string): Promise<void> {
  await visit(at, apiUrl(at, api.emailVerification), { method: 'POST', json: { email } })
}

/** Has a mail sent to set the password anew; says nothing of whether there is such an account. */
export async function askPasswordReset(at: RegistryAddress, email: string): Promise<void> {
  await visit(at, apiUrl(at, api.passwordReset), { method: 'POST', json: { email } })
}

/** Sets the password anew with the token of the mail, and ends every session. Throws `account.code_invalid`. */
export async function resetPassword(
  at: RegistryAddress,
  change: { token: string; newPassword: string },
): Promise<void> {
  await visit(at, apiUrl(at, api.passwordReset), { method: 'PUT', json: change })
}

function visit<T>(
  { signal }: RegistryAddress,
  url: string,
  options: RequestOptions & { json?: unknown },
): Promise<T> {
  return callApi<T>(url, { ...options, ...(signal ? { signal } : {}), redirect: 'manual' })
}
