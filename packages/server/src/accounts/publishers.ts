import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { isPublisherName } from '@waybill/core/names'
import {
  authorize,
  ruleOf,
  type Actor,
  type MemberRole,
  type Operation,
  type PublisherRef,
} from '../access/index.ts'
import { takeAllowance } from '../platform/allowance.ts'
import { day, type Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Outbox } from '../platform/outbox.ts'
import { publisherChanged } from './events.ts'
import type { Notices } from './notices.ts'
import * as store from './store/index.ts'

export interface PublisherContext {
  database: Database
  clock: Clock
  outbox: Outbox
  notices: Notices
}

const invitationDays = 7

/** Each is a mail to whom nobody asked. */
const invitations = {
  bySender: { most: 100, seconds: 3600 },
  toAddress: { most: 10, seconds: 3600 },
}

/** Takes a name for a new publisher; whoever takes it owns it. Throws `name.invalid` or `publisher.taken`. */
export async function createPublisher(
  { database, clock }: PublisherContext,
  actor: Actor | undefined,
  { name, kind }: { name: string; kind: 'user' | 'organization' },
): Promise<PublisherRef> {
  const { user } = authorize(actor, 'publisher.create')
  if (!isPublisherName(name))
    throw new WaybillError('name.invalid', `“${name}” is not a valid publisher name.`, {
      hint: 'Use 1 to 100 lower-case letters, digits, “.”, “_” and “-”, beginning and ending with a letter or digit.',
    })
  return database.transaction().execute(async (transaction) => {
    const publisher = await store.insertPublisher(transaction, name, kind)
    if (!publisher)
      throw new WaybillError(
        'publisher.taken',
        `“${name}” is taken, or looks too much like another publisher.`,
        {
          hint: 'Choose another name, or ask its owner for an invitation.',
        },
      )
    await store.putMember(transaction, {
      publisher_id: publisher.id,
      user_id: user?.id ?? '',
      role: 'owner',
      since: clock(),
    })
    return publisher
  })
}

/** The publisher of a name, for an actor who may know of it. Throws `publisher.not_found`. */
export async function requirePublisher(database: Database | Transaction, name: string) {
  const publisher = await store.publisherByName(database, name)
  if (publisher) return publisher
  throw new WaybillError('publisher.not_found', `There is no publisher ${name}.`, {
    hint: '“waybill whoami” shows yours.',
    details: { publisher: name },
  })
}

/**
 * Invites an address to a publisher, or offers it the ownership (`transfers`): then whoever accepts becomes its owner
 * and the one who offered stays as maintainer. Only an owner makes owners.
 */
export async function invite(
  { database, clock, notices }: PublisherContext,
  actor: Actor | undefined,
  request: { publisher: string; email: string; role: MemberRole; transfers: boolean },
): Promise<{ id: string; expiresAt: Date }> {
  const operation = invitingTo(request)
  authorize(actor, operation)
  const publisher = await requirePublisher(database, request.publisher)
  const { user } = authorize(actor, operation, { publisher })
  if (!user) throw needsAccount()
  if (request.transfers && request.email.toLowerCase() === user.email)
    throw new WaybillError('usage.invalid', `body.email: ${user.email} is yours; hand over to another.`, {
      details: { field: 'body.email' },
    })
  const email = request.email.toLowerCase()
  // It takes the place of the one that the address has.
  await refuseReplacing({ database, clock }, actor, publisher, (open) => open.email === email)
  await takeAllowance({ database, clock }, `invitations by ${user.id}`, invitations.bySender)
  await takeAllowance({ database, clock }, `invitations to ${email}`, invitations.toAddress)
  // A prefix, as base64url may begin with “-”, which a command line takes for an option.
  const token = `inv_${randomBytes(24).toString('base64url')}`
  const now = clock()
  const row = {
    id: randomUUID(),
    publisher_id: publisher.id,
    email,
    role: request.role,
    transfers: request.transfers,
    hash: hashOf(token),
    invited_by: user.id,
    created_at: now,
    expires_at: new Date(now.getTime() + invitationDays * day),
  }
  await database.transaction().execute(async (transaction) => {
    await store.insertInvitation(transaction, row)
    const about = {
      publisher: publisher.name,
      role: request.role,
      by: user.email,
      token,
      transfers: request.transfers,
    }
    await notices.invitation(row.email, about, transaction)
  })
  return { id: row.id, expiresAt: row.expires_at }
}

function invitingTo({ role, transfers }: { role: MemberRole; transfers: boolean }): Operation {
  if (transfers) return 'publisher.transfer'
  return role === 'owner' ? 'member.change' : 'member.invite'
}

/**
 * Accepts the invitation of a mail; the account must have the invited address, and whoever sent it the right to send it
 * still. Gives the role that the member has then. Throws `invitation.not_found`.
 */
export async function acceptInvitation(context: PublisherContext, actor: Actor | undefined, token: string) {
  const { user } = authorize(actor, 'invitation.accept')
  if (!user) throw needsAccount()
  const { database, clock } = context
  return database.transaction().execute(async (transaction) => {
    const invitation = await store.takeInvitation(transaction, hashOf(token), user.email)
    if (!invitation || invitation.expires_at <= clock()) throw noInvitation()
    const publisher = await store.lockPublisher(transaction, invitation.publisher_id)
    const since = clock()
    const members = await store.membersOf(transaction, publisher.id)
    const inviter = members.find(({ user_id }) => user_id === invitation.invited_by)
    if (!inviter || !ruleOf(invitingTo(invitation)).members?.includes(inviter.role))
      throw new WaybillError('invitation.not_found', 'Whoever sent this may not invite any more.', {
        hint: 'Ask an owner for a new one.',
      })
    const before = members.find(({ user_id }) => user_id === user.id)?.role
    const role = before === 'owner' ? before : invitation.role
    await store.putMember(transaction, { publisher_id: publisher.id, user_id: user.id, role, since })
    if (invitation.transfers)
      await handOver(context, transaction, { publisher, members, from: invitation.invited_by })
    return { publisher: publisher.name, role }
  })
}

