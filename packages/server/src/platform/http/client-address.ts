import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/**
 * The address that a request comes from: that of its connection, or, where that is a trusted proxy's, the last one of
 * `X-Forwarded-For` that is no trusted proxy's. The same that routes find in `request.ip`, for what is served past them.
 */
export function clientAddressOf(
  trustedProxies: readonly string[],
): (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string {
  const ranges = trustedProxies.map((entry) =>
    entry.includes('/') ? ipaddr.parseCIDR(entry) : wholeAddress(entry),
  )
  const isTrusted = (text: string) => {
    if (!ipaddr.isValid(text)) return false
    const address = ipaddr.process(text)
    return ranges.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits))
  }
  return ({ socket, headers }) => {
    const given = headers['x-forwarded-for']
    const forwarded = (Array.isArray(given) ? given.join(',') : (given ?? '')).split(',')
    let address = socket.remoteAddress ?? ''
    while (isTrusted(address)) {
      const next = forwarded.pop()?.trim()
      if (!next) break
      address = next
    }
    return address
  }
}

function wholeAddress(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
