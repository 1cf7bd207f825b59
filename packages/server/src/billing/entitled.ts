import { WaybillError } from '@waybill/core/errors'
import type { Actor } from '../access/index.ts'
import type { PackageRef } from '../packages/index.ts'
import type { Database } from '../platform/database/index.ts'
import * as store from './store/index.ts'

/** Roles that see every artifact: they answer for what the registry offers. */
const inspectors = ['admin', 'reviewer'] as const

/** True when the actor may have artifacts of the package that others must buy. */
export async function isEntitled(
  database: Database,
  actor: Actor,
  found: PackageRef,
  now: Date,
): Promise<boolean> {
  // What costs nothing any more is for everybody who is signed in.
  if (!found.gated || inspectors.some((role) => actor.operator.includes(role))) return true
  if (actor.memberships.some(({ publisher }) => publisher.id === found.publisher.id)) return true
  if (!actor.user) return false
  const holder = { userId: actor.user.id, packageId: found.id }
  return (await store.activeEntitlements(database, holder, now)).length > 0
}

export function entitlementRequired(what: string, name: string): WaybillError {
  return new WaybillError('entitlement.required', `${what} is not among what you may use here.`, {
    hint: `Buy it with “waybill buy ${name}”, or redeem a code: “waybill buy ${name} --code CODE”.`,
    details: { name },
  })
}
