import pg from 'pg'
import { unavailable } from './failures.ts'

/** Where a server listens, and the password of its roles. */
export interface Endpoint {
  host: string
  port: number
  password: string
}

/**
 * What came of asking a server: a connection as the superuser, to be ended by the caller; or `busy`, it answers
 * but takes no connections yet or any more; or silence.
 */
export type Answer =
  { kind: 'ready'; client: pg.Client } | { kind: 'busy'; why: string } | { kind: 'silent'; why: string }

/** Asks the server for a connection, for at most five seconds. Throws when it does not accept the password. */
export async function ask(endpoint: Endpoint): Promise<Answer> {
  const client = new pg.Client({
    ...endpoint,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: 5000,
  })
  // A server that dies under an idle connection must not end this process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return { kind: 'ready', client }
  } catch (error) {
    await client.end().catch(() => undefined)
    const why = error instanceof Error ? error.message : String(error)
    const state = error instanceof pg.DatabaseError ? error.code : undefined
    // SQLSTATE cannot_connect_now: starting up, recovering, shutting down.
    if (state === '57P03') return { kind: 'busy', why }
    // Class 28: invalid authorization. Not going to change by waiting.
    if (state?.startsWith('28')) {
      throw unavailable(
        `The PostgreSQL at ${endpoint.host} does not accept Waybill's password: ${why}`,
        'Undo changes to pg_hba.conf, to waybill-password or to the role postgres',
        { cause: error },
      )
    }
    return { kind: 'silent', why }
  }
}
