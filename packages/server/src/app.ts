import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
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
import { analyticsRoutes, downloadCounter } from './analytics/index.ts'
import { openTestRunner } from './checks/index.ts'
import { communityRoutes, ratingChanged } from './community/index.ts'
import { currentPricing, openBilling, pricingChanged, setPricing } from './billing/index.ts'
import { markListingsDirty, startIndexThread, treeReader } from './index/index.ts'
import {
  catalogueImported,
  catalogueRoutes,
  neededUploads,
  openReadmes,
  openUploads,
  packageAssigned,
  packageContext,
  packagesOfPublishers,
  packageRoutes,
  readmeRead,
  versionPublished,
  versionUnpublished,
  versionYanked,
} from './packages/index.ts'
import { monitoringRoutes } from './monitoring/index.ts'
import { fileBlobs } from './platform/blobs/index.ts'
import { sweepAllowances } from './platform/allowance.ts'
import { clockWithSkew, day } from './platform/clock.ts'
import type { Database } from './platform/database/index.ts'
import { createJobs } from './platform/jobs.ts'
import { clientAddressOf, createHttp } from './platform/http/index.ts'
import type { Logger, LogLevel } from './platform/log.ts'
import { createMailer, forgetMails } from './platform/mail/index.ts'
import { createOutgoing } from './platform/outgoing/index.ts'
import { createOutbox, type Wiring } from './platform/outbox.ts'
import type { Settings } from './platform/settings.ts'
import { schedule } from './schedule.ts'
import { openSearch } from './search/index.ts'
import { createWorker, neededBySubmissions, reviewRoutes, submissionRoutes } from './submissions/index.ts'
import { openWeb, readSite, siteRoutes, sitemapRoutes } from './web/index.ts'
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
  [readmeRead]: ['search'],
  [pricingChanged]: ['search'],
  [rootChanged]: ['index'],
  [catalogueImported]: ['search'],
  [packageAssigned]: ['search'],
  [ratingChanged]: ['search'],
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
  const downloads = downloadCounter({ database, clock, log })
  const addressOf = clientAddressOf(settings.trustedProxies)
  const began = (path: string, request: IncomingMessage) => downloads.count(path, addressOf(request))
  const reader = treeReader({ blobs, settings, log, began })
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
  const outgoing = createOutgoing(settings.outgoing)
  const accounts = openAccounts({
    ...context,
    log,
    mailer,
    outgoing,
    url,
    secret: await registrySecret(keyFolder, 'sessions'),
    name: settings.ecosystem.name,
    owner: settings.owner,
    packagesOf: ownPackages,
  })
  accounts.bind(http)
  const packages = packageContext(context)
  packageRoutes(http, { ...packages, uploads })
  const readmes = openReadmes({
    ...context,
    log,
    blobs,
    gated,
    outgoing,
    secret: await registrySecret(keyFolder, 'images'),
  })
  readmes.bind(http)
  const workerContext = {
    ...packages,
    log,
    notifier: accounts.notifier,
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
    notifier: accounts.notifier,
    secret: await registrySecret(keyFolder, 'downloads'),
    began,
  })
  billing.bind(http)
  catalogueRoutes(http, context)
  analyticsRoutes(http, context)
  communityRoutes(http, context)
  openWeb({ ...context, blobs, gated, readmes }).bind(http)
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
  siteRoutes(http, { site: await readSite(builtPages), url })
  sitemapRoutes(http, { database, clock, url })
  worker.wake()

  const scheduled = schedule({
    'metadata-renewal': tree.renew,
    'metadata-sweep': tree.sweep,
    'mail-delivery': mailer.deliver,
    submissions: worker.run,
    'submission-sweep': worker.sweep,
    'domain-checks': accounts.recheckDomains,
    'entitlement-expiry': billing.expire,
    readmes: readmes.fill,
    'account-sweep': sweep,
    'search-refresh': search.refresh,
  })
  const jobs = createJobs({ connection, database, log }, scheduled)
  monitoringRoutes(http, { database, clock, settings, jobs, startedAt: clock(), version: programVersion })
  return { http, tree, worker, search, downloads, jobs, fingerprint, ownerToken }

  async function sweep(): Promise<void> {
    const now = clock()
    await sweepAccounts(database, now)
    await sweepAllowances(database, now)
    await forgetMails(database, new Date(now.getTime() - mailDays * day))
  }
}

/** Where “npm run build:web” lays the pages. */
const builtPages = join(import.meta.dirname, '../../web/dist')

/** Of this package. */
const programVersion = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version

/** What members see of their publisher's packages. */
async function ownPackages(database: Database, publisherId: number) {
  const packages = await packagesOfPublishers(database, [publisherId])
  return packages.map(({ name, newest }) => ({ name, newest: newest?.version ?? null }))
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
