import { latestVersion } from '@waybill/core/versions'
import { locks, type Database } from '../platform/database/index.ts'
import * as store from './store/refresh.ts'

/** So many packages are brought up to date in one transaction. */
const batch = 5000

/**
 * Makes the search documents of the packages anew from what the registry knows of them now, thousands at a time; `all` of
 * them after an import. Resolves when they can be found.
 */
export async function refreshSearch(
  database: Database,
  packageIds: readonly number[] | 'all',
  now = new Date(),
): Promise<void> {
  let changed = 0
  for await (const ids of packageIds === 'all' ? everyBatch(database) : slices(packageIds))
    changed += await refreshBatch(database, ids, now)
  if (changed > batch / 5) await store.analyzeDocuments(database)
}

async function* everyBatch(database: Database): AsyncGenerator<number[]> {
  for (let after = 0; ;) {
    const ids = await store.packageIdsAfter(database, after, batch)
    if (ids.length === 0) return
    yield ids
    after = ids.at(-1) ?? after
  }
}

function* slices(ids: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < ids.length; at += batch) yield ids.slice(at, at + batch)
}

function refreshBatch(database: Database, ids: readonly number[], now: Date): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    // The lock makes revisions grow in the order of commits: who reads from a revision on misses nothing.
    await store.lockDocuments(transaction, locks.search)
    const offered = await store.offeredVersions(transaction, ids)
    const shown = offered.flatMap(({ packageId, ids: versionIds, versions }) => {
      const latest = latestVersion(versions.map((version) => ({ version })))
      const versionId = versionIds[versions.indexOf(latest ?? '')]
      return versionId === undefined ? [] : [{ packageId, versionId }]
    })
    const changed = await store.writeDocuments(transaction, ids, shown, now)
    if (changed > 0) {
      await store.mergeWords(transaction)
      await store.announceDocuments(transaction)
    }
    return changed
  })
}
