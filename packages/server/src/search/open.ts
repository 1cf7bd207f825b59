import type pg from 'pg'
import type { Clock } from '../platform/clock.ts'
import { openDatabase, type Database } from '../platform/database/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import type { Logger } from '../platform/log.ts'
import { listenForEvents } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import { answerCache } from './cache.ts'
import { createColumns } from './columns.ts'
import { hearEvents, startHearing } from './consume.ts'
import type { Finding } from './find.ts'
import { refreshSearch } from './refresh.ts'
import { searchRoutes } from './routes.ts'
import { session } from './session.ts'
import { movedPackages } from './store/refresh.ts'

export interface SearchOptions {
  readonly database: Database
  /** The same database, for the search's own connections. */
  readonly connection: string | pg.ClientConfig
  readonly clock: Clock
  readonly log: Logger
  readonly settings: Settings
  /** Public address of the registry, known once it listens. */
  readonly url: () => string
  readonly fingerprint: string
}

export interface Search {
  bind(app: HttpApp): void
  /** Reads what can be found, and follows it from then on. */
  start(): Promise<void>
  /** Brings downloads, trends and ratings of what moved up to date. */
  refresh(): Promise<void>
  close(): Promise<void>
}

/** An answer is kept so long when nothing changes. */
const keptFor = 30_000
const findingBytes = 32 * 1024 * 1024

/** The search of the marketplace: documents in the database, what is filtered by in memory, answers kept for seconds. */
export function openSearch(options: SearchOptions): Search {
  const { database, connection, clock, log, settings } = options
  const lost = (error: Error) => log.error({ err: error }, 'a connection of the search was lost')
  const searching = openDatabase(connection, lost, { most: 6, session })
  const columns = createColumns()
  const findings = answerCache<Finding>({
    bytes: findingBytes,
    milliseconds: keptFor,
    bytesOf: ({ ids }) => ids.length * 12 + 200,
  })
  const context = { database: searching, clock, columns, categories: settings.ecosystem.categories, findings }
  const routes = searchRoutes({ ...options, search: context, keptFor })
  const undo: (() => Promise<unknown>)[] = []
  let following: Promise<void> | undefined
  let again = false

  /** Notices while one is followed count as one more. */
  function follow(): Promise<void> {
    again = true
    following ??= (async () => {
      while (again) {
        again = false
        await columns.follow(database)
        findings.clear()
        routes.changed()
      }
    })().finally(() => (following = undefined))
    return following
  }

  return {
    bind: routes.bind,
    async start() {
      const heard = () => void follow().catch(lost)
      const listener = await listenForEvents(connection, heard, lost, 'search_documents')
      undo.push(listener.stop)
      await follow()
      const hearing = startHearing(() => hearEvents(database, clock()), log)
      undo.push(hearing.stop)
    },
    async refresh() {
      await refreshSearch(database, await movedPackages(database, clock()), clock())
    },
    async close() {
      for (const step of undo.splice(0).reverse()) await step()
      await following?.catch(() => undefined)
      await searching.destroy()
    },
  }
}
