import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { authorize, type Actor } from '../access/index.ts'
import { packageById } from '../packages/index.ts'
import { takeAllowance } from '../platform/allowance.ts'
import { day } from '../platform/clock.ts'
import { authorizedPackage, nameOf, refusePast, type GrantContext } from './grant.ts'
import * as store from './store/index.ts'
import type { Entitlement } from './tables.ts'

/** Tries of one account. */
const tries = { most: 20, seconds: 3600 }

/** Crockford's base 32: no letters that are read for another. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Makes a code that gives the package to so many accounts, while it works (`until`), for so many days or for good. Its text
 * is given once and stored as a digest only. Throws `package.not_found`, `auth.*`.
 */
export async function createCode(
  { database, clock }: GrantContext,
  actor: Actor | undefined,
  asked: { name: string; uses: number; until?: Date | undefined; days?: number | undefined },
) {
  const now = clock()
  const found = await authorizedPackage(database, actor, asked.name)
  refusePast(asked.until, now)
  const code = codeText()
  const id = randomUUID()
  await store.insertCode(database, {
    id,
    package_id: found.id,
    hash: digest(code),
    uses_left: asked.uses,
    uses: asked.uses,
    until: asked.until ?? null,
    days: asked.days ?? null,
    made_by: nameOf(actor),
    created_at: now,
  })
  return { id, code, uses: asked.uses, until: asked.until, days: asked.days }
}

/**
 * Redeems a code for the account; one that it redeemed before gives the same again and takes no further use. However many
 * try at once, it is never used more often than it allows. Throws `entitlement.code_invalid` or `limit.exceeded`.
 */
export async function redeem(
  context: GrantContext,
  actor: Actor | undefined,
  text: string,
): Promise<{ name: string; until: Date | null }> {
  const { database, clock } = context
  const { user } = authorize(actor, 'entitlement.redeem')
  if (!user) throw new WaybillError('auth.required', 'An account redeems; a token of a publisher cannot.')
  await takeAllowance(context, `redemption ${user.id}`, tries)
  const hash = digest(text)
  const now = clock()
  const former = await store.redeemedBefore(database, hash, user.id)
  if (former) return formerOf(former)
  try {
    return await database.transaction().execute(async (transaction) => {
      const code = await store.takeUse(transaction, hash, now)
      if (!code) throw invalid()
      const found = await packageById(transaction, code.package_id)
      if (!found) throw invalid()
      authorize(actor, 'entitlement.redeem', { package: found.name })
      const until = code.days === null ? null : new Date(now.getTime() + code.days * day)
      const entitlement: Entitlement = {
        id: randomUUID(),
        user_id: user.id,
        email: null,
        package_id: found.id,
        kind: 'code',
        status: 'active',
        since: now,
        until,
        purchase_id: null,
        code_id: code.id,
        granted_by: code.made_by,
        why: 'by code',
      }
      // The same account at the same time: this use is given back.
      if (!(await store.insertEntitlement(transaction, entitlement, now))) throw invalid()
      return { name: found.name, until }
    })
  } catch (error) {
    const meanwhile = await store.redeemedBefore(database, hash, user.id)
    if (meanwhile) return formerOf(meanwhile)
    throw error
  }
}

function formerOf({ name, until, status }: { name: string; until: Date | null; status: string }) {
  if (status === 'revoked') throw invalid()
  return { name, until }
}

/** 100 bits in four groups. */
function codeText(): string {
  const letters = [...randomBytes(20)].map((byte) => alphabet[byte % 32]).join('')
  return letters.replaceAll(/.{5}(?=.)/g, '$&-')
}

/** People write codes with other dashes, spaces and cases. */
function digest(text: string): Buffer {
  const letters = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return createHash('sha256').update(`waybill code ${letters}`).digest()
}

function invalid(): WaybillError {
  return new WaybillError('entitlement.code_invalid', 'The code is not one that works.', {
    hint: 'Check its letters; ask the publisher for another one if it was used up or has expired.',
  })
}
