import { sql, type Generated, type RawBuilder } from 'kysely'
import pg from 'pg'
import { anyOf, type Database, type Transaction } from './database/index.ts'

type Tables = {
  outbox: { id: Generated<number>; consumer: string; topic: string; payload: string }
}

export interface OutboxEvent {
  readonly id: number
  readonly topic: string
  readonly payload: Record<string, unknown>
}

/** Which consumers hear which topic; written once, in `app.ts`. */
export type Wiring = Readonly<Record<string, readonly string[]>>

export interface Outbox {
  /** Records an event in the transaction that makes it true: one row for each consumer. */
  emit(transaction: Transaction, topic: string, payload: Record<string, unknown>): Promise<void>
  /** The same as a part of a larger statement: an event for each row of `payloads`, a query of one jsonb column. */
  emitting(topic: string, payloads: RawBuilder<unknown>): RawBuilder<unknown>
}

export function createOutbox(wiring: Wiring): Outbox {
  function emitting(topic: string, payloads: RawBuilder<unknown>): RawBuilder<unknown> {
    const consumers = wiring[topic]
    if (!consumers) throw new Error(`no consumer is wired for the event ${topic}`)
    return sql`insert into outbox (consumer, topic, payload)
      select consumer, ${topic}, payload
      from (${payloads}) as payloads (payload) cross join unnest(${[...consumers]}::text[]) as consumer`
  }
  return {
    emitting,
    async emit(transaction, topic, payload) {
      await emitting(topic, sql`select ${JSON.stringify(payload)}::jsonb`).execute(transaction)
    },
  }
}

/** The oldest events that wait for `consumer`. */
export async function waitingEvents(
  database: Database | Transaction,
  consumer: string,
  most: number,
): Promise<OutboxEvent[]> {
  const rows = await (database as Database)
    .withTables<Tables>()
    .selectFrom('outbox')
    .select(['id', 'topic', 'payload'])
    .where('consumer', '=', consumer)
    .orderBy('id')
    .limit(most)
    .execute()
  return rows as unknown as OutboxEvent[]
}

export interface WaitingEvent {
  id: number
  consumer: string
  topic: string
  payload: Record<string, unknown>
  at: Date
}

/** The oldest events that wait, of one consumer or of all. */
export async function listWaiting(
  database: Database,
  consumer: string | undefined,
  most: number,
): Promise<WaitingEvent[]> {
  const { rows } = await sql<WaitingEvent>`
    select id, consumer, topic, payload, at from outbox
    where ${consumer ?? null}::text is null or consumer = ${consumer ?? null}
    order by id limit ${most}`.execute(database)
  return rows
}

/** How many events wait for each consumer, since when, and how many seconds that is by the database's clock. */
export async function countEvents(
  database: Database,
): Promise<{ consumer: string; waiting: number; oldest: Date; seconds: number }[]> {
  const { rows } = await sql<{ consumer: string; waiting: number; oldest: Date; seconds: number }>`
    select consumer, count(*)::int as waiting, min(at) as oldest,
      extract(epoch from now() - min(at))::float8 as seconds
    from outbox group by consumer order by consumer`.execute(database)
  return rows
}

/** Removes handled events, in the transaction that handled them. */
export async function removeEvents(transaction: Transaction, events: readonly OutboxEvent[]): Promise<void> {
  const ids = events.map((event) => event.id)
  if (ids.length > 0)
    await transaction.withTables<Tables>().deleteFrom('outbox').where('id', '=', anyOf(ids)).execute()
}

/**
 * Wakes the registry that runs on this database. Not part of `emit`: the registry runs a round after its own events
 * anyway, and notifying serialises commits.
 */
export async function wakeListeners(database: Database): Promise<void> {
  await sql`notify outbox`.execute(database)
}

/**
 * Calls `heard` whenever another process has added events and says so (or notifies another `channel`), also after the connection was lost and made again: then events
 * may have been missed, so it is called once more.
 */
export async function listenForEvents(
  connection: string | pg.ClientConfig,
  heard: () => void,
  lost: (error: Error) => void,
  channel = 'outbox',
) {
  let client: pg.Client | undefined
  let stopped = false
  const open = async () => {
    client = new pg.Client(typeof connection === 'string' ? { connectionString: connection } : connection)
    client.on('notification', heard)
    client.on('error', (error) => {
      lost(error)
      again()
    })
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    heard()
  }
  const again = () => {
    if (stopped) return
    setTimeout(() => void open().catch(again), 1000).unref()
  }
  await open()
  return {
    async stop() {
      stopped = true
      await client?.end()
    },
  }
}
