import { WaybillError } from '@waybill/core/errors'
import { licenceSeconds, signLicence } from '@waybill/core/licence'
import { authorize, type Actor } from '../access/index.ts'
import { requirePackage, type PackageRef } from '../packages/index.ts'
import { second, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { LicenceSigner } from '../trust/index.ts'
import { entitlementRequired } from './entitled.ts'
import * as store from './store/index.ts'

export interface LicenceContext {
  database: Database
  clock: Clock
  signer: LicenceSigner
  /** Of the registry's first root. */
  fingerprint: string
}

/**
 * Issues a licence token to an account that is entitled, or is of the package's publisher: for 30 days, and never past the
 * end of what it stands on. Throws `entitlement.required`, `package.not_found` or `auth.*`.
 */
export async function issueLicence(
  context: LicenceContext,
  actor: Actor | undefined,
  { name, device }: { name: string; device?: string | undefined },
): Promise<{ token: string; expiresAt: Date }> {
  const granted = authorize(actor, 'licence.issue', { package: name })
  const { user } = granted
  if (!user) throw new WaybillError('auth.required', 'A licence is for an account, not for a publisher.')
  const found = await requirePackage(context.database, name)
  const now = context.clock()
  const ground = await groundOf(context.database, granted, { user, found, now })
  if (!ground) throw entitlementRequired(`A licence of ${name}`, name)
  const iat = Math.floor(now.getTime() / second)
  const end = ground.until === null ? Infinity : Math.floor(ground.until.getTime() / second)
  const exp = Math.min(iat + licenceSeconds, end)
  // The last second of an entitlement is too short for a token.
  if (exp <= iat) throw entitlementRequired(`A licence of ${name}`, name)
  const token = signLicence(
    {
      iss: context.fingerprint,
      sub: user.id,
      pkg: name,
      plan: ground.plan,
      iat,
      exp,
      ent: ground.id,
      ...(device === undefined ? {} : { device }),
    },
    context.signer,
  )
  return { token, expiresAt: new Date(exp * second) }
}

async function groundOf(
  database: Database,
  actor: Actor,
  { user, found, now }: { user: { id: string }; found: PackageRef; now: Date },
): Promise<{ id: string; plan: string; until: Date | null } | undefined> {
  const [best] = await store.activeEntitlements(database, { userId: user.id, packageId: found.id }, now)
  if (best) return { id: best.id, plan: best.kind, until: best.until }
  const isOwn = actor.memberships.some(({ publisher }) => publisher.id === found.publisher.id)
  return isOwn ? { id: `publisher:${found.publisher.id}`, plan: 'publisher', until: null } : undefined
}
