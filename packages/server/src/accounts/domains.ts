import { randomBytes } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { authorize, type Actor } from '../access/index.ts'
import { takeAllowance } from '../platform/allowance.ts'
import { day } from '../platform/clock.ts'
import type { Outgoing } from '../platform/outgoing/index.ts'
import { checkDomain, parseDomain, proofOf, type DomainCheck, type DomainProof } from './domain-proof.ts'
import { publisherChanged } from './events.ts'
import { requirePublisher, type PublisherContext } from './publishers.ts'
import * as store from './store/index.ts'

export interface DomainContext extends PublisherContext {
  outgoing: Outgoing
}

/** A verified domain is looked at daily; three days without its proof and it is verified no more. */
const recheckDays = 1
const mostFailures = 3
const atOnce = 50

/** Says which domain is to be proven, and how. A domain that was verified before is so no more. */
export async function claimDomain(
  context: DomainContext,
  actor: Actor | undefined,
  request: { publisher: string; domain: string },
): Promise<DomainProof & { domain: string }> {
  const publisher = await ownPublisher(context, actor, request.publisher)
  const domain = parseDomain(request.domain)
  // A new secret each time: what a former owner left in DNS proves nothing for the next.
  const secret = randomBytes(24).toString('base64url')
  await setDomain(context, publisher.id, { domain, domain_secret: secret, domain_verified_at: null })
  return { domain, ...proofOf({ domain, publisher: publisher.name, secret }) }
}

/** Looks for the proof now. Throws `domain.unproven` when no domain was named. */
export async function proveDomain(
  context: DomainContext,
  actor: Actor | undefined,
  name: string,
): Promise<DomainCheck & { domain: string }> {
  const publisher = await ownPublisher(context, actor, name)
  await takeAllowance(context, `domain of ${publisher.id}`, { most: 30, seconds: 3600 })
  if (publisher.domain === null)
    throw new WaybillError('domain.unproven', `${name} has named no domain to prove.`, {
      hint: `Name one: waybill org verify-domain ${name} example.org.`,
    })
  const result = await look(context, publisher)
  return { domain: publisher.domain, ...result }
}

/** Forgets the domain. */
export async function dropDomain(
  context: DomainContext,
  actor: Actor | undefined,
  name: string,
): Promise<void> {
  const publisher = await ownPublisher(context, actor, name)
  await setDomain(context, publisher.id, { domain: null, domain_secret: null, domain_verified_at: null })
}

async function ownPublisher({ database }: DomainContext, actor: Actor | undefined, name: string) {
  authorize(actor, 'publisher.verify')
  const publisher = await requirePublisher(database, name)
  authorize(actor, 'publisher.verify', { publisher })
  return publisher
}

type PublisherRow = Awaited<ReturnType<typeof requirePublisher>>

async function look(context: DomainContext, publisher: PublisherRow): Promise<DomainCheck> {
  const { database, clock, outgoing, notices } = context
  const { domain, domain_secret: secret } = publisher
  if (domain === null || secret === null) return { verified: false }
  const { expected } = proofOf({ domain, publisher: publisher.name, secret })
  const result = await checkDomain(outgoing, domain, expected)
  const at = clock()
  if (result.verified) {
    if (publisher.domain_verified_at)
      await store.updatePublisher(database, publisher.id, { domain_checked_at: at, domain_failures: 0 })
    else await setDomain(context, publisher.id, { domain_verified_at: at })
    return result
  }
  const failures = publisher.domain_failures + 1
  if (!publisher.domain_verified_at || failures < mostFailures) {
    await store.updatePublisher(database, publisher.id, { domain_checked_at: at, domain_failures: failures })
    return result
  }
  await setDomain(context, publisher.id, { domain_verified_at: null })
  for (const { email, role } of await store.membersOf(database, publisher.id))
    if (role === 'owner')
      await notices.changed(
        email,
        `${domain} is no longer verified as ${publisher.name}’s. ${result.reason ?? ''}`,
      )
  return result
}

/** Changes the domain and tells the packages, which show it. */
async function setDomain(
  { database, outbox, clock }: DomainContext,
  id: number,
  change: Parameters<typeof store.updatePublisher>[2],
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await store.updatePublisher(transaction, id, {
      ...change,
      domain_checked_at: clock(),
      domain_failures: 0,
    })
    await outbox.emit(transaction, publisherChanged, { publisherId: id })
  })
}

/** Looks again at domains that were verified, or wait to be, a few at a time. */
export async function recheckDomains(context: DomainContext): Promise<void> {
  const before = new Date(context.clock().getTime() - recheckDays * day)
  for (const publisher of await store.domainsToCheck(context.database, before, atOnce))
    await look(context, publisher)
}
