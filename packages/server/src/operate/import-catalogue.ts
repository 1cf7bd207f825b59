import { resolve } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { sql } from 'kysely'
import { ensurePublisher } from '../accounts/index.ts'
import { replaceImported } from '../analytics/index.ts'
import { registryOutbox } from '../app.ts'
import { catalogueImported, listPackages, type ListedPackage } from '../packages/index.ts'
import { systemClock } from '../platform/clock.ts'
import type { Transaction } from '../platform/database/index.ts'
import { wakeListeners } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import { downloadRows, snapshotDay } from './catalogue/downloads.ts'
import { readCatalogue } from './catalogue/files.ts'
import type { Finding } from './catalogue/finding.ts'
import { readHistory, type History } from './catalogue/history.ts'
import { readPlugins, type CataloguePlugin } from './catalogue/plugins.ts'
import { readStats, type PluginStats } from './catalogue/stats.ts'
import { withRegistryDatabase, type OperateOptions } from './connection.ts'

export interface ImportRequest {
  /** Folder of the catalogue's files, or the list of plugins alone. */
  path: string
  /** Who the new names belong to. */
  publisher?: string
  category?: string
  /** The catalogue's own name: what was imported under it before is brought up to date. */
  source?: string
  /** Says what would be done, and does nothing. */
  dryRun?: boolean
}

export interface ImportResult {
  source: string
  publisher: string
  category: string
  /** The day of the snapshot. */
  day: string
  /** Packages that are listed now and were not before. */
  created: number
  updated: number
  /** Versions that have figures, and their downloads. */
  versions: number
  downloads: number
  dryRun: boolean
  /** What was left out, and why. */
  skipped: Finding[]
}

const defaultPublisher = 'catalogue'
const defaultSource = 'community-plugins'

/**
 * `waybill registry import-catalog`: lists the packages of a catalogue elsewhere, which was not published here, with its
 * figures. One transaction; what is not usable is told and left out. Throws `catalogue.invalid` for files that are none.
 */
export function importCatalogue(options: OperateOptions & ImportRequest): Promise<ImportResult> {
  return withRegistryDatabase(options, async (database, settings) => {
    const request = checked(options, settings)
    const progress = options.progress ?? (() => undefined)
    progress('Reading the catalogue')
    const catalogue = await parseCatalogue(resolve(options.path), systemClock())
    progress(`Listing ${catalogue.plugins.length} packages`)
    const transaction = await database.startTransaction().execute()
    try {
      const result = await write(transaction, catalogue, request)
      await (request.dryRun ? transaction.rollback() : transaction.commit()).execute()
      if (request.dryRun) return result
      // So much at once is more than the planner's figures can wait for.
      await sql`analyze packages, catalogue_entries, download_counts`.execute(database)
      await wakeListeners(database)
      return result
    } catch (error) {
      if (!transaction.isCommitted && !transaction.isRolledBack) await transaction.rollback().execute()
      throw error
    }
  })
}

interface Checked {
  publisher: string
  /** Somebody named the publisher: then it may be one that has members. */
  isNamed: boolean
  category: string
  source: string
  dryRun: boolean
}

function checked(request: ImportRequest, { ecosystem }: Settings): Checked {
  const { source = defaultSource, category = ecosystem.defaultCategory } = request
  if (!ecosystem.categories.some(({ id }) => id === category))
    throw new WaybillError('usage.invalid', `The registry has no category “${category}”.`, {
      hint: `It has ${ecosystem.categories.map(({ id }) => id).join(', ')}.`,
    })
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/.test(source))
    throw new WaybillError(
      'usage.invalid',
      'The name of a catalogue has letters, digits, “.”, “_”, “-” and spaces.',
      {
        hint: 'Choose another --source, of at most 100 characters.',
      },
    )
  return {
    publisher: request.publisher ?? defaultPublisher,
    isNamed: request.publisher !== undefined,
    category,
    source,
    dryRun: request.dryRun ?? false,
  }
}

interface Catalogue {
  readonly plugins: readonly CataloguePlugin[]
  readonly stats: ReadonlyMap<string, PluginStats>
  readonly history: History | undefined
  readonly snapshot: string
  readonly findings: readonly Finding[]
}

async function parseCatalogue(path: string, now: Date): Promise<Catalogue> {
  const files = await readCatalogue(path)
  const { plugins, findings: ofPlugins } = readPlugins(files.plugins)
  const ids = plugins.map(({ id }) => id)
  const { stats, findings: ofStats } = readStats(files.stats ?? {}, ids, now)
  const history = files.history && readHistory(files.history, new Set(ids), now)
  return {
    plugins,
    stats,
    history,
    snapshot: snapshotDay(stats, history, now),
    findings: [...ofPlugins, ...ofStats, ...(history?.findings ?? [])],
  }
}

async function write(
  transaction: Transaction,
  catalogue: Catalogue,
  { publisher: name, isNamed, category, source, dryRun }: Checked,
): Promise<ImportResult> {
  const publisher = await ensurePublisher(transaction, name)
  if (publisher.hasMembers && !isNamed)
    throw new WaybillError('publisher.taken', `The publisher ${name} has members.`, {
      hint: `The packages would be theirs. Choose another with --publisher, or say --publisher ${name}.`,
    })
  const packages = catalogue.plugins.map(({ id, title, description, repository }): ListedPackage => {
    const { newest = null, updatedAt = null } = catalogue.stats.get(id) ?? {}
    return { name: id, title, description, category, repository, version: newest, updatedAt }
  })
  const listed = await listPackages(transaction, packages, { publisher, source, at: systemClock() })
  const rows = [...downloadRows(listed.ids, catalogue)]
  await replaceImported(transaction, [...listed.ids.values()], rows)
  await registryOutbox.emit(transaction, catalogueImported, { source })
  const places = new Map(catalogue.plugins.map(({ id, place }) => [id, place]))
  return {
    source,
    publisher: name,
    category,
    day: catalogue.snapshot,
    created: listed.created,
    updated: listed.updated,
    versions: rows.filter(({ undated }) => undated).length,
    downloads: rows.reduce((sum, row) => sum + row.downloads, 0),
    dryRun,
    skipped: [
      ...catalogue.findings,
      ...listed.refused.map(({ name: refused, says }) => ({
        place: places.get(refused) ?? '',
        name: refused,
        says,
      })),
    ],
  }
}
