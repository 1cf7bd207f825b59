import { randomUUID } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { authorize, type Actor } from '../access/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { requirePackage } from '../packages/index.ts'
import * as store from './store/index.ts'
import type { Entitlement } from './tables.ts'

export interface GrantContext {
  database: Database
  clock: Clock
}

const mostListed = 500

/**
 * Gives a package to whoever has an address, until then or for good. It says nothing of whether there is such an account:
 * the grant counts as soon as one has confirmed the address. Throws `package.not_found`, `auth.*`.
 */
export async function grant(
  { database, clock }: GrantContext,
  actor: Actor | undefined,
  given: { name: string; email: string; until?: Date | undefined; why: string },
): Promise<Entitlement> {
  const now = clock()
  const found = await authorizedPackage(database, actor, given.name)
  refusePast(given.until, now)
  const entitlement: Entitlement = {
    id: randomUUID(),
    user_id: null,
    email: given.email.toLowerCase(),
    package_id: found.id,
    kind: 'grant',
    status: 'active',
    since: now,
    until: given.until ?? null,
    purchase_id: null,
    code_id: null,
    granted_by: nameOf(actor),
    why: given.why,
  }
  await database
    .transaction()
    .execute((transaction) => store.insertEntitlement(transaction, entitlement, now))
  return entitlement
}

/** The last 500 that the publisher gave, by hand and by code; buyers are not told. */
export async function listGrants({ database }: GrantContext, actor: Actor | undefined, name: string) {
  const found = await authorizedPackage(database, actor, name)
  return store.givenEntitlements(database, found.id, mostListed)
}

/** Takes back what was given by hand or by code. Throws `entitlement.not_found`; what was paid for is refunded instead. */
export async function revokeGrant(
  { database, clock }: GrantContext,
  actor: Actor | undefined,
  { name, id, why }: { name: string; id: string; why: string },
): Promise<void> {
  const found = await authorizedPackage(database, actor, name)
  await database.transaction().execute(async (transaction) => {
    const entitlement = await store.givenEntitlement(transaction, found.id, id)
    if (!entitlement)
      throw new WaybillError('entitlement.not_found', `${name} has no grant ${id}.`, {
        hint: 'What was paid for ends by a refund at the payment service.',
      })
    if (entitlement.status === 'revoked') return
    const { since, until } = entitlement
    await store.changeEntitlement(transaction, entitlement, { status: 'revoked', since, until, why }, clock())
  })
}

/** The package, for somebody who may give it away. Throws `package.not_found`, `auth.*`. */
export async function authorizedPackage(database: Database, actor: Actor | undefined, name: string) {
  const found = await requirePackage(database, name)
  authorize(actor, 'entitlement.grant', { publisher: found.publisher, package: found.name })
  return found
}

export function refusePast(until: Date | undefined, now: Date): void {
  if (until && until <= now)
    throw new WaybillError('usage.invalid', 'body.until: is in the past.', {
      details: { field: 'body.until' },
    })
}

/** Who did it, for the history. */
export function nameOf(actor: Actor | undefined): string {
  return actor?.user?.id ?? `token ${actor?.token?.id ?? ''}`
}
