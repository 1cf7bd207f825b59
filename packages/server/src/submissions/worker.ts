import { day, hour, minute } from '../platform/clock.ts'
import { tryLock } from '../platform/database/index.ts'
import type pg from 'pg'
import { move, registry, type SubmissionContext } from './context.ts'
import { examine } from './examine.ts'
import { publishApproved } from './publication.ts'
import { removeUploads } from './receive.ts'
import * as store from './store.ts'
import { waits } from './submission.ts'

type Work = (context: SubmissionContext, id: string, signal: AbortSignal) => Promise<void>

/** The checks of one submission may take so long in all: the longest tests, and what is around them. */
const longest = 20 * minute

export interface SubmissionWorker {
  /** Does what is to do; returns when nothing is left. Callers at the same time share one run. */
  run(): Promise<void>
  wake(): void
  whenSettled(id: string, forMs: number): Promise<void>
  /** Lets go what was left lying. */
  sweep(): Promise<void>
  /** Takes nothing up any more, and waits for what is under way. */
  close(): Promise<void>
}

/**
 * Takes submissions through what the registry does by itself. Their state is the queue: whatever is `validating` or
 * `approved` is to do, so nothing is lost with a process. An advisory lock for each keeps two processes from doing one at
 * the same time, and goes with the process that held it.
 */
export function createWorker(
  context: Omit<SubmissionContext, 'wake' | 'whenSettled'>,
  connection: string | pg.ClientConfig,
): SubmissionWorker {
  const { database, clock, log } = context
  let running: Promise<void> | undefined
  let again = false
  let closed = false
  const closing = new AbortController()
  const failures = new Map<string, { count: number; until: Date }>()
  const complete: SubmissionContext = { ...context, wake, whenSettled }

  async function round(): Promise<void> {
    do {
      again = false
      await publishAll()
      for (const id of await due('validating')) {
        await attempt(id, examine)
        // What is approved does not wait until the checks of all others are done.
        await publishAll()
      }
    } while (again && !closed)
  }

  async function publishAll(): Promise<void> {
    for (const id of await due('approved')) await attempt(id, publishApproved)
  }

  /** Those that failed and wait for another try are left out: however many they are, others get their turn. */
  function due(state: 'approved' | 'validating'): Promise<string[]> {
    const now = clock()
    const except = [...failures].flatMap(([id, { until }]) => (until > now ? [id] : []))
    return store.idsInState(database, state, now, { most: 100, except })
  }

  async function attempt(id: string, work: Work): Promise<void> {
    if (closed) return
    const lock = await tryLock(connection, `submission ${id}`)
    if (!lock) return
    try {
      // Another look is due after it, also when it fails: then it is left out, and others have room.
      again = true
      // A check that hangs must not keep the others waiting for ever, nor a registry that stops.
      await work(complete, id, AbortSignal.any([closing.signal, AbortSignal.timeout(longest)]))
      failures.delete(id)
    } catch (error) {
      if (closed) return
      // A failure of our own (a full disk, a lost connection) is no verdict: it is tried again, in a minute at first.
      const count = (failures.get(id)?.count ?? 0) + 1
      const wait = Math.min(hour, minute * 2 ** (count - 1))
      failures.set(id, { count, until: new Date(clock().getTime() + wait) })
      log.error({ err: error, submission: id }, 'a submission could not be processed')
    } finally {
      await lock.release()
    }
  }

  function run(): Promise<void> {
    again = true
    running ??= round().finally(() => (running = undefined))
    return running
  }

  function wake(): void {
    if (!closed)
      void run().catch((error: unknown) => log.error({ err: error }, 'submissions could not be processed'))
  }

  async function whenSettled(id: string, forMs: number): Promise<void> {
    const until = Date.now() + forMs
    while (Date.now() < until) {
      const state = (await store.submissionById(database, id))?.state
      if (state !== 'validating' && state !== 'approved') return
      await Promise.race([run(), new Promise((resolve) => setTimeout(resolve, 100).unref())])
    }
  }

  async function sweep(): Promise<void> {
    const now = clock().getTime()
    const old = async (state: 'uploaded' | 'changes_requested', hours: number) =>
      (await store.idsInState(database, state, new Date(now - hours * hour), { most: 1000 })).map((id) => ({
        id,
        state,
      }))
    for (const { id, state } of [
      ...(await old('uploaded', waits.uploadHours)),
      ...(await old('changes_requested', waits.revisionDays * 24)),
    ]) {
      const files = await database.transaction().execute(async (transaction) => {
        const locked = await store.lockSubmission(transaction, id)
        if (locked?.state !== state) return []
        const why =
          state === 'uploaded'
            ? `It was not submitted in ${waits.uploadHours} hours.`
            : `It was not revised in ${waits.revisionDays} days.`
        await move(complete, transaction, locked, { action: 'expire', by: registry, why })
        return store.letUploadsGo(transaction, id)
      })
      await removeUploads(context.uploads, files)
    }
    const rejectedBefore = new Date(now - waits.appealDays * day)
    for (const id of await store.rejectedWithBytes(database, rejectedBefore, 1000)) {
      const files = await database.transaction().execute(async (transaction) => {
        const locked = await store.lockSubmission(transaction, id)
        // Appealed at the last moment: then its bytes are needed.
        return locked?.state === 'rejected' ? store.letUploadsGo(transaction, id) : []
      })
      await removeUploads(context.uploads, files)
    }
    await store.forgetScreenshots(database, new Date(now - waits.uploadHours * hour), rejectedBefore)
  }

  return {
    run,
    wake,
    whenSettled,
    sweep,
    async close() {
      closed = true
      closing.abort()
      await running?.catch(() => undefined)
    },
  }
}
