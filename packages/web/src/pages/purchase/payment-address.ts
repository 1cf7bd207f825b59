const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * The address of a payment page that a browser may be sent to: https alone, and http from one machine to itself, as a test
 * service has it. `undefined` for anything else, so that no answer makes the page run or show what it likes.
 */
export function paymentAddress(given: string, here: string): string | undefined {
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (!url || url.username !== '' || url.password !== '') return undefined
  if (url.protocol === 'https:') return url.href
  const isOwnMachine = loopback.test(url.hostname) && loopback.test(new URL(here).hostname)
  return url.protocol === 'http:' && isOwnMachine ? url.href : undefined
}
