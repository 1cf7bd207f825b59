import { currencyDecimals } from '@waybill/core/money'
import { WaybillError } from '@waybill/core/errors'
import type { Stripe } from 'stripe'
import type { Settings } from '../platform/settings.ts'

/** The payment service with the secret that its events are signed by. */
export interface Payments {
  readonly stripe: Stripe
  readonly webhookSecret: string
}

/** Opens the payment service at its first use. Throws `billing.unavailable` where the registry has none. */
export function openPayments(settings: Settings['billing']): () => Promise<Payments> {
  let opened: Promise<Payments> | undefined
  return () => (opened ??= open(settings))
}

async function open({ stripe: keys }: Settings['billing']): Promise<Payments> {
  if (!keys)
    throw new WaybillError('billing.unavailable', 'This registry takes no payments.', {
      hint: 'Ask the publisher for a code or a grant by hand; the operator can set Stripe up (docs/billing.md).',
    })
  // Loaded here: few registries sell, and it is large.
  const { Stripe } = await import('stripe')
  const base = keys.apiBase === undefined ? undefined : new URL(keys.apiBase)
  const stripe = new Stripe(keys.secretKey, {
    maxNetworkRetries: 2,
    timeout: 20_000,
    telemetry: false,
    ...(base
      ? {
          host: base.hostname,
          port: base.port || (base.protocol === 'https:' ? 443 : 80),
          protocol: base.protocol === 'https:' ? 'https' : 'http',
        }
      : {}),
  })
  return { stripe, webhookSecret: keys.webhookSecret }
}

/** Currencies that Stripe counts otherwise than in hundredths; docs.stripe.com/currencies, “zero-decimal” and “three-decimal”. */
const wholeUnits = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')
const thousandths = 'bhd jod kwd omr tnd'.split(' ')

/** The amount as Stripe counts it. Throws `pricing.invalid` for one that it cannot charge exactly. */
export function stripeAmount(amount: number, currency: string): number {
  const decimals = wholeUnits.includes(currency) ? 0 : thousandths.includes(currency) ? 3 : 2
  const shift = decimals - currencyDecimals(currency)
  const charged = shift >= 0 ? amount * 10 ** shift : amount / 10 ** -shift
  // Banks settle thousandths in steps of ten.
  if (Number.isInteger(charged) && (decimals < 3 || charged % 10 === 0)) return charged
  throw new WaybillError(
    'pricing.invalid',
    `Stripe cannot charge ${amount} in ${currency}: it is no multiple of its smallest step.`,
    { hint: 'The publisher sets a round price.', details: { amount, currency } },
  )
}
