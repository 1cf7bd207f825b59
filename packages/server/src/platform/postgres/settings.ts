import { socketPort } from './socket.ts'

/** For a small registry beside a Node process on two cores. PostgreSQL's units: MB, seconds without one. */
const defaults: Record<string, string> = {
  shared_buffers: '64MB',
  max_connections: '60',
  fsync: 'on',
  synchronous_commit: 'on',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  autovacuum: 'on',
  huge_pages: 'off',
  jit: 'off',
  // Parallel queries would take both cores, and shared memory that containers give little of.
  max_parallel_workers_per_gather: '0',
  // Three processes fewer; the data fits the page cache.
  io_method: 'sync',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements hold personal data. Their errors reach the client, which reports them.
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
}

/** Where a server shall listen: a socket folder, or where there are no usable sockets a loopback address. */
export type Listen = { socketFolder: string } | { address: string; port: number }

/** Command line arguments, so that a new release's defaults need no edit of the cluster's files. */
export function settingArguments(
  cluster: string,
  listen: Listen,
  chosen: Record<string, string> = {},
): string[] {
  const settings = { ...defaults, ...chosen, ...listenSettings(listen) }
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

function listenSettings(listen: Listen): Record<string, string> {
  if ('address' in listen) {
    return { listen_addresses: listen.address, port: String(listen.port), unix_socket_directories: '' }
  }
  return {
    listen_addresses: '',
    port: String(socketPort),
    // A list of names; quoted, so that a comma in the path is part of it.
    unix_socket_directories: `"${listen.socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
  }
}
