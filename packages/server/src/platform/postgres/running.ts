import type { Binaries } from './binaries.ts'
import type { Endpoint } from './connect.ts'
import type { Layout } from './layout.ts'
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
  log(line: string): void
}

/** The handle callers get of a server that answered. */
export function runningServer(found: Found): RunningPostgres {
  const { layout, binaries, endpoint, pid, adopted, database, log } = found
  let stopping: Promise<void> | undefined
  return {
    connection: { ...endpoint, user: role, database },
    adopted,
    pid,
    stop: () => (stopping ??= stopServer(layout, binaries, pid, log)),
  }
}
