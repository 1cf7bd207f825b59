import { WaybillError } from '@waybill/core/errors'
import { authorize, type Actor } from '../../access/index.ts'
import { requirePublisher } from '../../accounts/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Outbox } from '../../platform/outbox.ts'
import { packageAssigned } from '../events.ts'
import { requirePackage } from '../gate.ts'
import * as store from './store.ts'

export interface CatalogueContext {
  database: Database
  outbox: Outbox
}

/**
 * Hands a package that is only listed to a publisher, who can then publish under its name. Throws `package.not_found`,
 * `publisher.not_found`, or `package.published` once it has a version.
 */
export async function assign(
  { database, outbox }: CatalogueContext,
  actor: Actor | undefined,
  { name, publisher }: { name: string; publisher: string },
): Promise<{ name: string; publisher: string }> {
  authorize(actor, 'catalogue.change', { package: name })
  await database.transaction().execute(async (transaction) => {
    await store.holdPublishing(transaction)
    const found = await requirePackage(transaction, name)
    const versions = await store.countVersions(transaction, found.id)
    if (versions > 0)
      throw new WaybillError(
        'package.published',
        `${name} has ${versions === 1 ? 'a version' : `${versions} versions`} of ${found.publisher.name}.`,
        {
          hint: `Only a package that a catalogue lists, and that nobody published, can be handed on. ${found.publisher.name} can invite others.`,
          details: { name, publisher: found.publisher.name, versions },
        },
      )
    const { id } = await requirePublisher(transaction, publisher)
    if (id === found.publisher.id) return
    await store.setPublisher(transaction, found.id, id)
    await outbox.emit(transaction, packageAssigned, { packageId: found.id })
  })
  return { name, publisher }
}
