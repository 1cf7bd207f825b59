import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { sql } from 'kysely'
import type pg from 'pg'
import { z } from 'zod'
import {
  createPublisherToken,
  describeOperation,
  keyRevoked,
  openAccounts,
  publisherChanged,
  sweepAccounts,
} from './accounts/index.ts'
import { openTestRunner } from './checks/index.ts'
import { currentPricing, openBilling, pricingChanged, setPricing } from './billing/index.ts'
import { markListingsDirty, startIndexThread, treeReader } from './index/index.ts'
import {
  neededUploads,
  openUploads,
  packageContext,
  packageRoutes,
  versionPublished,
  versionUnpublished,
  versionYanked,
} from './packages/index.ts'
import { fileBlobs } from './platform/blobs/index.ts'
import { sweepAllowances } from './platform/allowance.ts'
import { clockWithSkew, day } from './platform/clock.ts'
import type { Database } from './platform/database/index.ts'
import { createHttp } from './platform/http/index.ts'
import type { Job } from './platform/jobs.ts'
import type { Logger, LogLevel } from './platform/log.ts'
import { createMailer, forgetMails } from './platform/mail/index.ts'
import { createOutgoing } from './platform/outgoing/index.ts'
import { createOutbox, type Wiring } from './platform/outbox.ts'
import type { Settings } from './platform/settings.ts'
import { openSearch } from './search/index.ts'
import { createWorker, neededBySubmissions, reviewRoutes, submissionRoutes } from './submissions/index.ts'
import {
  createRoot,
  currentRoot,
  openKeyFiles,
  openLicenceKeys,
  registrySecret,
  rootChanged,
} from './trust/index.ts'

export interface AppOptions {
  database: Database
  /** The same database, for the index's own connections. */
  connection: string | pg.ClientConfig
  settings: Settings
  clockSkewMs: number
  log: Logger
  logLevel: LogLevel
  /** Public address of the registry, known once it listens. */
  url: () => string
}

/** Which feature hears which event. */
const wiring: Wiring = {
  [keyRevoked]: ['index'],
  [publisherChanged]: ['index', 'search'],
  [versionPublished]: ['index', 'search'],
  [versionYanked]: ['index', 'search'],
  [versionUnpublished]: ['index', 'search'],
  [pricingChanged]: ['search'],
  [rootChanged]: ['index'],
}

export const registryOutbox = createOutbox(wiring)

