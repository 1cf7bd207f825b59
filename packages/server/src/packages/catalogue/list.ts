import { lookAlikeKey } from '@waybill/core/names'
import type { Transaction } from '../../platform/database/index.ts'
import * as store from './store.ts'

export interface ListedPackage extends store.CatalogueFacts {
  readonly name: string
}

export interface Listed {
  /** Ids of the packages that are listed now, by name. */
  readonly ids: ReadonlyMap<string, number>
  readonly created: number
  readonly updated: number
  /** Names that could not be listed, and why. */
  readonly refused: readonly { readonly name: string; readonly says: string }[]
}

/**
 * Lists packages of a catalogue elsewhere, in the caller's transaction and in a few statements however many they are: names that
 * nobody has go to `publisher`, and what was listed from the same source before is brought up to date, whoever owns it
 * by now. Names that are somebody else's, or look like one, are left as they are and told.
 */
export async function listPackages(
  transaction: Transaction,
  packages: readonly ListedPackage[],
  context: { publisher: { id: number; name: string }; source: string; at: Date },
): Promise<Listed> {
  const { publisher, source, at } = context
  const names = packages.map(({ name }) => name)
  const created = await store.claimNames(transaction, names, { publisherId: publisher.id, at })
  const holders = new Map(
    (await store.holdersOf(transaction, names)).map((holder) => [holder.lookAlike, holder]),
  )
  const ids = new Map<string, number>()
  const refused: { name: string; says: string }[] = []
  for (const { name } of packages) {
    const holder = holders.get(lookAlikeKey(name))
    const says = holder && !created.has(name) ? refusal(holder) : undefined
    if (says !== undefined) refused.push({ name, says })
    else if (holder) ids.set(name, holder.id)
    function refusal(found: store.Holder): string | undefined {
      if (found.name !== name) return `looks too much like the package “${found.name}”`
      if (found.source === source) return undefined
      if (found.source !== null) return `is listed from the catalogue “${found.source}”`
      return found.publisher === publisher.name ? undefined : `belongs to the publisher ${found.publisher}`
    }
  }
  const entries = packages.flatMap((each) => {
    const packageId = ids.get(each.name)
    return packageId === undefined ? [] : [{ ...each, packageId }]
  })
  await store.putEntries(transaction, entries, { source, at })
  return { ids, created: created.size, updated: ids.size - created.size, refused }
}
