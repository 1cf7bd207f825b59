import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { WaybillError } from '@waybill/core/errors'
import { createApp } from './app.ts'
import { connect, registryLock } from './operate/connection.ts'
import { readNote, removeNote, writeNote } from './operate/note.ts'
import { migrate, openDatabase, tryLock } from './platform/database/index.ts'
import { readEnvironment } from './platform/environment.ts'
import { listenForEvents } from './platform/outbox.ts'
import { createLogger, type LogLevel } from './platform/log.ts'
import { loadSettings, type SettingsOverrides } from './platform/settings.ts'

export interface StartOptions extends SettingsOverrides {
  log?: LogLevel
  /** Puts the registry's clock forward by so many milliseconds: for tests. */
  clockSkewMs?: number
  /** Told of what takes time, in words for people. */
  progress?: (line: string) => void
}

export interface RunningRegistry {
  readonly url: string
  /** `sha256:…` of the first root: what clients pin. */
  readonly fingerprint: string
  /** Given at the very first start only, and stored nowhere. */
  readonly ownerToken: string | undefined
  /** Finishes running requests, flushes the tree, stops the jobs and an embedded PostgreSQL. */
  stop(): Promise<void>
}

/**
 * Starts the registry: PostgreSQL (embedded, or `DATABASE_URL`), migrations, what a former process left undone, HTTP.
 * Throws `registry.already_running` when another registry has the data folder.
 */
export async function startRegistry(options: StartOptions = {}): Promise<RunningRegistry> {
  const settings = loadSettings(readEnvironment(process.env), options)
  const log = createLogger(options.log ?? 'info')
  const undo: (() => Promise<unknown>)[] = []
  const unwind = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    await mkdir(settings.data, { recursive: true })
    const progress = options.progress ?? ((line: string) => log.info(line))
    const postgres = await connect(settings, progress)
    // A PostgreSQL that another registry uses must go on running when this one is refused.
    const lock = await tryLock(postgres.connection, registryLock(settings))
    if (!lock) throw await alreadyRunning(settings.data)
    undo.push(postgres.stop, lock.release)
    const database = openDatabase(postgres.connection, (error) =>
      log.error({ err: error }, 'a database connection was lost'),
    )
    undo.push(() => database.destroy())
    await migrate(database)
    let url = settings.publicUrl ?? ''
    const app = await createApp({
      database,
      connection: postgres.connection,
      settings,
      clockSkewMs: options.clockSkewMs ?? 0,
      log,
      logLevel: options.log ?? 'info',
      url: () => url,
    })
    undo.push(app.downloads.close)
    undo.push(app.tree.close)
    undo.push(app.worker.close)
    undo.push(app.search.close)
    undo.push(() => app.http.close())
    await app.search.start()
    await listen(app.http, settings)
    const { port } = app.http.server.address() as AddressInfo
    url ||= `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`
    const events = await listenForEvents(
      postgres.connection,
      () =>
        void app.tree
          .settled()
          .catch((error: unknown) => log.error({ err: error }, 'a round of the tree failed')),
      (error) => log.error({ err: error }, 'the connection that hears events was lost'),
    )
    undo.push(events.stop)
    undo.push(app.jobs.stop)
    await app.jobs.start()
    await writeNote(settings.data, { pid: process.pid, url, since: new Date().toISOString() })
    undo.push(() => removeNote(settings.data))
    log.info({ url, data: settings.data, fingerprint: app.fingerprint }, 'the registry is ready')
    return { url, fingerprint: app.fingerprint, ownerToken: app.ownerToken, stop: unwind }
  } catch (error) {
    await unwind().catch((second: unknown) =>
      log.error({ err: second }, 'stopping after a failed start failed too'),
    )
    throw error
  }
}

async function listen(
  http: { listen(options: { host: string; port: number }): Promise<string> },
  { host, port }: { host: string; port: number },
): Promise<void> {
  try {
    await http.listen({ host, port })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const why = code === 'EADDRINUSE' ? 'another program uses the port' : (code ?? String(cause))
    throw new WaybillError('usage.invalid', `The registry cannot listen on ${host}:${port}: ${why}.`, {
      hint: 'Choose another port with --port or WAYBILL_PORT.',
      cause,
    })
  }
}

async function alreadyRunning(data: string): Promise<WaybillError> {
  const note = await readNote(data)
  const who = note
    ? `process ${note.pid} at ${note.url}, since ${note.since}`
    : 'another process, which is just starting'
  return new WaybillError('registry.already_running', `A registry already runs on ${data}: ${who}.`, {
    hint: 'Stop it first, or choose another folder with --data or WAYBILL_DATA.',
    details: { data, ...note },
  })
}
