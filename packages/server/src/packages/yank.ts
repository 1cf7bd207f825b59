import { WaybillError } from '@waybill/core/errors'
import { authorize, type Actor } from '../access/index.ts'
import { versionYanked } from './events.ts'
import type { PackageContext } from './publish.ts'
import * as store from './store.ts'

/**
 * Yanks a version (with a reason) or takes the yank back (without one): new installs do not choose a yanked version,
 * homes that have it keep it. Doing it twice is no error. Throws `version.not_found`.
 */
export async function yank(
  context: PackageContext,
  actor: Actor | undefined,
  request: { name: string; version: string; reason: string | undefined },
): Promise<void> {
  const { name, version, reason } = request
  authorize(actor, 'package.yank')
  await context.database.transaction().execute(async (transaction) => {
    const row = await store.versionForYank(transaction, name, version)
    if (!row) {
      throw new WaybillError('version.not_found', `There is no ${name} ${version}.`, {
        hint: `“waybill info ${name}” lists the versions.`,
      })
    }
    authorize(actor, 'package.yank', {
      publisher: { id: row.publisher_id, name: row.publisher },
      package: name,
    })
    if (row.unpublished_at)
      throw new WaybillError('version.not_found', `${name} ${version} was taken back for good.`, {
        hint: 'Publish a higher version.',
      })
    await store.setYanked(
      transaction,
      row.id,
      reason === undefined ? undefined : { at: context.clock(), reason },
    )
    await context.outbox.emit(transaction, versionYanked, { packageId: row.package_id })
  })
  await context.settled()
}