/** The one place that knows all features: wires events, routes and jobs. */
export async function createApp({
  database,
  connection,
  settings,
  clockSkewMs,
  log,
  logLevel,
  url,
}: AppOptions) {
  const outbox = registryOutbox
  const clock = clockWithSkew(clockSkewMs)
  const uploads = join(settings.data, 'uploads')
  const blobs = fileBlobs(settings.tree)
  const gated = fileBlobs(settings.gated)
  const keyFolder = join(settings.data, 'keys')
  const keys = await openKeyFiles(keyFolder)
  const licences = await openLicenceKeys(keyFolder)
  if (licences.isNew) await markListingsDirty(database)
  await mkdir(settings.gated, { recursive: true, mode: 0o700 })
  const reader = treeReader({ blobs, settings, log })
  const thread = { connection, settings, uploads, wiring, log: logLevel, clockSkewMs }
  const tree = startIndexThread(thread, reader.changed)

  let ownerToken: string | undefined
  if (!(await currentRoot(database))) {
    await database.transaction().execute(async (transaction) => {
      await createRoot(transaction, keys, settings, clock())
      await outbox.emit(transaction, rootChanged, {})
    })
    ownerToken = (
      await createPublisherToken(database, {
        publisher: settings.owner,
        role: 'owner',
        operator: 'admin',
        name: 'first start',
      })
    ).token
  }
  await openUploads(uploads, async (names) => {
    const published = await neededUploads(database, names)
    return new Set([...published, ...(await neededBySubmissions(database, names))])
  })
  await tree.recover()
  const root = await currentRoot(database)
  const fingerprint = root?.fingerprint ?? ''

  const http = await createHttp({
    log,
    bodyBytes: settings.limits.bodyBytes,
    first: reader.handle,
    describe: ({ operation }) => describeOperation(operation),
    trustedProxies: settings.trustedProxies,
  })
  const context = { database, clock, outbox, settings, uploads, fingerprint, settled: tree.settled }
  const mailer = createMailer({ database, clock, log }, settings.mail)
  const accounts = openAccounts({
    ...context,
    log,
    mailer,
    outgoing: createOutgoing(settings.outgoing),
    url,
    secret: await registrySecret(keyFolder, 'sessions'),
    name: settings.ecosystem.name,
    owner: settings.owner,
  })
  accounts.bind(http)
  const packages = packageContext(context)
  packageRoutes(http, { ...packages, uploads })
  const workerContext = {
    ...packages,
    log,
    mailer,
    blobs,
    uploads,
    url,
    gated,
    pricing: { current: currentPricing, set: setPricing },
    runTests: await openTestRunner(settings.checks.testRunner),
  }
  const worker = createWorker(workerContext, connection)
  const submissions = { ...workerContext, wake: worker.wake, whenSettled: worker.whenSettled }
  const billing = openBilling({
    ...context,
    log,
    url,
    settings: settings.billing,
    signer: licences.signer,
    gated,
    secret: await registrySecret(keyFolder, 'downloads'),
  })
  billing.bind(http)
  const search = openSearch({ database, connection, clock, log, settings, url, fingerprint })
  search.bind(http)
  healthRoutes()

  function healthRoutes(): void {
    http.get(
      api.alive,
      {
        config: { operation: 'registry.read' },
        schema: {
          summary: 'The process is alive',
          tags: ['health'],
          response: { 200: z.object({ alive: z.literal(true) }) },
        },
      },
      () => ({ alive: true as const }),
    )
    const readiness = z.object({ ready: z.boolean(), database: z.boolean(), storage: z.boolean() })
    http.get(
      api.ready,
      {
        config: { operation: 'registry.read' },
        schema: {
          summary: 'Database and storage answer',
          tags: ['health'],
          response: { 200: readiness, 503: readiness },
        },
      },
      async (_request, reply) => {
        const [databaseAnswers, storage] = await Promise.all([answers(database), blobs.ready()])
        const ready = databaseAnswers && storage
        return reply.status(ready ? 200 : 503).send({ ready, database: databaseAnswers, storage })
      },
    )
  }

  submissionRoutes(http, submissions)
  reviewRoutes(http, submissions)
  worker.wake()

  const jobs: Job[] = [
    { name: 'metadata-renewal', cron: '7 * * * *', run: tree.renew },
    { name: 'metadata-sweep', cron: '37 3 * * *', run: tree.sweep },
    { name: 'mail-delivery', cron: '* * * * *', run: mailer.deliver },
    { name: 'submissions', cron: '* * * * *', run: worker.run },
    { name: 'submission-sweep', cron: '47 * * * *', run: worker.sweep },
    { name: 'domain-checks', cron: '27 * * * *', run: accounts.recheckDomains },
    { name: 'entitlement-expiry', cron: '27 * * * *', run: billing.expire },
    { name: 'account-sweep', cron: '17 3 * * *', run: sweep },
    { name: 'search-refresh', cron: '12 * * * *', run: search.refresh },
  ]
  return { http, tree, worker, search, jobs, fingerprint, ownerToken }

  async function sweep(): Promise<void> {
    const now = clock()
    await sweepAccounts(database, now)
    await sweepAllowances(database, now)
    await forgetMails(database, new Date(now.getTime() - mailDays * day))
  }
}

/** Mails are kept so long, sent or not. */
const mailDays = 30

async function answers(database: Database): Promise<boolean> {
  try {
    await sql`select 1`.execute(database)
    return true
  } catch {
    return false
  }
}
