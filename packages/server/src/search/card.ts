import type { Database } from '../platform/database/index.ts'
import { refreshSearch } from './refresh.ts'
import type { PackageCard } from './shapes.ts'
import { cardsById } from './store/cards.ts'

/** The card of a package, also of one that is not on offer any more, or was published just now. */
export async function cardOfPackage(
  database: Database,
  packageId: number,
  now: Date,
): Promise<PackageCard | undefined> {
  const known = await cardsById(database, [packageId], { hidden: true })
  if (known.size === 0) await refreshSearch(database, [packageId], now)
  return known.get(packageId) ?? (await cardsById(database, [packageId], { hidden: true })).get(packageId)
}
