import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import type { Outgoing } from '../platform/outgoing/index.ts'

const filePath = '/.well-known/waybill-verification.txt'

/** What a publisher puts on a domain to prove that it is theirs; one of the two is enough. */
export interface DomainProof {
  /** The value to look for; it says nothing about the secret. */
  expected: string
  txt: { name: string; value: string }
  file: { url: string; line: string }
  /** The same for people, in a few lines. */
  instructions: string
}

export interface DomainCheck {
  verified: boolean
  method?: 'dns' | 'well-known'
  /** Why not, as sentences for the publisher. */
  reason?: string
}

/**
 * The proof for one domain and one publisher: the same each time, useless for any other publisher or domain, and not
 * to be guessed without the registry's secret (HMAC-SHA-256). `domain` is one that `parseDomain` gave.
 */
export function proofOf(of: { domain: string; publisher: string; secret: string }): DomainProof {
  const { domain, publisher, secret } = of
  if (secret === '')
    throw new WaybillError('internal.failed', 'There is no secret to make domain proofs with.')
  const expected = createHmac('sha256', secret)
    .update(JSON.stringify(['waybill domain proof', publisher, domain]))
    .digest('base64url')
  const value = textOf(expected)
  const txt = { name: txtName(domain), value }
  const file = { url: `https://${domain}${filePath}`, line: value }
  const instructions = [
    `To prove that ${domain} belongs to ${publisher}, do one of these:`,
    `- add a TXT record ${txt.name} with the value ${value}`,
    `- serve ${file.url} (without a redirect) with this line: ${value}`,
  ].join('\n')
  return { expected, txt, file, instructions }
}

/**
 * Looks for the proof in DNS and, failing that, on the domain's web server. Only what was found verifies: a failure to
 * ask is a reason, and never a pass. `plainHttpPort` asks that port by plain http instead of https, for tests.
 */
export async function checkDomain(
  outgoing: Outgoing,
  domain: string,
  expected: string,
  options: { plainHttpPort?: number } = {},
): Promise<DomainCheck> {
  if (expected === '') throw new WaybillError('internal.failed', 'There is no value to look for.')
  const noTxt = await missing(() => lookForTxt(outgoing, domain, expected))
  if (noTxt === undefined) return { verified: true, method: 'dns' }
  const origin =
    options.plainHttpPort === undefined ? `https://${domain}` : `http://${domain}:${options.plainHttpPort}`
  const noFile = await missing(() => lookForFile(outgoing, `${origin}${filePath}`, expected))
  if (noFile === undefined) return { verified: true, method: 'well-known' }
  return { verified: false, reason: `${noTxt} ${noFile}` }
}

/**
 * A domain as it is compared and stored: lower case, ASCII (`xn--…`), no final dot. Throws `usage.invalid` for IP
 * addresses, ports, paths, single labels such as `com`, and anything else that is no host name of the Internet.
 */
export function parseDomain(text: string): string {
  const typed = text.trim()
  // The conversion alone would decode %61, read 10.1 as 10.0.0.1, and keep underscores.
  const domain = /[\s%/\\:@?#[\]]/.test(typed) ? '' : domainToASCII(typed).replace(/\.$/, '')
  const labels = domain.split('.')
  const valid =
    labels.length > 1 &&
    isIP(domain) === 0 &&
    // “_waybill.” goes before it, and 253 characters are all that a name has (RFC 1035, section 2.3.4).
    txtName(domain).length <= 253 &&
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  if (valid) return domain
  throw new WaybillError('usage.invalid', `“${text.slice(0, 100)}” is not a domain.`, {
    hint: 'Write the domain alone, as in plugins.example.com.',
    details: { field: 'domain' },
  })
}

const txtName = (domain: string) => `_waybill.${domain}`
const textOf = (expected: string) => `waybill-verification=${expected}`

async function lookForTxt(outgoing: Outgoing, domain: string, expected: string): Promise<string | undefined> {
  const records = await outgoing.txt(txtName(domain))
  if (records.includes(textOf(expected))) return undefined
  return records.length === 0
    ? `There is no TXT record at ${txtName(domain)}.`
    : `No TXT record at ${txtName(domain)} has the expected value.`
}

async function lookForFile(outgoing: Outgoing, url: string, expected: string): Promise<string | undefined> {
  // No redirects: a page of the domain that sends visitors anywhere they like would prove it for anyone.
  const { status, bytes } = await outgoing.fetch(url, { maxBytes: 64 * 1024 })
  if (status !== 200) return `${url} answered with status ${status}.`
  const lines = bytes.toString('utf8').split(/\r?\n/)
  return lines.includes(textOf(expected)) ? undefined : `${url} has no line with the expected value.`
}

async function missing(look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look()
  } catch (error) {
    if (isWaybillError(error, 'outgoing.refused', 'outgoing.failed')) return error.message
    throw error
  }
}
