import { WaybillError } from '@waybill/core/errors'
import { keysOfPublishers, publisherByName } from '../accounts/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { publisherTotals } from './store.ts'

export interface ProfileContext {
  database: Database
  /** How many packages a publisher has, and their downloads. */
  totals: (publisherId: number) => ReturnType<typeof publisherTotals>
}

/** What everybody may know of a publisher. Throws `publisher.not_found`. */
export async function publisherProfile({ database, totals: totalsOf }: ProfileContext, name: string) {
  const found = await publisherByName(database, name)
  if (!found)
    throw new WaybillError('publisher.not_found', `There is no publisher ${name.slice(0, 100)}.`, {
      hint: 'The pages of packages lead to their publishers.',
      details: { publisher: name.slice(0, 100) },
    })
  const [totals, keys] = await Promise.all([totalsOf(found.id), keysOfPublishers(database, [found.id])])
  return {
    name: found.name,
    domain: found.domain_verified_at ? found.domain : null,
    createdAt: found.created_at.toISOString(),
    ownershipChangedAt: found.ownership_changed_at?.toISOString() ?? null,
    ...totals,
    keys: keys.map(({ key_id, valid_from, revoked_at, revoked_reason }) => ({
      keyId: key_id,
      validFrom: valid_from.toISOString(),
      revoked: revoked_at ? { at: revoked_at.toISOString(), reason: revoked_reason ?? '' } : null,
    })),
  }
}
