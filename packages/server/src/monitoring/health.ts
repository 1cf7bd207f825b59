import { statfs } from 'node:fs/promises'
import { countPackages, storedBytes } from '../packages/index.ts'
import { day, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Jobs } from '../platform/jobs.ts'
import { countUnsent } from '../platform/mail/index.ts'
import { countEvents } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import { countWaiting } from '../submissions/index.ts'
import { currentRoles, currentRoot, soonestExpiries } from '../trust/index.ts'
import { judge } from './judge.ts'
import * as store from './store.ts'

export interface MonitoringContext {
  database: Database
  clock: Clock
  settings: Settings
  jobs: Jobs
  /** When this process began to be the registry. */
  startedAt: Date
  /** Of the registry's program. */
  version: string
}

/** How the registry is: what it uses, what waits, and what is wrong in words. */
export async function readHealth(context: MonitoringContext) {
  const { database, clock, settings, jobs, startedAt, version } = context
  const disk = await statfs(settings.tree)
  const [own, roundTrip, events, mails, submissions, packages, bytes, states, tree] = await Promise.all([
    store.databaseFacts(database),
    store.roundTrip(database),
    countEvents(database),
    countUnsent(database),
    countWaiting(database),
    countPackages(database),
    storedBytes(database),
    jobs.states(),
    treeFacts(database),
  ])
  const now = clock()
  const freeBytes = disk.bavail * disk.bsize
  const lifetimes = Object.entries(settings.lifetimes).map(([kind, days]) => [kind, days * day])
  return {
    version,
    node: process.version,
    startedAt,
    uptimeSeconds: Math.round(process.uptime()),
    memoryBytes: process.memoryUsage.rss(),
    database: own,
    storage: { bytes, freeBytes },
    outboxWaiting: events.reduce((sum, { waiting }) => sum + waiting, 0),
    mailsWaiting: mails.unsent,
    submissionsWaiting: submissions.checking + submissions.inReview,
    tree: {
      timestampVersion: tree.timestamp?.version ?? 0,
      expiresAt: tree.timestamp?.expires_at ?? null,
      packages: packages.packages,
    },
    checks: judge({
      freeBytes,
      totalBytes: disk.blocks * disk.bsize,
      outbox: events.map(({ consumer, waiting, seconds }) => ({ consumer, waiting, age: seconds * 1000 })),
      mails: { ...mails, hasSmtp: settings.mail.smtp !== undefined },
      expires: Object.fromEntries(
        Object.entries(tree.expires).map(([kind, at]) => [kind, at.getTime() - now.getTime()]),
      ),
      lifetimes: Object.fromEntries(lifetimes) as Record<string, number>,
      jobs: states.map(({ name, last }) => ({
        name,
        state: last?.state ?? null,
        error: last?.error ?? null,
      })),
      roundTrip,
    }),
  }
}

async function treeFacts(database: Database) {
  const [roles, root, soonest] = await Promise.all([
    currentRoles(database),
    currentRoot(database),
    soonestExpiries(database),
  ])
  return {
    timestamp: roles.find(({ role }) => role === 'timestamp'),
    expires: { ...(root ? { root: root.expiresAt } : {}), ...soonest },
  }
}
