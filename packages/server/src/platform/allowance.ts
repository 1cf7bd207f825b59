import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { WaybillError } from '@waybill/core/errors'
import { second, type Clock } from './clock.ts'
import type { Database } from './database/index.ts'

/** So many in so many seconds. */
export interface Allowance {
  readonly most: number
  readonly seconds: number
}

/**
 * Counts one use of what `key` names, in fixed windows of time that all processes share. Throws `limit.exceeded` with
 * the seconds to wait in `details.retryAfter`. The key is stored as a digest only: it may name an address.
 */
export async function takeAllowance(
  { database, clock }: { database: Database; clock: Clock },
  key: string,
  { most, seconds }: Allowance,
): Promise<void> {
  const now = clock()
  const resets = new Date(now.getTime() + seconds * second)
  const { rows } = await sql<{ used: number; resets_at: Date }>`
    insert into rate_limits (key, used, resets_at) values (${digest(key)}, 1, ${resets})
    on conflict (key) do update set
      used = case when rate_limits.resets_at <= ${now} then 1 else least(rate_limits.used + 1, ${most + 1}) end,
      resets_at = case when rate_limits.resets_at <= ${now} then excluded.resets_at else rate_limits.resets_at end
    returning used, resets_at`.execute(database)
  const row = rows[0]
  if (!row || row.used <= most) return
  const retryAfter = Math.max(1, Math.ceil((row.resets_at.getTime() - now.getTime()) / second))
  throw new WaybillError(
    'limit.exceeded',
    `This was tried too often; it is refused for ${retryAfter} seconds.`,
    {
      hint: 'Wait so long, then try again.',
      details: { retryAfter },
    },
  )
}

/**
 * What an address of the network is counted as: itself, or for IPv6 its /64, of which one customer has all addresses
 * (RFC 6177). An IPv4 address is the same in its IPv6 form.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%')
  if (!isIPv6(plain)) return plain
  // The host of a URL is in the one canonical form (RFC 5952).
  const canonical = new URL(`http://[${plain}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (mapped) {
    const [high, low] = [mapped[1], mapped[2]].map((part) => parseInt(part ?? '', 16)) as [number, number]
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  }
  const [head = '', tail] = canonical.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array<string>(8 - before.length - after.length).fill('0')
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}

/** Forgets what was counted, after a success. */
export async function resetAllowance(database: Database, key: string): Promise<void> {
  await sql`delete from rate_limits where key = ${digest(key)}`.execute(database)
}

/** Removes windows that are over. */
export async function sweepAllowances(database: Database, now: Date): Promise<void> {
  await sql`delete from rate_limits where resets_at <= ${now}`.execute(database)
}

const digest = (key: string) => createHash('sha256').update(key).digest('hex')
