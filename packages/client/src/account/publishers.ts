import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { apiUrl, call, type RegistryAccess } from '../publish/access.ts'

/** Roles of a member, from most to least. */
export const memberRoles = ['owner', 'maintainer', 'publisher', 'billing', 'read'] as const
export type MemberRole = (typeof memberRoles)[number]

export interface Member {
  id: string
  name: string
  email: string
  role: MemberRole
  since: string
}

/** An invitation that was not accepted yet; with `transfers` it hands the publisher over. */
export interface Invitation {
  id: string
  email: string
  role: MemberRole
  transfers: boolean
  expiresAt: string
}

/** A publisher as its members see it; times are ISO 8601. */
export interface Publisher {
  name: string
  kind: 'user' | 'organization'
  domain?: { name: string; verifiedAt?: string }
  ownershipChangedAt?: string
  members: Member[]
  invitations: Invitation[]
}

/** What proves that a domain is a publisher's: one of the two is enough. */
export interface DomainProof {
  domain: string
  txt: { name: string; value: string }
  file: { url: string; line: string }
}

export interface DomainCheck {
  verified: boolean
  method?: 'dns' | 'well-known'
  /** Why not. */
  reason?: string
}

/** Takes a publisher name; whoever takes it owns it. Throws `publisher.taken` or `name.invalid`. */
export function createPublisher(
  access: RegistryAccess,
  publisher: { name: string; kind: 'user' | 'organization' },
): Promise<{ name: string }> {
  return call(access, apiUrl(access, api.publishers), { method: 'POST', json: publisher })
}

/** A publisher with its members and open invitations. Throws `publisher.not_found` or `auth.forbidden`. */
export function readPublisher(access: RegistryAccess, publisher: string): Promise<Publisher> {
  return call(access, apiUrl(access, api.publisher, { publisher }))
}

/** Invites an address; a mail carries the token to accept with. */
export function inviteMember(
  access: RegistryAccess,
  publisher: string,
  who: { email: string; role: MemberRole },
): Promise<{ id: string; expiresAt: string }> {
  return call(access, apiUrl(access, api.invitations, { publisher }), { method: 'POST', json: who })
}

/** Offers the ownership to an address: whoever accepts becomes owner, the one who offered stays as maintainer. */
export function transferPublisher(
  access: RegistryAccess,
  publisher: string,
  email: string,
): Promise<{ id: string; expiresAt: string }> {
  return call(access, apiUrl(access, api.invitations, { publisher }), {
    method: 'POST',
    json: { email, transfers: true },
  })
}

/** Takes an invitation back. Throws `invitation.not_found`. */
export async function revokeInvitation(access: RegistryAccess, publisher: string, id: string): Promise<void> {
  await call(access, apiUrl(access, api.invitation, { publisher, id }), { method: 'DELETE' })
}

/** Accepts the invitation of a mail; the account must have the invited address. Throws `invitation.not_found`. */
export function acceptInvitation(
  access: RegistryAccess,
  token: string,
): Promise<{ publisher: string; role: MemberRole }> {
  return call(access, apiUrl(access, api.invitationAcceptance), { method: 'POST', json: { token } })
}

/** Gives the member of an address another role. Throws `member.not_found` or `publisher.last_owner`. */
export async function changeMember(
  access: RegistryAccess,
  publisher: string,
  { email, role }: { email: string; role: MemberRole },
): Promise<void> {
  const { id } = await memberByEmail(access, publisher, email)
  await call(access, apiUrl(access, api.member, { publisher, user: id }), { method: 'PUT', json: { role } })
}

/** Ends the membership of an address. Throws `member.not_found` or `publisher.last_owner`. */
export async function removeMember(access: RegistryAccess, publisher: string, email: string): Promise<void> {
  const { id } = await memberByEmail(access, publisher, email)
  await call(access, apiUrl(access, api.member, { publisher, user: id }), { method: 'DELETE' })
}

async function memberByEmail(access: RegistryAccess, publisher: string, email: string): Promise<Member> {
  const { members } = await readPublisher(access, publisher)
  const found = members.find((member) => member.email.toLowerCase() === email.toLowerCase())
  if (found) return found
  throw new WaybillError('member.not_found', `${email} is no member of ${publisher}.`, {
    hint: `“waybill org show ${publisher}” lists its members and invitations.`,
    details: { publisher, email },
  })
}

/** Says which domain is to be proven a publisher's, and what proves it. */
export function nameDomain(access: RegistryAccess, publisher: string, domain: string): Promise<DomainProof> {
  return call(access, apiUrl(access, api.publisherDomain, { publisher }), {
    method: 'POST',
    json: { domain },
  })
}

/** Has the registry look for the proof now. Throws `domain.unproven` where no domain was named. */
export function checkDomain(access: RegistryAccess, publisher: string): Promise<DomainCheck> {
  return call(access, apiUrl(access, api.publisherDomain, { publisher }), { method: 'PUT' })
}

/** Forgets the domain of a publisher. */
export async function forgetDomain(access: RegistryAccess, publisher: string): Promise<void> {
  await call(access, apiUrl(access, api.publisherDomain, { publisher }), { method: 'DELETE' })
}
