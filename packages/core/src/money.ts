import { WaybillError } from './errors.ts'

/** Amounts of money are whole numbers of the currency's smallest unit, and never fractions. */

/** Largest amount taken, in the smallest unit. */
export const mostAmount = 1_000_000_000

const currencies = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))

/** True for a known currency as ISO 4217 has it, in lower case. */
export function isCurrency(code: string): boolean {
  return currencies.has(code)
}

/** How many decimals the currency's amounts are written with: 2 for eur, 0 for jpy, 3 for kwd. */
export function currencyDecimals(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return maximumFractionDigits ?? 2
}

/**
 * Reads an amount as people write it (`9.99`) into the currency's smallest unit (999), exactly. Throws `pricing.invalid`
 * for more decimals than the currency has, for a currency that is not known, and for anything that is no plain number.
 */
export function parseAmount(text: string, currency: string): number {
  const refused = (why: string) =>
    new WaybillError('pricing.invalid', `“${text}” is no amount in ${currency}: ${why}.`, {
      hint: 'Write digits with a point before the decimals, such as 9.99.',
      details: { amount: text, currency },
    })
  if (!isCurrency(currency)) throw refused('the currency is not known (ISO 4217, in lower case)')
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text)
  if (!match) throw refused('it is not a plain number')
  const decimals = currencyDecimals(currency)
  const [, whole = '', fraction = ''] = match
  if (fraction.length > decimals) throw refused(`it has more than ${decimals} decimals`)
  const amount = Number(whole + fraction.padEnd(decimals, '0'))
  if (amount > mostAmount) throw refused('it is too large')
  return amount
}

/** Writes an amount of the smallest unit as people do: `9.99 EUR`. */
export function formatAmount(amount: number, currency: string): string {
  const decimals = currencyDecimals(currency)
  const digits = String(amount).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals)
  return `${whole}${decimals > 0 ? `.${fraction}` : ''} ${currency.toUpperCase()}`
}
