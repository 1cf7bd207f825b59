import { WaybillError } from '@waybill/core/errors'
import { parsePackageName } from '@waybill/core/names'
import type { PackageDocument, PackageVersion } from '@waybill/core/documents'
import { latestVersion } from '@waybill/core/versions'
import { keysByIds } from '../accounts/index.ts'
import { readDownloads } from '../analytics/index.ts'
import { currentPricing } from '../billing/index.ts'
import { ratingsOf } from '../community/index.ts'
import { packageDocument } from '../index/index.ts'
import {
  catalogueEntriesOf,
  isOffered,
  packageByName,
  versionsOf,
  type CatalogueEntry,
  type PackageRef,
  type Readmes,
} from '../packages/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { cardOfPackage, cardsByName, type PackageCard } from '../search/index.ts'

export interface PageContext {
  database: Database
  clock: Clock
  readmes: Readmes
  dependents: (name: string) => Promise<readonly string[]>
}

/** All that a page about a package shows. Throws `package.not_found`, also for a package of which everything was taken back. */
export async function packagePage(context: PageContext, asked: string) {
  const { database } = context
  const { found, card } = await requireShown(context, asked)
  const [document, entries, ratings, downloads, pricing, dependents] = await Promise.all([
    documentOf(context, found),
    catalogueEntriesOf(database, [found.id]),
    ratingsOf(database, [found.id]),
    readDownloads(context, found.name),
    database.transaction().execute((transaction) => currentPricing(transaction, found.id)),
    context.dependents(found.name),
  ])
  const entry = entries.get(found.id)
  return {
    card: document && card.version === null ? withdrawn(card, document.document) : card,
    document: document ? { ...described(document.document), versions: document.versions } : null,
    keys: document?.document.keys ?? [],
    listing: document?.document.listing ?? null,
    ownershipChangedAt: document?.document.ownershipChangedAt ?? null,
    source: entry ? sourceOf(entry) : null,
    newest: newestOf(document?.versions ?? []),
    dependents: dependents.length,
    rating: ratings.get(found.id) ?? null,
    downloads,
    pricing,
  }
}

/** A card when every version is yanked: what there was is told all the same. */
function withdrawn(card: PackageCard, { description, category }: PackageDocument): PackageCard {
  return { ...card, description, category, listedOnly: false }
}

const perPage = 24

/** Packages that depend on this one, by name; `cursor` is the last name of the page before. Throws `package.not_found`. */
export async function dependentsPage(
  context: PageContext,
  { name, cursor }: { name: string; cursor: string | undefined },
): Promise<{ results: PackageCard[]; next: string | null }> {
  const { found } = await requireShown(context, name)
  const all = await context.dependents(found.name)
  const from = cursor === undefined ? 0 : all.findIndex((each) => each > cursor)
  const names = from < 0 ? [] : all.slice(from, from + perPage)
  return {
    results: await cardsByName(context.database, names),
    next: from >= 0 && from + perPage < all.length ? (names.at(-1) ?? null) : null,
  }
}

/** The package of this name, when something of it can be seen. Throws `package.not_found`. */
async function requireShown(
  { database, clock }: PageContext,
  asked: string,
): Promise<{ found: PackageRef; card: PackageCard }> {
  const name = nameOf(asked)
  const found = name === undefined ? undefined : await packageByName(database, name)
  const card = found && (await cardOfPackage(database, found.id, clock()))
  if (found && card && (await isOffered(database, found.id))) return { found, card }
  throw noPackage(asked)
}

/** What is no name is a package that there is not. */
export function nameOf(asked: string): string | undefined {
  try {
    return parsePackageName(asked).full
  } catch (error) {
    if (error instanceof WaybillError && error.code === 'name.invalid') return undefined
    throw error
  }
}

export function noPackage(asked: string): WaybillError {
  const name = asked.slice(0, 100)
  return new WaybillError('package.not_found', `There is no package ${name}.`, {
    hint: 'Look for it by search: the name may be written otherwise.',
    details: { name },
  })
}

async function documentOf({ database, readmes }: PageContext, found: PackageRef) {
  const rows = await versionsOf(database, [found.id], [])
  if (rows.length === 0) return undefined
  const keys = await keysByIds(database, [...new Set(rows.map((row) => row.key_id))])
  const document = packageDocument(rows, keys)
  const byVersion = new Map(rows.map((row) => [row.version, row]))
  const noted = document.versions.flatMap(({ version, releaseNotes }) => {
    const row = byVersion.get(version)
    if (!row || releaseNotes === undefined) return []
    return [{ versionId: row.id, source: releaseNotes, repository: row.manifest.repository ?? null }]
  })
  const notes = await readmes.notes(noted)
  const versions = document.versions.map((version) => {
    const html = notes.get(byVersion.get(version.version)?.id ?? 0)
    const { deltas: _, ...facts } = version
    return { ...facts, ...(html === undefined ? {} : { releaseNotesHtml: html }) }
  })
  return { document, versions }
}

function described({ name, description, category, publisher, publisherDomain }: PackageDocument) {
  return {
    name,
    description,
    category,
    publisher,
    ...(publisherDomain === undefined ? {} : { publisherDomain }),
  }
}

function newestOf(versions: readonly Pick<PackageVersion, 'version' | 'yanked' | 'unpublished'>[]) {
  const offered = versions.filter(({ unpublished }) => !unpublished)
  return latestVersion(offered) ?? null
}

function sourceOf({ source, repository, version, updatedAt, importedAt }: CatalogueEntry) {
  return {
    catalogue: source,
    repository,
    version,
    updatedAt: updatedAt?.toISOString() ?? null,
    importedAt: importedAt.toISOString(),
  }
}
