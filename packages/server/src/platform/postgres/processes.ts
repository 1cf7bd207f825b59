import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { codeOf } from './failures.ts'

const run = promisify(execFile)

/** True when a process has this id, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/**
 * True when process `pid` is a PostgreSQL server working on `cluster`. Process ids are used again, and a copied
 * data folder names the server of the original: an id alone proves nothing. False for one that has ended but
 * was not yet collected by its parent.
 */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') return isServerOnLinux(cluster, pid)
  if (process.platform === 'win32') {
    const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
    return stdout.includes('postgres')
  }
  const command = await run('ps', ['-p', String(pid), '-o', 'command=']).catch(() => ({ stdout: '' }))
  return command.stdout.includes('postgres') && command.stdout.includes(cluster)
}

async function isServerOnLinux(cluster: string, pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  if (command === '') return isEnding(pid)
  const words = command.split('\0')
  if (basename(words[0] ?? '') !== 'postgres') return false
  // A server's working folder is its cluster. Root in a container is usually not permitted to look, but
  // anybody may read the command line.
  if (await sameFolder(`/proc/${pid}/cwd`, cluster)) return true
  const named = words[words.indexOf('-D') + 1]
  return named !== undefined && (await sameFolder(named, cluster))
}

/** A process that ends loses its command line before its files, and only then becomes a zombie. */
async function isEnding(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return /^\d+ \(postgres\) [^ZX]/.test(state)
}

async function sameFolder(a: string, b: string): Promise<boolean> {
  try {
    const [left, right] = [await stat(a), await stat(b)]
    return left.dev === right.dev && left.ino === right.ino
  } catch {
    return false
  }
}
