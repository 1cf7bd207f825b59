import { readPricing, setPricing, type PackagePricing } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { formatAmount, parseAmount } from '@waybill/core/money'
import { parsePackageName } from '@waybill/core/names'
import type { Pricing } from '@waybill/core/pricing'
import { Option, type Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf, registryUrl, signedIn } from '../session.ts'
import { day } from '../terminal/text.ts'

interface Flags {
  set?: string
  currency: string
  free?: true
  freemium?: true
  monthly?: true
  yearly?: true
}

export function define(command: Command): void {
  command
    .description(
      'Show what a plugin costs, or set it. Versions that are published from then on are for buyers alone; what was public before stays public.',
    )
    .argument('<name>', 'the plugin')
    .option('--set <amount>', 'the new price, such as 9.99')
    .option('--currency <code>', 'its currency, ISO 4217', 'eur')
    .addOption(new Option('--monthly', 'paid each month').conflicts(['yearly', 'freemium']))
    .addOption(new Option('--yearly', 'paid each year').conflicts('freemium'))
    .option('--freemium', 'the plugin stays public; the price is for what its licence opens')
    .addOption(new Option('--free', 'costs nothing').conflicts(['set', 'monthly', 'yearly', 'freemium']))
    .action(run)
  examples(
    command,
    ['waybill price csv-pro', 'what it costs'],
    ['waybill price csv-pro --set 9.99 --currency eur', 'sell it, once'],
    ['waybill price csv-pro --set 2.50 --currency usd --monthly', 'sell a subscription'],
    ['waybill price csv-pro --free', 'give it away from now on'],
  )
}

async function run(given: string, flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const name = parsePackageName(given).full
  const pricing = pricingOf(flags)
  const answer = pricing
    ? await setPricing(await signedIn(context), name, pricing)
    : await readPricing(await registryUrl(context, await homeOf(context)), name)
  context.out.result(answer, () => linesOf(answer))
}

/** The price that the flags ask for; undefined when they ask for none. Throws `pricing.invalid` or `usage.invalid`. */
function pricingOf({ set, currency: code, ...kind }: Flags): Pricing | undefined {
  if (kind.free) return { type: 'free' }
  if (set === undefined) {
    if (kind.freemium) return { type: 'freemium' }
    if (!kind.monthly && !kind.yearly) return undefined
    throw new WaybillError('usage.invalid', 'A subscription needs its price.', {
      hint: 'Add --set AMOUNT, such as --set 2.50.',
    })
  }
  const currency = code.toLowerCase()
  const price = parseAmount(set, currency)
  if (price === 0)
    throw new WaybillError('pricing.invalid', 'A price of nothing is no price.', { hint: 'Use --free.' })
  if (kind.monthly || kind.yearly)
    return { type: 'subscription', price, currency, interval: kind.yearly ? 'year' : 'month' }
  return { type: kind.freemium ? 'freemium' : 'paid', price, currency }
}

function linesOf({ name, pricing, history }: PackagePricing): string[] {
  const earlier = history.slice(0, -1).toReversed()
  const since = history.at(-1)?.since
  return [
    `${name}: ${inWords(pricing)}${since === undefined ? '' : `, since ${day(since)}`}`,
    ...earlier.map((each) => `  before: ${inWords(each.pricing)}, since ${day(each.since)}`),
  ]
}

function inWords(pricing: Pricing): string {
  if (!('price' in pricing)) return pricing.type
  const amount = formatAmount(pricing.price, pricing.currency)
  if (pricing.type === 'subscription') return `${amount} each ${pricing.interval}`
  return pricing.type === 'freemium' ? `freemium, ${amount}` : amount
}
