import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Listing, RegistryIndex } from '@waybill/core/documents'
import { paths, targets as targetNames } from '@waybill/core/paths'
import { compareVersions, latestVersion } from '@waybill/core/versions'
import { listedVersions } from '../packages/index.ts'
import { publisherNames } from '../accounts/index.ts'
import { currentRoot, publicLicenceKeys } from '../trust/index.ts'
import { encode } from './documents.ts'
import type { RoundContext, RoundExtras } from './round.ts'
import * as store from './store.ts'

type Entry = Listing['packages'][number] & { category: string }

/** Builds the listings of all categories and the primary index; only those that changed come back. */
export async function listingDocuments(context: RoundContext): Promise<RoundExtras> {
  const root = await currentRoot(context.database)
  const entries = await listedPackages(context)
  const byCategory = Map.groupBy(entries, (entry) => entry.category)
  const { ecosystem } = context.settings
  const index: RegistryIndex = {
    schema: 1,
    registry: root?.fingerprint ?? '',
    ecosystem: { id: ecosystem.id, name: ecosystem.name, defaultCategory: ecosystem.defaultCategory },
    generatedAt: context.clock().toISOString(),
    licenceKeys: await publicLicenceKeys(join(context.settings.data, 'keys')),
    packages: entries.length,
    categories: ecosystem.categories.map((category) => {
      const packages = byCategory.get(category.id)?.length ?? 0
      return { ...category, packages, ...(packages > 0 ? { listing: targetNames.listing(category.id) } : {}) }
    }),
  }
  const listings = [...byCategory].map(([category, packages]) => ({
    target: targetNames.listing(category),
    bytes: encode({
      schema: 1,
      category,
      packages: packages.map(({ category: _, ...entry }) => entry),
    } satisfies Listing),
  }))
  const known = new Map(
    (
      await store.targetsByName(
        context.database,
        listings.map(({ target }) => target),
      )
    ).map((row) => [row.target, row.sha256]),
  )
  const changed = listings.filter(
    ({ target, bytes }) => known.get(target) !== createHash('sha256').update(bytes).digest('hex'),
  )
  const documents = [...changed, { target: targetNames.index, bytes: encode(index), plainPath: paths.index }]
  return { documents, listingsBuilt: entries.length > 0 ? 'some' : 'none' }
}

async function listedPackages(context: RoundContext): Promise<Entry[]> {
  const rows = await listedVersions(context.database)
  const publishers = await publisherNames(context.database)
  const entries: Entry[] = []
  for (const [name, versions] of Map.groupBy(rows, (row) => row.name)) {
    const latest = latestVersion(versions)
    const shown = versions.find((version) => version.version === latest)
    // A package whose every version is yanked is not offered; its document still tells those who have it.
    if (!shown) continue
    const newest = versions.toSorted((a, b) => compareVersions(b.version, a.version))
    entries.push({
      name,
      version: shown.version,
      description: shown.description ?? '',
      publisher: publishers.get(shown.publisher_id) ?? '',
      keywords: [...new Set([...shown.keywords, ...(shown.tags ?? [])])],
      updatedAt: newest
        .reduce((at, each) => (each.published_at > at ? each.published_at : at), shown.published_at)
        .toISOString(),
      category: shown.category,
    })
  }
  return entries
}
