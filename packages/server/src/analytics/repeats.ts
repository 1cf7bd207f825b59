import { createHmac, randomBytes } from 'node:crypto'
import { hour } from '../platform/clock.ts'

/** 2 MB. With a million different downloads in an hour, two in a thousand are wrongly taken for repeats. */
const bits = 2 ** 24

/**
 * Says whether a network asked for something before in the same hour (UTC). A Bloom filter (Bloom 1970, four hashes),
 * emptied when an hour is over: memory stays the same however many ask, and holds no address. What is asked of it is hashed
 * with a secret of the process, so that nobody can choose what collides.
 */
export function repeatFilter(): (network: string, what: string, now: Date) => boolean {
  const seen = new Uint8Array(bits / 8)
  const secret = randomBytes(32)
  let current = -1
  return (network, what, now) => {
    const hourNow = Math.floor(now.getTime() / hour)
    if (hourNow !== current) seen.fill(0)
    current = hourNow
    const hash = createHmac('sha256', secret).update(`${network.length}:${network}${what}`).digest()
    let isRepeat = true
    for (let i = 0; i < 16; i += 4) {
      const bit = hash.readUInt32LE(i) % bits
      const mask = 1 << (bit & 7)
      if (((seen[bit >> 3] ?? 0) & mask) === 0) isRepeat = false
      seen[bit >> 3] = (seen[bit >> 3] ?? 0) | mask
    }
    return isRepeat
  }
}
