import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { existingLayout } from './layout.ts'
import { readPidFile } from './pidfile.ts'
import type { RunningPostgres } from './postgres.ts'
import { isServerOf } from './processes.ts'

/** For tests: real servers in folders of their own, none of which outlives its test. */

const folders: string[] = []
const children: ChildProcess[] = []
const clients: pg.Client[] = []
const frozen: number[] = []

/** Ends and removes what a test made. For `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const pid of frozen.splice(0)) kill(pid)
  for (const client of clients.splice(0)) await client.end().catch(() => undefined)
  for (const { pid } of children.splice(0)) if (pid !== undefined) kill(-pid)
  // The latest first: it may be inside an earlier one.
  for (const folder of folders.splice(0).reverse()) {
    await killServer(join(folder, 'postgres'))
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
}

/** A new folder, removed after the test together with the server of its `postgres`. Open to other users. */
export async function newFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wb-pg-'))
  folders.push(folder)
  await chmod(folder, mode)
  return folder
}

/** A folder made elsewhere, to be cleaned like the others. */
export function adoptFolder(folder: string): string {
  folders.push(folder)
  return folder
}

export interface Starter {
  child: ChildProcess
  /** What it printed once the server answered, or the message and hint of its failure. */
  outcome: Promise<{ pid: number; adopted: boolean; host: string } | { message: string; hint: string }>
}

/** Another Node process, in a group of its own, that calls startPostgres and then stays. */
export function startElsewhere(folder: string, options: SpawnOptions = {}): Starter {
  const door = new URL('./index.ts', import.meta.url).href
  const script = `
    import { startPostgres } from ${JSON.stringify(door)}
    const options = { folder: ${JSON.stringify(folder)}, database: 'waybill', log: () => undefined }
    const { pid, adopted, connection, message, hint } = await startPostgres(options).catch((error) => error)
    console.log(JSON.stringify(message ? { message, hint } : { pid, adopted, host: connection.host }))
    setInterval(() => undefined, 1e6)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  })
  children.push(child)
  const outcome = firstLine(child)
  outcome.catch(() => undefined)
  return { child, outcome: outcome as Starter['outcome'] }
}

async function firstLine(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) throw new Error('no output')
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line)
  throw new Error('the process ended without a word')
}

export async function killHard(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Runs one statement over a connection of its own. */
export async function query(server: RunningPostgres, text: string): Promise<pg.QueryResult> {
  const client = await connect(server)
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}

/** A connection that lasts until the test ends, or the server does. */
export async function connect(server: RunningPostgres): Promise<pg.Client> {
  const client = new pg.Client(server.connection)
  client.on('error', () => undefined)
  clients.push(client)
  await client.connect()
  return client
}

/** Stops the process behind a connection, deaf to everything but SIGKILL, which it gets when the test is over. */
export async function freezeBackend(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = rows[0]?.pid ?? 0
  process.kill(pid, 'SIGSTOP')
  frozen.push(pid)
  return pid
}

/** Waits until `look` gives something else than undefined or false. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await sleep(2)
  }
}

async function killServer(folder: string): Promise<void> {
  const layout = await existingLayout(folder)
  const record = layout && (await readPidFile(layout))
  if (!layout || !record || !(await isServerOf(layout.cluster, record.pid))) return
  process.kill(record.pid, 'SIGQUIT')
  await eventually(async () => !(await isServerOf(layout.cluster, record.pid)))
}

/** A negative id means a whole process group. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended before.
  }
}
