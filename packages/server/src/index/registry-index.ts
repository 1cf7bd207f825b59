import { day, second, type Clock } from '../platform/clock.ts'
import { locks, withLock, type Database } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import type { Blobs } from '../platform/blobs/index.ts'
import type { Settings } from '../platform/settings.ts'
import {
  currentRoles,
  currentRoot,
  renewRoot,
  rootChanged,
  type KeyFiles,
  type SignerMemory,
} from '../trust/index.ts'
import type { Outbox } from '../platform/outbox.ts'
import { listingDocuments } from './listings.ts'
import { commitRound, type RoundExtras } from './round.ts'
import * as store from './store.ts'
import { createTreeWriter } from './tree-writer.ts'

export interface IndexOptions {
  database: Database
  blobs: Blobs
  /** Artifacts that are not in the public tree. */
  gated: Blobs
  clock: Clock
  settings: Settings
  keys: KeyFiles
  outbox: Outbox
  uploads: string
  log: Logger
  /** Told of paths of the tree whose bytes changed. */
  changed: (paths: readonly string[]) => void
}

export interface RegistryTree {
  /** Resolves when everything committed before the call can be seen in the tree. Concurrent calls share a round. */
  settled(): Promise<void>
  /** Completes what a former process left: the redo log, then the waiting events. */
  recover(): Promise<void>
  /** Renews what nears its expiry, and the timestamp in any case. */
  renew(): Promise<void>
  /** Removes metadata and documents that no snapshot of the last 7 days needs. */
  sweep(): Promise<void>
  /** Stops the timers and flushes. */
  close(): Promise<void>
}

const checkpointEvery = 15 * second
/** Gives a burst of publishes time to end before the listings are built. */
const listingsAfter = 2 * second
const keepSuperseded = 7 * day

/** The one road into the tree: rounds, one at a time over all processes. */
export function createIndex(options: IndexOptions): RegistryTree {
  const { database, clock, settings, log } = options
  const writer = createTreeWriter(options)
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  let behind = false
  let hasIndex = false
  const memory: SignerMemory = {}
  let closed = false
  const timers: { checkpoint?: NodeJS.Timeout; listings?: NodeJS.Timeout } = {}

  /** Rounds under the lock: commit, then the files. Files that failed stay in the log and come first next time. */
  function round(extras?: (connection: Database) => Promise<RoundExtras>): Promise<void> {
    return withLock(database, locks.round, async (connection) => {
      if (behind) await writer.replay()
      behind = true
      const context = { ...options, memory, database: connection }
      let wanted = await extras?.(connection)
      for (let isLast = false; !isLast; wanted = undefined) {
        const committed = await commitRound(context, wanted)
        await writer.write(committed)
        isLast = committed.isLast
      }
      behind = false
      timers.checkpoint ??= later(checkpointEvery, 'checkpoint', checkpoint)
      await planListings(connection)
    })
  }

  function settled(): Promise<void> {
    if (!running) {
      running = round().finally(() => (running = undefined))
      return running
    }
    // The running round may have looked before this caller committed: the one after it will see it.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return settled()
      })
    return next
  }

  function later(delay: number, name: keyof typeof timers, work: () => Promise<void>): NodeJS.Timeout {
    return setTimeout(() => {
      delete timers[name]
      work().catch((error: unknown) =>
        log.error({ err: error }, `the ${name} of the tree failed; it will be tried again`),
      )
    }, delay)
  }

  async function checkpoint(): Promise<void> {
    await withLock(database, locks.round, () => writer.checkpoint())
  }

  async function planListings(connection: Database): Promise<void> {
    if (closed || timers.listings) return
    const state = await store.state(connection)
    // A new registry needs an index before its first package, at once; no interval counts from that.
    const isFirst = !state.listings_built_at && !hasIndex
    if (!state.listings_dirty && !isFirst) return
    const interval = settings.listings.intervalSeconds * second
    const due = (state.listings_built_at?.getTime() ?? 0) + interval - clock().getTime()
    const delay = isFirst ? 0 : Math.max(Math.min(listingsAfter, interval), due)
    timers.listings = later(delay, 'listings', buildListings)
  }

  async function buildListings(): Promise<void> {
    await round((connection) => listingDocuments({ ...options, memory, database: connection }))
    hasIndex = true
  }

  /** A third of the lifetime or less is left. */
  const nearsExpiry = (expiresAt: Date, lifetimeDays: number) =>
    expiresAt.getTime() - clock().getTime() < (lifetimeDays * day) / 3

  async function renew(): Promise<void> {
    const root = await currentRoot(database)
    if (root && nearsExpiry(root.expiresAt, settings.lifetimes.root))
      await renewRootIfOnline(root.keyIds.root[0] ?? '')
    await round(async (connection) => {
      const roles = await currentRoles(connection)
      const due = roles.filter((role) => {
        const lifetime = role.role === 'targets' ? settings.lifetimes.targets : settings.lifetimes.bins
        return role.role !== 'snapshot' && role.role !== 'timestamp' && nearsExpiry(role.expires_at, lifetime)
      })
      const targets =
        due.some((role) => role.role === 'targets') &&
        (await isOnline(root?.keyIds.targets[0] ?? '', 'targets'))
      const bins = due.filter((role) => role.role !== 'targets').map((role) => role.role)
      return { always: true, renew: { bins, targets } }
    })
  }

  async function isOnline(keyId: string, role: string): Promise<boolean> {
    const online = await options.keys.has(keyId)
    if (!online)
      log.warn(
        { role },
        `the ${role} metadata nears its expiry and its key is offline: bring the key and run “registry keys renew”`,
      )
    return online
  }

  async function renewRootIfOnline(keyId: string): Promise<void> {
    if (!(await isOnline(keyId, 'root'))) return
    await database.transaction().execute(async (transaction) => {
      await renewRoot(transaction, options.keys, settings, clock())
      await options.outbox.emit(transaction, rootChanged, {})
    })
  }

  return {
    settled,
    async recover() {
      await withLock(database, locks.round, async () => {
        await options.blobs.sweep()
        await options.gated.sweep()
        await writer.replay()
        await writer.checkpoint()
      })
      await settled()
    },
    renew,
    async sweep() {
      const before = new Date(clock().getTime() - keepSuperseded)
      for (;;) {
        const old = await store.supersededBefore(database, before, 500)
        if (old.length === 0) return
        await Promise.all(
          old.flatMap((path) => ['', '.gz', '.br'].map((ending) => options.blobs.remove(path + ending))),
        )
        await store.forgetSuperseded(database, old)
      }
    },
    async close() {
      closed = true
      clearTimeout(timers.checkpoint)
      clearTimeout(timers.listings)
      await running?.catch(() => undefined)
      await checkpoint()
    },
  }
}
