import { WaybillError } from '@waybill/core/errors'
import { Kysely, PostgresDialect, sql, type Transaction as KyselyTransaction } from 'kysely'
import pg from 'pg'

/**
 * A connection pool that knows no tables: each feature adds its own with `withTables`, so that only its store can
 * name them.
 */
export type Database = Kysely<object>
export type Transaction = KyselyTransaction<object>

/** Keys of PostgreSQL advisory locks, all in one place so that they differ. */
export const locks = { migrations: 4600_1, round: 4600_2, payments: 4600_3, search: 4600_4 } as const

// Numbers of rows and bytes fit a double; ids too (2^53).
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Most different texts that are prepared; texts with lists of varying length must not fill the server's memory. */
const mostPrepared = 200
const prepared = new Map<string, string>()

/** Lets PostgreSQL parse and plan a statement once for each connection instead of at each run. */
class PreparingClient extends pg.Client {
  // The overloads of pg are many; Kysely uses this one alone.
  override query(text: unknown, values?: unknown): never {
    const run = super.query.bind(this) as (...all: unknown[]) => never
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return run(text, values)
    const name = prepared.get(text) ?? (prepared.size < mostPrepared ? `s${prepared.size}` : undefined)
    if (name === undefined) return run(text, values)
    prepared.set(text, name)
    return run({ name, text, values })
  }
}

export interface PoolOptions {
  /** Most connections. */
  most?: number
  /** Settings of PostgreSQL for the sessions of this pool alone, by name. */
  session?: Readonly<Record<string, string>>
}

/** Opens a pool. `connection` is a URL, or the parts of one. */
export function openDatabase(
  connection: string | pg.ClientConfig,
  log: (error: Error) => void,
  { most = 20, session = {} }: PoolOptions = {},
): Database {
  const config = typeof connection === 'string' ? { connectionString: connection } : connection
  const settings = Object.entries(session)
  const pool = new pg.Pool({
    ...config,
    Client: PreparingClient,
    max: most,
    ...(settings.length === 0
      ? {}
      : {
          onConnect: (client: pg.ClientBase) =>
            client.query(
              settings.map(([name, value]) => `set ${name} = ${pg.escapeLiteral(value)}`).join('; '),
            ),
        }),
    application_name: 'waybill',
    connectionTimeoutMillis: 10_000,
  })
  pool.on('error', log)
  return new Kysely<object>({ dialect: new PostgresDialect({ pool }) })
}

/** `column = any(list)`: unlike `in`, one statement text for lists of every length. */
export function anyOf<T>(list: readonly T[]) {
  return sql<T>`any(${[...list]})`
}

/**
 * Runs `work` on one connection that holds the advisory lock, so that no other process does the same meanwhile.
 * The lock outlasts transactions that `work` runs, and goes with the connection if the process dies.
 */
export async function withLock<T>(
  database: Database,
  key: number,
  work: (connection: Database) => Promise<T>,
): Promise<T> {
  return database.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${key})`.execute(connection)
    try {
      return await work(connection)
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection)
    }
  })
}

export interface HeldLock {
  release(): Promise<void>
}

/** Takes a lock named by text and holds it until released or the process ends; undefined when another holds it. */
export async function tryLock(
  connection: string | pg.ClientConfig,
  name: string,
): Promise<HeldLock | undefined> {
  const client = new pg.Client(typeof connection === 'string' ? { connectionString: connection } : connection)
  // A lost connection shows in the next query; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
      [name],
    )
    if (rows[0]?.held) return { release: () => client.end() }
  } catch (cause) {
    await client.end().catch(() => undefined)
    throw new WaybillError('database.unavailable', `The database does not answer: ${String(cause)}`, {
      hint: 'Check DATABASE_URL, and that PostgreSQL runs.',
      cause,
    })
  }
  await client.end()
  return undefined
}
