import { WaybillError } from '../errors.ts'

/** How a client deals with time: what is now, and whether expired metadata may be taken for a while. */
export interface TimePolicy {
  /** One time for the whole update (§5.1). */
  readonly now: Date
  /** Expired metadata is taken until this time, and each use is reported. Off unless somebody asks for it. */
  readonly acceptExpiredUntil?: Date
  readonly onExpiredAccepted?: (role: string, expired: Date) => void
  /** The registry's own idea of the time, unsigned: tells an expiry from a wrong clock. */
  readonly registryTime?: () => Date | undefined
}

/** Most that the clocks of client and registry may differ, milliseconds: an hour. */
export const clockTolerance = 60 * 60 * 1000

/** Throws `trust.expired`, or `trust.clock_wrong` when only this machine's clock makes it so. */
export function requireFresh(role: string, expires: string, policy: TimePolicy): void {
  const expired = new Date(expires)
  if (expired > policy.now) return
  const registryTime = policy.registryTime?.()
  if (registryTime && registryTime < expired) throw wrongClock(policy.now, registryTime, 'the registry')
  if (policy.acceptExpiredUntil && policy.now <= policy.acceptExpiredUntil) {
    policy.onExpiredAccepted?.(role, expired)
    return
  }
  throw new WaybillError(
    'trust.expired',
    `The ${role} metadata expired on ${expires}; it is ${policy.now.toISOString()} now.`,
    {
      hint: 'The registry was not renewed in time, or somebody holds back newer files. Check your clock; then ask the registry’s operator.',
      details: { role, expires, now: policy.now.toISOString() },
    },
  )
}

/**
 * Compares this machine's clock with the signed time of the timestamp, which cannot lie in the future, and with the
 * registry's `Date` (its age added). Throws `trust.clock_wrong`, naming both times.
 */
export function checkClock(clock: {
  now: Date
  issued?: Date | undefined
  registryTime?: Date | undefined
  tolerance?: number
}): void {
  const tolerance = clock.tolerance ?? clockTolerance
  const { now, issued, registryTime } = clock
  if (issued && now.getTime() < issued.getTime() - tolerance)
    throw wrongClock(now, issued, 'the registry’s newest signature')
  if (registryTime && Math.abs(now.getTime() - registryTime.getTime()) > tolerance)
    throw wrongClock(now, registryTime, 'the registry')
}

function wrongClock(now: Date, other: Date, whose: string): WaybillError {
  const hours = (now.getTime() - other.getTime()) / 3_600_000
  const size =
    Math.abs(hours) >= 48 ? `${Math.round(Math.abs(hours) / 24)} days` : `${Math.abs(hours).toFixed(1)} hours`
  return new WaybillError(
    'trust.clock_wrong',
    `The clock of this machine is wrong: it says ${now.toISOString()}, ${whose} says ${other.toISOString()} (${size} ${hours > 0 ? 'ahead' : 'behind'}).`,
    {
      hint: 'Set the clock, then try again. Expiry of signed files cannot be judged by a wrong clock.',
      details: { now: now.toISOString(), other: other.toISOString() },
    },
  )
}
