import { WaybillError } from '@waybill/core/errors'
import { sql } from 'kysely'
import { authorize, type Actor } from '../access/index.ts'
import { hour } from '../platform/clock.ts'
import type { Transaction } from '../platform/database/index.ts'
import { versionUnpublished } from './events.ts'
import type { PackageContext } from './publish.ts'
import * as store from './store.ts'

/**
 * Takes a version back for good: its artifacts go, what is left in the signed document is that it was taken back, when and
 * why, and nobody installs it any more, not even who had it locked. A publisher can do it in the first hours, while nothing else
 * depends on it; a moderator can always. The version's number is never free again. Throws `unpublish.refused`.
 */
export async function unpublish(
  context: PackageContext,
  actor: Actor | undefined,
  { name, version, reason }: { name: string; version: string; reason: string },
): Promise<void> {
  const who = authorize(actor, 'package.unpublish')
  await context.database.transaction().execute(async (transaction) => {
    const row = await store.versionForYank(transaction, name, version)
    if (!row)
      throw new WaybillError('version.not_found', `There is no ${name} ${version}.`, {
        hint: `“waybill info ${name}” lists the versions.`,
      })
    const publisher = { id: row.publisher_id, name: row.publisher }
    authorize(who, 'package.unpublish', { publisher, package: name })
    if (row.unpublished_at) return
    const isModerator = who.operator.some((role) => role === 'admin' || role === 'moderator')
    if (!isModerator) await refuseOutsidePolicy(context, transaction, { name, version, row })
    await store.setUnpublished(transaction, row.id, { at: context.clock(), reason })
    await context.outbox.emit(transaction, versionUnpublished, {
      packageId: row.package_id,
      versionId: row.id,
    })
  })
  await context.settled()
}

async function refuseOutsidePolicy(
  { settings, clock }: PackageContext,
  transaction: Transaction,
  { name, version, row }: { name: string; version: string; row: { published_at: Date } },
): Promise<void> {
  const instead = `Yank it instead, which keeps it from new installs at once: waybill yank ${name} ${version}.`
  const { hours } = settings.unpublish
  if (clock().getTime() - row.published_at.getTime() > hours * hour)
    throw new WaybillError(
      'unpublish.refused',
      `${name} ${version} was published more than ${hours} hours ago; others may rely on it.`,
      { hint: instead, details: { hours } },
    )
  const { rows } = await sql<{ name: string }>`
    select packages.name from versions join packages on packages.id = package_id
    where manifest -> 'dependencies' ? ${name} and yanked_at is null and packages.name <> ${name} limit 1`.execute(
    transaction,
  )
  if (rows[0])
    throw new WaybillError('unpublish.refused', `${rows[0].name} depends on ${name}.`, {
      hint: instead,
      details: { dependent: rows[0].name },
    })
}
