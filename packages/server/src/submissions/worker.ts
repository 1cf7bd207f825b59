import { hour, minute } from '../platform/clock.ts'
import { tryLock } from '../platform/database/index.ts'
import type pg from 'pg'
import { move, registry, type SubmissionContext } from './context.ts'
import { examine } from './examine.ts'
import { publishApproved } from './publication.ts'
import { removeUploads } from './receive.ts'
import * as store from './store.ts'

/** An upload that nobody submits, and a submission that nobody revises, are let go after so long. */
const uploadHours = 24
const revisionDays = 30

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
  const failures = new Map<string, Date>()
  const complete: SubmissionContext = { ...context, wake, whenSettled }

  async function round(): Promise<void> {
    do {
      again = false
      for (const [state, work] of [
        ['approved', publishApproved],
        ['validating', examine],
      ] as const)
        for (const id of await store.idsInState(database, state, clock(), 100))
          if (!closed) await attempt(id, work)
    } while (again && !closed)
  }

  async function attempt(id: string, work: typeof examine): Promise<void> {
    const after = failures.get(id)
    if (after && after > clock()) return
    const lock = await tryLock(connection, `submission ${id}`)
    if (!lock) return
    try {
      await work(complete, id)
      failures.delete(id)
      again = true
    } catch (error) {
      // A failure of our own (a full disk, a lost connection) is no verdict: it is tried again in a minute.
      failures.set(id, new Date(clock().getTime() + minute))
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
      (await store.idsInState(database, state, new Date(now - hours * hour), 1000)).map((id) => ({
        id,
        state,
      }))
    for (const { id, state } of [
      ...(await old('uploaded', uploadHours)),
      ...(await old('changes_requested', revisionDays * 24)),
    ]) {
      const files = await database.transaction().execute(async (transaction) => {
        const locked = await store.lockSubmission(transaction, id)
        if (locked?.state !== state) return []
        const why =
          state === 'uploaded'
            ? `It was not submitted in ${uploadHours} hours.`
            : `It was not revised in ${revisionDays} days.`
        await move(complete, transaction, locked, { action: 'expire', by: registry, why })
        return store.letUploadsGo(transaction, id)
      })
      await removeUploads(context.uploads, files)
    }
    await store.forgetScreenshots(database, new Date(now - uploadHours * hour))
  }

  return {
    run,
    wake,
    whenSettled,
    sweep,
    async close() {
      closed = true
      await running?.catch(() => undefined)
    },
  }
}