/** A publisher in new hands starts with no trust earned, and its packages say so to whoever has them. */
async function handOver(
  { clock, outbox, notices }: PublisherContext,
  transaction: Transaction,
  {
    publisher,
    members,
    from,
  }: { publisher: PublisherRef; members: Awaited<ReturnType<typeof store.membersOf>>; from: string },
): Promise<void> {
  const at = clock()
  await store.putMember(transaction, {
    publisher_id: publisher.id,
    user_id: from,
    role: 'maintainer',
    since: at,
  })
  await store.updatePublisher(transaction, publisher.id, {
    ownership_changed_at: at,
    domain: null,
    domain_secret: null,
    domain_verified_at: null,
    domain_checked_at: null,
  })
  await outbox.emit(transaction, publisherChanged, { publisherId: publisher.id })
  for (const { email } of members)
    await notices.changed(
      email,
      `The publisher ${publisher.name} was handed over to another owner.`,
      transaction,
    )
}

/** What only an owner can offer, only an owner takes back. */
async function refuseReplacing(
  { database, clock }: Pick<PublisherContext, 'database' | 'clock'>,
  actor: Actor | undefined,
  publisher: PublisherRef,
  isIt: (open: { id: string; email: string }) => boolean,
): Promise<void> {
  const open = (await store.invitationsOf(database, publisher.id, clock())).find(isIt)
  if (open) authorize(actor, invitingTo(open), { publisher })
}

/** Takes an invitation back. Throws `invitation.not_found`. */
export async function revokeInvitation(
  { database, clock }: PublisherContext,
  actor: Actor | undefined,
  { publisher: name, id }: { publisher: string; id: string },
): Promise<void> {
  authorize(actor, 'member.invite')
  const publisher = await requirePublisher(database, name)
  authorize(actor, 'member.invite', { publisher })
  await refuseReplacing({ database, clock }, actor, publisher, (open) => open.id === id)
  if (!(await store.removeInvitation(database, publisher.id, id)))
    throw new WaybillError('invitation.not_found', `${name} has no such invitation.`)
}

/**
 * What an invitation offers, for the account that it was sent to; nothing is accepted by it. Throws
 * `invitation.not_found`.
 */
export async function readInvitation(
  { database, clock }: PublisherContext,
  actor: Actor | undefined,
  token: string,
) {
  const { user } = authorize(actor, 'invitation.accept')
  if (!user) throw needsAccount()
  const invitation = await store.invitationByHash(database, hashOf(token), user.email)
  if (!invitation || invitation.expires_at <= clock()) throw noInvitation()
  const { publisher, role, transfers, invited_by: invitedBy, expires_at: expiresAt } = invitation
  return { publisher, role, transfers, invitedBy, expiresAt }
}

function noInvitation(): WaybillError {
  return new WaybillError('invitation.not_found', 'There is no such invitation for this account.', {
    hint: 'It may be used, expired or for another address; ask for a new one.',
  })
}

/** Gives a member another role, or (without one) ends the membership. Throws `member.not_found` or `publisher.last_owner`. */
export async function changeMember(
  { database, clock, notices }: PublisherContext,
  actor: Actor | undefined,
  request: { publisher: string; userId: string; role: MemberRole | undefined },
): Promise<void> {
  const isSelf = actor?.user?.id === request.userId && request.role === undefined
  const operation = isSelf ? 'member.leave' : request.role === undefined ? 'member.remove' : 'member.change'
  authorize(actor, operation)
  const publisher = await requirePublisher(database, request.publisher)
  authorize(actor, operation, { publisher })
  await database.transaction().execute(async (transaction) => {
    await store.lockPublisher(transaction, publisher.id)
    const members = await store.membersOf(transaction, publisher.id)
    const member = members.find(({ user_id }) => user_id === request.userId)
    if (!member) throw new WaybillError('member.not_found', `${publisher.name} has no such member.`)
    // A maintainer removes members, but no owner.
    if (member.role === 'owner' && !isSelf) authorize(actor, 'member.change', { publisher })
    const owners = members.filter(({ role }) => role === 'owner')
    if (member.role === 'owner' && request.role !== 'owner' && owners.length === 1)
      throw new WaybillError(
        'publisher.last_owner',
        `${member.email} is the last owner of ${publisher.name}.`,
        {
          hint: 'Make another member owner first, or hand the publisher over.',
        },
      )
    if (request.role === undefined) await store.removeMember(transaction, publisher.id, member.user_id)
    else
      await store.putMember(transaction, {
        publisher_id: publisher.id,
        user_id: member.user_id,
        role: request.role,
        since: clock(),
      })
    const what =
      request.role === undefined ? 'You are no member any more of' : `You are ${request.role} now of`
    await notices.changed(member.email, `${what} the publisher ${publisher.name}.`, transaction)
  })
}

const hashOf = (token: string) => createHash('sha256').update(token).digest()

function needsAccount(): WaybillError {
  return new WaybillError('auth.required', 'This needs an account; a token of a publisher is not enough.', {
    hint: 'Sign in with “waybill login”.',
  })
}
