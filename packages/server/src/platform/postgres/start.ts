import type { Binaries } from './binaries.ts'
import { unavailable } from './failures.ts'
import { chooseIdentity } from './identity.ts'
import { initializeOnce } from './initialize.ts'
import { launch, type Launched } from './launch.ts'
import { hasCluster, madeLayout, type Layout } from './layout.ts'
import { chooseListen } from './listen.ts'
import { logTail } from './logfile.ts'
import { lookFor, type Ready } from './look.ts'
import { judgeEnd } from './outcome.ts'
import { prepareFolders } from './ownership.ts'
import { patience, type Wait } from './patience.ts'
import { removeForeignLocks } from './pidfile.ts'
import type { PostgresOptions, RunningPostgres } from './postgres.ts'
import { provision } from './provision.ts'
import { chooseRunner, type Runner } from './runner.ts'
import { runningServer } from './running.ts'
import { settingArguments, type Listen } from './settings.ts'
import { stopServer } from './stop.ts'
import { takeTurn, type Turn } from './turn.ts'

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
  return connectOrLaunch({ layout, binaries, runner, listen, options })
}

/**
 * Goes on until a server answers: one that runs, whoever started it, or else one of our own. What passes by
 * itself (a server starting or ending, another launcher being faster) is waited for, all else throws.
 */
async function connectOrLaunch(plan: Plan): Promise<RunningPostgres> {
  const { layout, binaries, options } = plan
  const waiting = patience(limit, quiet, options.log)
  let own: Launched | undefined
  let turn: Turn | undefined
  try {
    for (;;) {
      const seen = await lookFor(layout)
      if (seen.kind === 'ready' && (await provisioned(plan, seen))) return handleOf(plan, seen, own)

      let next: Wait = 'why' in seen ? seen : { why: `Waiting for the PostgreSQL of ${layout.folder}` }
      const end = own?.ended()
      if (end !== undefined) {
        next = judgeEnd(layout, end, await logTail(layout.log, own?.pid))
        own = undefined
      } else if (seen.kind === 'none' && own === undefined) {
        // With the turn comes another look: its last holder may have left a server.
        if (turn !== undefined) own = await launchOwn(plan)
        else if ((turn = await takeTurn(layout)) !== undefined) continue
      }
      if (!(await waiting.wait(next))) throw await gaveUp(layout, next.why, own)
    }
  } catch (error) {
    // A server of ours that nobody could use must not stay.
    if (own?.pid !== undefined) await stopServer({ layout, binaries, log: options.log }, own.pid)
    throw error
  } finally {
    turn?.end()
  }
}

/** False when the server went away meanwhile. */
async function provisioned({ layout, options }: Plan, server: Ready): Promise<boolean> {
  try {
    return await provision(server.client, options.database, server.endpoint.password)
  } catch (error) {
    throw unavailable(
      `The database "${options.database}" could not be made in the PostgreSQL of ${layout.folder}: ${String(error)}`,
      `See ${layout.log}`,
      { cause: error, folder: layout.folder },
    )
  }
}

function handleOf({ layout, binaries, options }: Plan, server: Ready, own?: Launched): RunningPostgres {
  const { database, log } = options
  const adopted = own === undefined || isOther(own, server.pid)
  return runningServer({ ...server, layout, binaries, database, log, adopted })
}

/** On Windows our own process id is not known; whatever came up while we started is taken for ours. */
function isOther(own: Launched, pid: number): boolean {
  return own.pid !== undefined && own.pid !== pid
}

async function launchOwn({ layout, binaries, runner, listen, options }: Plan): Promise<Launched> {
  if ('socketFolder' in listen) await removeForeignLocks(layout, listen.socketFolder)
  return launch(layout, binaries, runner, settingArguments(layout.cluster, listen, options.settings))
}

async function gaveUp(layout: Layout, why: string, own?: Launched): Promise<Error> {
  return unavailable(
    `PostgreSQL of ${layout.folder} did not answer within ${limit / 1000} s. ${why}`,
    'Wait for it, or end the process that holds the folder (its id is in cluster/postmaster.pid)',
    { folder: layout.folder, log: await logTail(layout.log, own?.pid) },
  )
}
