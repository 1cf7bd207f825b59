import type pg from 'pg'
import { ask, type Endpoint } from './connect.ts'
import { readPassword, type Layout } from './layout.ts'
import type { Wait } from './patience.ts'
import { readPidFile } from './pidfile.ts'
import { isServerOf } from './processes.ts'

/** What a look at a folder finds. */
export type Sight =
  /** No server, or only traces of a dead one. */
  | { kind: 'none' }
  /** One that is starting, ending, or does not answer. */
  | ({ kind: 'waiting' } & Wait)
  | Ready

/** A server that answers. Who looked ends `client`. */
export interface Ready {
  kind: 'ready'
  client: pg.Client
  endpoint: Endpoint
  pid: number
}

/**
 * Looks for a server of this folder. A connection decides, before process ids do: a server in another container
 * on the same folder has no process here.
 */
export async function lookFor(layout: Layout): Promise<Sight> {
  const record = await readPidFile(layout)
  if (record === undefined) return { kind: 'none' }
  const { pid, host, port, status } = record
  const waiting = (what: string, endless: boolean): Sight => {
    const why = `Waiting for PostgreSQL (process ${pid}) of ${layout.folder}: ${what}`
    // Recovery after a crash takes what it takes.
    return { kind: 'waiting', why, ...(endless ? { pace: 'endless' } : {}) }
  }
  const alive = await isServerOf(layout.cluster, pid)
  // Its own word spares it the connections it would refuse.
  if (alive && status !== 'ready') return waiting(`it is ${status}`, status === 'starting')
  if (host === undefined) return { kind: 'none' }
  const endpoint = { host, port, password: await readPassword(layout) }
  const answer = await ask(endpoint)
  if (answer.kind === 'ready') return { kind: 'ready', client: answer.client, endpoint, pid }
  if (answer.kind === 'busy') return waiting(answer.why, !answer.why.includes('shutting down'))
  return alive ? waiting(answer.why, false) : { kind: 'none' }
}
