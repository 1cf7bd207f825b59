import type { Fact } from './facts.ts'
import type { EntitlementState } from './store/index.ts'
import type { Purchase } from './tables.ts'

/** What was offered to the buyer, in the payment service's counting. */
export type Offer = Pick<Purchase, 'type' | 'amount' | 'currency' | 'interval' | 'session_id'>

/** A fact with when it became one: the time of the event itself, not of its arrival. */
export interface DatedFact {
  readonly at: Date
  readonly fact: Fact
}

/** What a purchase gives by the facts that are known; undefined when nothing was paid. */
export type Outcome = Omit<EntitlementState, 'status'> & { status: 'active' | 'revoked' }

type Of<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }> & { readonly at: Date }

/** States of a subscription in which nothing is given any more, whatever was paid. */
const endedStates = ['canceled', 'unpaid', 'incomplete_expired', 'paused']

/**
 * What a purchase gives, from all facts that are known of it. It depends on which facts there are and on their own times
 * alone: in whatever order, and however often, they arrived.
 */
export function outcomeOf(offer: Offer, facts: readonly DatedFact[]): Outcome | undefined {
  const sessions = ofKind(facts, 'session')
  const paid = first(sessions.filter((fact) => fact.payment === 'paid' && !mismatch(offer, fact)))
  const failed = last(sessions.filter((fact) => fact.payment === 'failed'))
  if (!paid) return undefined
  const { at: since } = paid
  const revoked = (why: string): Outcome => ({ status: 'revoked', since, until: null, why })
  if (failed && failed.at > paid.at) return revoked('the payment failed')
  const disputed = disputeOf(facts)
  if (disputed) return revoked(disputed)
  const refund = last(ofKind(facts, 'refund').filter(({ isFull }) => isFull))
  if (offer.type !== 'subscription')
    return refund ? revoked('paid back') : { status: 'active', since, until: null, why: 'paid' }
  return subscriptionOutcome(offer, facts, { paid, refund })
}

function subscriptionOutcome(
  offer: Offer,
  facts: readonly DatedFact[],
  { paid, refund }: { paid: Of<'session'>; refund: Of<'refund'> | undefined },
): Outcome {
  const { at: since, subscription } = paid
  const own = <T extends { subscription: string | null }>(fact: T) => fact.subscription === subscription
  const invoices = ofKind(facts, 'invoice').filter(
    (fact) => own(fact) && fact.isPaid && !mismatch(offer, fact) && (!refund || fact.at > refund.at),
  )
  if (refund && invoices.length === 0) return { status: 'revoked', since, until: null, why: 'paid back' }
  const end =
    invoices.length > 0
      ? new Date(Math.max(...invoices.map(({ until }) => until)) * 1000)
      : oneIntervalAfter(since, offer.interval)
  const ended = endOf(ofKind(facts, 'subscription').filter(own))
  if (ended && ended < end)
    return { status: 'active', since, until: ended, why: 'the subscription has ended' }
  return { status: 'active', since, until: end, why: 'the subscription is paid' }
}

/** When the subscription ended; undefined while it goes on. Once deleted it never comes back. */
function endOf(facts: readonly Of<'subscription'>[]): Date | undefined {
  const latest = last(facts.filter(({ isDeleted }) => isDeleted)) ?? last(facts)
  if (!latest || (!latest.isDeleted && !endedStates.includes(latest.status))) return undefined
  return latest.endedAt === null ? latest.at : new Date(latest.endedAt * 1000)
}

/** Why the payment does not count while, or since, its bank took it back; undefined when it does. */
function disputeOf(facts: readonly DatedFact[]): string | undefined {
  for (const own of Map.groupBy(ofKind(facts, 'dispute'), ({ dispute }) => dispute).values()) {
    const closed = last(own.filter(({ isClosed }) => isClosed))
    if (closed?.status === 'lost') return 'the payment was disputed and lost'
    // A warning is a question of the bank: no money has moved.
    if (!closed && own.some(({ status }) => !status.startsWith('warning_'))) return 'the payment is disputed'
  }
  return undefined
}

/** What is wrong with what was paid, compared with what was offered; undefined when nothing is. */
export function mismatch(offer: Offer, fact: Fact): string | undefined {
  if (fact.kind === 'session') {
    const mode = offer.type === 'subscription' ? 'subscription' : 'payment'
    if (offer.session_id !== null && fact.session !== offer.session_id)
      return 'the payment was made on another page than the one that was offered'
    if (fact.mode !== mode) return `the payment is a ${fact.mode}, not a ${mode}`
    if (fact.amount === offer.amount && fact.currency === offer.currency) return undefined
    return `${fact.amount} ${fact.currency} were paid where ${offer.amount} ${offer.currency} were offered`
  }
  if (fact.kind !== 'invoice' || !fact.isPaid) return undefined
  // More than the price is a tax that the operator has the service add.
  if (fact.amount >= offer.amount && fact.currency === offer.currency) return undefined
  return `an invoice of ${fact.amount} ${fact.currency} was paid where ${offer.amount} ${offer.currency} were offered`
}

/** The time paid for, until an invoice says it exactly. */
function oneIntervalAfter(since: Date, interval: Offer['interval']): Date {
  const months = interval === 'year' ? 12 : 1
  const end = new Date(since)
  end.setUTCMonth(end.getUTCMonth() + months)
  // The 31st of a month that has fewer days becomes its last one.
  if (end.getUTCDate() !== since.getUTCDate()) end.setUTCDate(0)
  return end
}

function ofKind<Kind extends Fact['kind']>(facts: readonly DatedFact[], kind: Kind): Of<Kind>[] {
  return facts.flatMap(({ at, fact }) => (fact.kind === kind ? [{ ...fact, at } as Of<Kind>] : []))
}

function first<T extends { at: Date }>(facts: readonly T[]): T | undefined {
  return byTime(facts)[0]
}

function last<T extends { at: Date }>(facts: readonly T[]): T | undefined {
  return byTime(facts).at(-1)
}

/** By time; facts of the same second by their text, so that no order of arrival counts. */
function byTime<T extends { at: Date }>(facts: readonly T[]): T[] {
  const text = (fact: T) => JSON.stringify(Object.entries(fact).sort())
  return facts.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (text(a) < text(b) ? -1 : 1))
}
