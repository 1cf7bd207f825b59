import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { WaybillError } from '@waybill/core/errors'
import { parseAddress, type AddressRange } from './addresses.ts'

/** What may be reached although it is private. */
export interface Allowed {
  readonly hosts: ReadonlySet<string>
  readonly ranges: readonly AddressRange[]
}

/**
 * Reads the setting `outgoing.allow`: CIDRs (`10.1.0.0/16`), single addresses, and host names, which allow that very
 * name and none below it. Throws `usage.invalid` naming the entry.
 */
export function parseAllowed(entries: readonly string[]): Allowed {
  const hosts = new Set<string>()
  const ranges: AddressRange[] = []
  for (const entry of entries) {
    const range = rangeOf(entry)
    const host = range ? undefined : hostOf(entry)
    if (range) ranges.push(range)
    else if (host) hosts.add(host)
    else
      throw new WaybillError(
        'usage.invalid',
        `outgoing.allow: “${entry}” is neither a range nor a host name.`,
        {
          hint: 'Write a range as 10.1.0.0/16, and a host as git.example.com, without scheme, port or wildcard.',
        },
      )
  }
  return { hosts, ranges }
}

/** True for an entry that `parseAllowed` takes. */
export function isAllowedEntry(entry: string): boolean {
  return (rangeOf(entry) ?? hostOf(entry)) !== undefined
}

/** True for the address of a name server: an IP address, with or without a port (`[::1]:53`). */
export function isNameServer(text: string): boolean {
  const [, six, four, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? []
  if (Number(port ?? 53) > 65535) return false
  return isIP(text) !== 0 || isIP(six ?? '') === 6 || isIP(four ?? '') === 4
}

function rangeOf(entry: string): AddressRange | undefined {
  const [address = '', bits, ...rest] = entry.split('/')
  // The library alone would take 010.0.0.1 as octal and “10/8” as 0.0.0.10/8.
  const version = isIP(address)
  if (version === 0 || address.includes('%') || rest.length > 0) return undefined
  const most = version === 4 ? 32 : 128
  if (bits === undefined) return [parseAddress(address), most]
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? [parseAddress(address), Number(bits)] : undefined
}

function hostOf(entry: string): string | undefined {
  const host = domainToASCII(entry).replace(/\.$/, '')
  const named = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host) && !entry.includes('%')
  return named && isIP(host) === 0 ? host : undefined
}
