import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
export type AddressRange = readonly [Address, number]

/** Only these are handed out to the public Internet (IANA, IPv6 Global Unicast Address Assignments). */
const globalUnicast = ipaddr.parseCIDR('2000::/3')

/** The well-known prefix under which DNS64 shows IPv4-only hosts to IPv6-only networks (RFC 6052, section 2.1). */
const nat64 = ipaddr.parseCIDR('64:ff9b::/96')

/** Looks public, is not: the service of Azure that hands machines their settings. */
const azureWire = '168.63.129.16'

/**
 * Why an IP address may not be asked: the name of its range. `undefined` for a public address. IPv4 addresses inside
 * IPv6 ones are judged by what they reach: mapped (RFC 4291) and well-known NAT64 ones by the inner address; 6to4,
 * Teredo, compatible and translated ones are refused, because nothing public is reached through them any more.
 */
export function refusedRange(address: string): string | undefined {
  const parsed = unmapped(parseAddress(address))
  return parsed.kind() === 'ipv4'
    ? refusedVersion4(parsed as ipaddr.IPv4)
    : refusedVersion6(parsed as ipaddr.IPv6)
}

/** True when the address, or the IPv4 address that is mapped into it, lies in one of the ranges. */
export function inRanges(address: string, ranges: readonly AddressRange[]): boolean {
  const parsed = unmapped(parseAddress(address))
  return ranges.some(([start, bits]) => start.kind() === parsed.kind() && parsed.match(start, bits))
}

/** Reads an IP address that `isIP` knows; the zone of a link-local one is left out. */
export function parseAddress(address: string): Address {
  if (isIP(address) !== 6) return ipaddr.IPv4.parse(address)
  // The library takes ::8.8.8.8 for ::ffff:8.8.8.8; written in groups alone, an address means one thing.
  const groups = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1)
  return ipaddr.IPv6.parse(groups)
}

function unmapped(address: Address): Address {
  const six = address.kind() === 'ipv6' ? (address as ipaddr.IPv6) : undefined
  return six?.isIPv4MappedAddress() ? six.toIPv4Address() : address
}

function refusedVersion4(address: ipaddr.IPv4): string | undefined {
  if (address.toString() === azureWire) return 'cloud metadata'
  const range = address.range()
  return range === 'unicast' ? undefined : readable(range)
}

function refusedVersion6(address: ipaddr.IPv6): string | undefined {
  if (address.match(nat64[0], nat64[1])) return refusedVersion4(innerAddress(address))
  const range = address.range()
  if (range !== 'unicast') return readable(range)
  if (!address.match(globalUnicast[0], globalUnicast[1])) return 'reserved'
  return isIsatap(address) ? refusedVersion4(innerAddress(address)) : undefined
}

/** RFC 5214, section 6.1: the last four bytes are an IPv4 address, whatever the prefix. */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return ((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe
}

function innerAddress(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12))
}

function readable(range: string): string {
  return range.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
