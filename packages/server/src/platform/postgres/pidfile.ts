import { link, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { unless } from './failures.ts'
import type { Layout } from './layout.ts'
import { isAlive, isServerOf } from './processes.ts'
import { socketFolderOf, socketPort } from './socket.ts'

/** What a server writes about itself into postmaster.pid (PostgreSQL source: src/include/utils/pidfile.h). */
export interface PidRecord {
  pid: number
  /** Where it listens, once it does: a socket folder, or a loopback address on Windows. */
  host: string | undefined
  port: number
  /** `ready` once it takes connections, or would but for a state it tells those who ask. */
  status: 'starting' | 'ready' | 'stopping'
}

/** The record of the server that runs, or ran last and did not end cleanly; undefined when there is none. */
export async function readPidFile(layout: Layout): Promise<PidRecord | undefined> {
  const text = await unless(['ENOENT'], () => readFile(layout.pidFile, 'utf8'))
  if (text === undefined) return undefined
  const [, , , port, socketFolder, address, , status] = text.split('\n')
  const host = socketFolder ? socketFolderOf(layout, socketFolder) : address
  return {
    pid: pidOf(text),
    host: host || undefined,
    port: Number(port),
    status: statusOf(status?.trim()),
  }
}

function statusOf(word: string | undefined): PidRecord['status'] {
  return word === 'ready' || word === 'stopping' ? word : 'starting'
}

/** A single-user server writes its id negated. */
function pidOf(text: string): number {
  return Math.abs(Number.parseInt(text, 10)) || 0
}

/**
 * Removes the lock files of a dead server whose process id another process has by now: PostgreSQL would take
 * that one for a server and refuse. Likewise empty ones, which a crash or a full disk left. All other stale
 * files it deals with itself. Only for who has the turn to launch.
 */
export async function removeForeignLocks(layout: Layout, socketFolder: string): Promise<void> {
  for (const path of [layout.pidFile, join(socketFolder, `.s.PGSQL.${socketPort}.lock`)]) {
    const text = await unless(['ENOENT'], () => readFile(path, 'utf8'))
    if (text === undefined) continue
    const pid = pidOf(text)
    const foreign = pid === 0 ? await isOld(path) : isAlive(pid) && !(await isServerOf(layout.cluster, pid))
    if (foreign) await removeIfStill(path, text)
  }
}

/** A server whose launcher was killed may be between making its file and filling it. */
async function isOld(path: string): Promise<boolean> {
  const found = await unless(['ENOENT'], () => stat(path))
  return found !== undefined && Date.now() - found.mtimeMs > 1000
}

/** A server started by hand may have replaced it between reading and removing: its file is put back. */
async function removeIfStill(path: string, expected: string): Promise<void> {
  const aside = `${path}.${process.pid}.stale`
  if ((await unless(['ENOENT'], async () => (await rename(path, aside), true))) === undefined) return
  if ((await readFile(aside, 'utf8')) !== expected) await unless(['EEXIST'], () => link(aside, path))
  await rm(aside)
}
