import type { Binaries } from './binaries.ts'
import type { Endpoint } from './connect.ts'
import { unavailable } from './failures.ts'
import type { Layout } from './layout.ts'
import { lookFor } from './look.ts'
import type { RunningPostgres } from './postgres.ts'
import { role } from './provision.ts'
import { stopServer } from './stop.ts'

interface Found {
  layout: Layout
  binaries: Binaries
  endpoint: Endpoint
  pid: number
  adopted: boolean
  database: string
  log: (line: string) => void
}

/** The handle callers get of a server that answered. */
export function runningServer(found: Found): RunningPostgres {
  const { endpoint, pid, adopted, database } = found
  let stopping: Promise<void> | undefined
  return {
    connection: { ...endpoint, user: role, database },
    adopted,
    pid,
    stop: () => (stopping ??= stopFor(found)),
  }
}

async function stopFor({ layout, binaries, pid, log }: Found): Promise<void> {
  await stopServer({ layout, binaries, log }, pid)
  // A process of another container is not visible here; neither then is that it still runs.
  const seen = await lookFor(layout)
  if (seen.kind !== 'ready') return
  await seen.client.end()
  if (seen.pid !== pid) return
  throw unavailable(
    `PostgreSQL (process ${pid}) of ${layout.folder} was not started on this machine and cannot be stopped from here`,
    'Stop it where it was started',
    { folder: layout.folder },
  )
}
