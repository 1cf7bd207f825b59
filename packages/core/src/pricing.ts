import { z } from 'zod'
import { currencyDecimals, isCurrency, mostAmount } from './money.ts'

/** Every kind of price. `freemium` artifacts are public; what is bought is what the licence opens inside the plugin. */
const pricingTypes = ['free', 'paid', 'freemium', 'subscription'] as const

/** What a package costs: `price` in the smallest unit of `currency` (ISO 4217, lower case), once or each `interval`. */
export type Pricing =
  | { readonly type: 'free' }
  | { readonly type: 'freemium' }
  | { readonly type: 'paid' | 'freemium'; readonly price: number; readonly currency: string }
  | {
      readonly type: 'subscription'
      readonly price: number
      readonly currency: string
      readonly interval: 'month' | 'year'
    }

const givenSchema = z.strictObject({
  type: z.enum(pricingTypes),
  price: z.int().min(0).max(mostAmount).optional(),
  currency: z.string().refine(isCurrency, 'is no known currency (ISO 4217, in lower case)').optional(),
  subscription: z.boolean().optional(),
  interval: z.enum(['month', 'year']).optional(),
})

/**
 * A package's price as publishers send it, read into one form. `paid` with `subscription: true` is the seed's spelling of
 * `subscription`; a subscription without an interval is paid each month. A price without a currency is one of `fallback`,
 * and refused where there is none.
 */
export function pricingSchemaWith(fallback: string | undefined) {
  return givenSchema.transform((given, context): Pricing => {
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message })
      return z.NEVER
    }
    const { price = 0, currency = fallback, interval = 'month' } = given
    const type = given.type === 'paid' && given.subscription ? 'subscription' : given.type
    if (given.subscription === true && type !== 'subscription')
      return refuse('subscription', `does not go with the type ${type}`)
    if (given.subscription === false && type === 'subscription')
      return refuse('subscription', 'contradicts the type subscription')
    if (given.interval !== undefined && type !== 'subscription')
      return refuse('interval', 'is for subscriptions alone')
    if (type === 'free') return price === 0 ? { type } : refuse('price', 'must be absent for a free package')
    if (price === 0) return type === 'freemium' ? { type } : refuse('price', 'must be more than 0')
    if (currency === undefined) return refuse('currency', 'is missing')
    return type === 'subscription' ? { type, price, currency, interval } : { type, price, currency }
  })
}

/** The same, with the currency always named. */
export const pricingSchema = pricingSchemaWith(undefined)

/** True when artifacts of the package are for those alone who bought it. */
export function isGated({ type }: Pricing): boolean {
  return type === 'paid' || type === 'subscription'
}

/** A price as people read it: `Free`, `€5.00`, `€5.00 / month`. */
export function pricingLabel(pricing: Pricing): string {
  if (!('price' in pricing)) return 'Free'
  const { price, currency } = pricing
  const amount = new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() }).format(
    price / 10 ** currencyDecimals(currency),
  )
  return pricing.type === 'subscription' ? `${amount} / ${pricing.interval}` : amount
}
