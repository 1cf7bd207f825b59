import type { Answer } from '../../api/client.ts'

export type PackageView = Answer<'/api/v1/packages/{name}'>
export type Entitlement = Answer<'/api/v1/entitlements'>['entitlements'][number]
export type Pricing = PackageView['pricing']

/** True for what a price is asked for. */
export const isSold = ({ price }: Pricing): boolean => price !== undefined && price > 0

/** What a buyer gets and what it binds to, in plain words, by the kind of the price. `label` is the price as people read it. */
export function termsOf({ type, interval }: Pricing, label: string): readonly string[] {
  const later = 'You install it on any machine where you sign in.'
  const refund = 'If the payment is refunded in full or disputed, the right to use it ends.'
  if (type === 'subscription')
    return [
      `You pay ${label}, until you end it.`,
      `What you paid for lasts to the end of the ${interval ?? 'month'}, also when you end it before.`,
      'When a renewal fails, it ends with the time paid for.',
      later,
      refund,
    ]
  if (type === 'freemium')
    return [
      `You pay ${label} once.`,
      'Installing is free for everybody. What you buy is the licence, which opens more inside it.',
      refund,
    ]
  return [`You pay ${label} once.`, 'It is yours for good, later versions too.', later, refund]
}

/** The entitlement that lets somebody use a package now. */
export const heldOf = (entitlements: readonly Entitlement[], name: string): Entitlement | undefined =>
  entitlements.find((each) => each.name === name && each.status === 'active')

/**
 * What a payment brought: the right to the package that was being bought, or where that is not known, what was bought
 * within the last minutes.
 */
export function boughtOf(
  entitlements: readonly Entitlement[],
  name: string | undefined,
  now: number,
): Entitlement | undefined {
  if (name !== undefined) return heldOf(entitlements, name)
  return entitlements.find(
    ({ kind, status, since }) =>
      status === 'active' &&
      (kind === 'purchase' || kind === 'subscription') &&
      now - new Date(since).getTime() < 15 * 60_000,
  )
}
