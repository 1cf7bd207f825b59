import type pg from 'pg'
import type { Binaries } from './binaries.ts'
import type { Endpoint } from './connect.ts'
import { unavailable } from './failures.ts'
import { chooseIdentity } from './identity.ts'
import { initializeOnce } from './initialize.ts'
import { launch, type Launched } from './launch.ts'
import { hasCluster, madeLayout, type Layout } from './layout.ts'
import { chooseListen } from './listen.ts'
import { logTail } from './logfile.ts'
import { lookFor } from './look.ts'
import { judgeEnd } from './outcome.ts'
import { prepareFolders } from './ownership.ts'
import { patience } from './patience.ts'
import { removeForeignLocks } from './pidfile.ts'
import type { PostgresOptions, RunningPostgres } from './postgres.ts'
import { provision } from './provision.ts'
import { chooseRunner, type Runner } from './runner.ts'
import { runningServer } from './running.ts'
import { settingArguments, type Listen } from './settings.ts'
import { stopServer } from './stop.ts'

/** Milliseconds that waiting for a stuck server may take, and a start may take before it says what it waits for. */
const limit = 30_000
const quiet = 1000

interface Plan {
  layout: Layout
  binaries: Binaries
  runner: Runner
  listen: Listen
  options: PostgresOptions
}

interface Connected {
  client: pg.Client
  endpoint: Endpoint
  pid: number
  adopted: boolean
}

/** `startPostgres` with the programs of a given PostgreSQL. */
export async function startPostgresOf(
  binaries: Binaries,
  options: PostgresOptions,
): Promise<RunningPostgres> {
  const layout = await madeLayout(options.folder)
  // Before anything is touched: a cluster of another version must stay as it is.
  await hasCluster(layout, binaries.major)
  const identity = await chooseIdentity(layout)
  await prepareFolders(layout, identity)
  const listen = await chooseListen(layout, identity)
  const folders = 'socketFolder' in listen ? [layout.folder, listen.socketFolder] : [layout.folder]
  const runner = await chooseRunner(identity, binaries, folders)
  await initializeOnce(layout, binaries, runner)
  return serve({ layout, binaries, runner, listen, options })
}

async function serve(plan: Plan): Promise<RunningPostgres> {
  const { layout, binaries, options } = plan
  const { database, log } = options
  const { client, endpoint, pid, adopted } = await connectOrLaunch(plan)
  try {
    await provision(client, database, endpoint.password)
  } catch (error) {
    if (!adopted) await stopServer(layout, binaries, pid, log)
    throw unavailable(
      `The database "${database}" could not be made in the PostgreSQL of ${layout.folder}: ${String(error)}`,
      `See ${layout.log}`,
      { cause: error, folder: layout.folder },
    )
  } finally {
    await client.end().catch(() => undefined)
  }
  return runningServer({ layout, binaries, endpoint, pid, adopted, database, log })
}

/**
 * Goes on until a server answers: one that runs, whoever started it, or else one of our own. What passes by
 * itself (a server starting or ending, another launcher being faster) is waited for, all else throws.
 */
async function connectOrLaunch(plan: Plan): Promise<Connected> {
  const { layout, options } = plan
  const waiting = patience(limit, quiet, options.log)
  let own: Launched | undefined
  for (;;) {
    const seen = await lookFor(layout)
    if (seen.kind === 'ready') return { ...seen, adopted: own === undefined || isOther(own, seen.pid) }

    let why = seen.kind === 'none' ? 'Waiting for PostgreSQL to start' : seen.why
    const end = own?.ended()
    if (end !== undefined) {
      const outcome = judgeEnd(layout, end, await logTail(layout.log, own?.pid))
      if ('failure' in outcome) throw outcome.failure
      why = outcome.retry
      own = undefined
    } else if (seen.kind === 'none' && own === undefined) {
      own = await launchOwn(plan)
    }
    const goOn = await waiting.wait(why, seen.kind === 'starting' ? 'endless' : undefined)
    if (!goOn) throw await gaveUp(plan, why, own)
  }
}

/** On Windows our own process id is not known; whatever came up while we started is taken for ours. */
function isOther(own: Launched, pid: number): boolean {
  return own.pid !== undefined && own.pid !== pid
}

async function launchOwn({ layout, binaries, runner, listen, options }: Plan): Promise<Launched> {
  if ('socketFolder' in listen) await removeForeignLocks(layout, listen.socketFolder)
  return launch(layout, binaries, runner, settingArguments(layout.cluster, listen, options.settings))
}

async function gaveUp({ layout, binaries, options }: Plan, why: string, own?: Launched): Promise<Error> {
  if (own?.pid !== undefined) await stopServer(layout, binaries, own.pid, options.log)
  return unavailable(
    `PostgreSQL of ${layout.folder} did not answer within ${limit / 1000} s. ${why}`,
    'Wait for it, or end the process that holds the folder (its id is in cluster/postmaster.pid)',
    { folder: layout.folder, log: await logTail(layout.log, own?.pid) },
  )
}
