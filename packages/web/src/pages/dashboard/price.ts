/** A price as it is typed, and as the registry takes it: a whole number of the currency’s smallest unit. */
export interface PriceDraft {
  type: 'free' | 'paid' | 'subscription' | 'freemium'
  amount: string
  currency: string
  interval: 'month' | 'year'
}

export interface Pricing {
  type: PriceDraft['type']
  price?: number
  currency?: string
  interval?: 'month' | 'year'
}

export const noPrice: PriceDraft = { type: 'free', amount: '', currency: 'eur', interval: 'month' }

/** The currencies that are offered first; any other of ISO 4217 can be set on the command line. */
export const currencies = [
  'eur',
  'usd',
  'gbp',
  'chf',
  'jpy',
  'sek',
  'nok',
  'dkk',
  'pln',
  'czk',
  'cad',
  'aud',
  'inr',
]

function decimalsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return maximumFractionDigits ?? 2
}

/** What was typed, read exactly; or why it cannot be. */
export function readPrice(draft: PriceDraft): { pricing: Pricing } | { error: string } {
  const { type, currency, interval } = draft
  if (type === 'free') return { pricing: { type } }
  const typed = draft.amount.trim().replace(',', '.')
  if (typed === '' && type === 'freemium') return { pricing: { type } }
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(typed)
  if (!match) return { error: 'Type an amount such as 9.99.' }
  const [, whole = '', fraction = ''] = match
  const decimals = decimalsOf(currency)
  if (fraction.length > decimals)
    return {
      error:
        decimals === 0
          ? `${currency.toUpperCase()} has no decimals.`
          : `${currency.toUpperCase()} has ${decimals} decimals.`,
    }
  const price = Number(whole + fraction.padEnd(decimals, '0'))
  if (price === 0 && type === 'freemium') return { pricing: { type } }
  if (price === 0) return { error: 'It must cost more than nothing; or choose Free.' }
  if (price > 1_000_000_000) return { error: 'That is more than can be charged.' }
  return { pricing: { type, price, currency, ...(type === 'subscription' ? { interval } : {}) } }
}

/** A price as it can be changed. */
export function draftOf({ type, price, currency = 'eur', interval = 'month' }: Pricing): PriceDraft {
  const decimals = decimalsOf(currency)
  const digits = String(price ?? 0).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const amount =
    price === undefined ? '' : decimals === 0 ? whole : `${whole}.${digits.slice(digits.length - decimals)}`
  return { type, amount, currency, interval }
}

/** “€9.99 once”, “$2.50 each month”, “Free”. */
export function priceWords({ type, price, currency, interval }: Pricing): string {
  if (type === 'free') return 'Free'
  if (price === undefined || currency === undefined) return 'Free, with something to buy inside'
  const amount = new Intl.NumberFormat('en', { style: 'currency', currency }).format(
    price / 10 ** decimalsOf(currency),
  )
  if (type === 'subscription') return `${amount} each ${interval ?? 'month'}`
  return type === 'freemium' ? `Free, with ${amount} to unlock the rest` : `${amount} once`
}
