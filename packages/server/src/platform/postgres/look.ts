import type pg from 'pg'
import { ask, type Endpoint } from './connect.ts'
import { readPassword, type Layout } from './layout.ts'
import { readPidFile } from './pidfile.ts'
import { isServerOf } from './processes.ts'

/** What a look at a folder finds. */
export type Sight =
  /** No server, or only traces of a dead one. */
  | { kind: 'none' }
  /** One that will answer, however long its recovery takes. */
  | { kind: 'starting'; why: string; pid: number }
  /** One that is ending, or does not answer. */
  | { kind: 'stuck'; why: string; pid: number }
  /** One that answers. The caller ends `client`. */
  | { kind: 'ready'; client: pg.Client; endpoint: Endpoint; pid: number }

/**
 * Looks for a server of this folder. A connection decides, before process ids do: a server in another container
 * on the same folder has no process here.
 */
export async function lookFor(layout: Layout): Promise<Sight> {
  const record = await readPidFile(layout)
  if (record === undefined) return { kind: 'none' }
  const { pid, host, port, status } = record
  const prefix = `Waiting for PostgreSQL (process ${pid}) of ${layout.folder}`
  const alive = await isServerOf(layout.cluster, pid)
  // Its own word spares it the connections it would refuse.
  if (alive && status !== 'ready') {
    return { kind: status === 'stopping' ? 'stuck' : 'starting', why: `${prefix}: it is ${status}`, pid }
  }
  if (host === undefined) return { kind: 'none' }
  const endpoint = { host, port, password: await readPassword(layout) }
  const answer = await ask(endpoint)
  if (answer.kind === 'ready') return { kind: 'ready', client: answer.client, endpoint, pid }
  const why = `${prefix}: ${answer.why}`
  if (answer.kind === 'busy' && !answer.why.includes('shutting down')) return { kind: 'starting', why, pid }
  if (answer.kind === 'busy' || alive) return { kind: 'stuck', why, pid }
  return { kind: 'none' }
}
