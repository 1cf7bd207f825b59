/** How to run the embedded server. */
export interface PostgresOptions {
  /** The folder the launcher owns, made when missing, e.g. `<data>/postgres`. */
  folder: string
  /** Name of the database that must exist once started, e.g. `waybill`. */
  database: string
  /** Hears what the start waits for and what a stop escalates to, one line each. */
  log: (line: string) => void
  /** PostgreSQL settings over the defaults of `settings.ts`. A server that runs already keeps its own. */
  settings?: Record<string, string>
}

/** Where and as whom to connect: what `pg.Pool` takes. `host` is a socket folder except on Windows. */
export interface Connection {
  host: string
  port: number
  user: string
  database: string
  password: string
}

/** A server that answered. */
export interface RunningPostgres {
  /** As the role `waybill`: owner of the database, may create others, not a superuser. */
  readonly connection: Connection
  /** True when the server ran before this call, started by another process or an earlier one. */
  readonly adopted: boolean
  /** Process id of the postmaster. */
  readonly pid: number
  /**
   * Ends the server, whoever started it, and resolves once its process is gone. Clients are disconnected.
   * Calling it again, or after the server died, is harmless.
   */
  stop(): Promise<void>
}
