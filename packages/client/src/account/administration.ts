import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { apiUrl, call, type RegistryAccess } from '../publish/access.ts'

/** What a registry's administrators do over its API. */

export const operatorRoles = ['admin', 'moderator', 'reviewer', 'auditor'] as const
export type OperatorRole = (typeof operatorRoles)[number]

export interface RegistryUser {
  id: string
  name: string
  email: string
  /** The address is confirmed. */
  verified: boolean
  totp: boolean
  createdAt: string
  roles: OperatorRole[]
}

export interface SentMail {
  id: number
  to: string
  subject: string
  text: string
  createdAt: string
  /** Absent while it waits, and where there is nobody to send it. */
  sentAt?: string
  error?: string
}

/** All accounts, asked for a hundred at a time. */
export async function* listUsers(access: RegistryAccess): AsyncGenerator<RegistryUser> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const url = `${apiUrl(access, api.users)}?${new URLSearchParams({ after }).toString()}`
    const page: { users: RegistryUser[]; next?: string } = await call(access, url)
    yield* page.users
    after = page.next
  }
}

/** The account of an address. Throws `account.not_found`. */
export async function userByEmail(access: RegistryAccess, email: string): Promise<RegistryUser> {
  for await (const user of listUsers(access))
    if (user.email.toLowerCase() === email.toLowerCase()) return user
  throw new WaybillError('account.not_found', `There is no account with the address ${email}.`, {
    hint: '“waybill registry users” lists them.',
    details: { email },
  })
}

/** Sets the roles of an account in the registry; those that are not named it loses. Throws `publisher.last_owner`. */
export async function setRoles(
  access: RegistryAccess,
  userId: string,
  roles: readonly OperatorRole[],
): Promise<void> {
  await call(access, apiUrl(access, api.userRoles, { user: userId }), { method: 'PUT', json: { roles } })
}

/** Hands a package that is only listed to a publisher. Throws `package.published` once it has a version. */
export function assignPackage(
  access: RegistryAccess,
  name: string,
  publisher: string,
): Promise<{ name: string; publisher: string }> {
  return call(access, apiUrl(access, api.catalogueOwner, { name }), { method: 'PUT', json: { publisher } })
}

/** The names of the packages that the registry shows first, in their order. */
export async function readFeatured(access: RegistryAccess): Promise<string[]> {
  return (await call<{ packages: string[] }>(access, apiUrl(access, api.featured))).packages
}

/** Sets them, all at once. Throws `package.not_found` naming those that there are none of. */
export async function setFeatured(access: RegistryAccess, names: readonly string[]): Promise<void> {
  await call(access, apiUrl(access, api.featured), { method: 'PUT', json: { packages: names } })
}

/** The newest mails of the registry, newest first, sent or not. */
export async function listMails(access: RegistryAccess): Promise<SentMail[]> {
  return (await call<{ mails: SentMail[] }>(access, apiUrl(access, api.mails))).mails
}
