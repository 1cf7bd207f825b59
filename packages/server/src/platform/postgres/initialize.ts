import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { onFolder, unavailable } from './failures.ts'
import { hasCluster, passwordIn, type Layout } from './layout.ts'
import { ownFolder } from './ownership.ts'
import { isAlive } from './processes.ts'
import type { Runner } from './runner.ts'

const run = promisify(execFile)

/** initdb works in `<folder>/new-<pid of the launcher>-<random>`. */
const workName = /^new-(\d+)-[0-9a-f]+$/
const inUseHere = new Set<string>()

/**
 * Makes the cluster if there is none. It appears by one rename, complete and on disk: being killed at any moment
 * leaves at most a work folder, which the next start removes. When two processes do this at once the second to
 * finish discards its work and both go on with the first's.
 */
export async function initializeOnce(layout: Layout, binaries: Binaries, runner: Runner): Promise<void> {
  await removeLeftovers(layout)
  if (await hasCluster(layout, binaries.major)) return
  const work = join(layout.folder, `new-${process.pid}-${randomBytes(6).toString('hex')}`)
  inUseHere.add(work)
  try {
    await onFolder(layout.folder, () => build(work, binaries, runner))
    await onFolder(layout.folder, () => publish(work, layout))
  } catch (error) {
    // Someone else may have finished meanwhile, and even have taken our work for a leftover.
    if (!(await hasCluster(layout, binaries.major))) throw error
  } finally {
    await rm(work, { recursive: true, force: true })
    inUseHere.delete(work)
  }
}

async function build(work: string, binaries: Binaries, runner: Runner): Promise<void> {
  const { identity } = runner
  await ownFolder(work, identity)
  const password = join(work, 'password')
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true })
  if (identity !== undefined) await chown(password, identity.uid, identity.gid)
  const cluster = join(work, 'cluster')
  const { file, args } = runner.argv(binaries.initdb, [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    // Megabytes; the default of 16 would be a third of an empty registry.
    '--wal-segsize=4',
    '--no-instructions',
  ])
  try {
    await run(file, args, runner.options)
  } catch (error) {
    throw initdbFailed(work, error)
  }
  await rename(password, passwordIn(cluster))
  await syncFolder(cluster)
}

/** The rename that makes it real. It fails when another process was first: a full folder is not replaced. */
async function publish(work: string, layout: Layout): Promise<void> {
  await rename(join(work, 'cluster'), layout.cluster)
  await syncFolder(layout.folder)
}

async function removeLeftovers(layout: Layout): Promise<void> {
  const names = await onFolder(layout.folder, () => readdir(layout.folder))
  for (const name of names) {
    const launcher = workName.exec(name)?.[1]
    if (launcher === undefined) continue
    const path = join(layout.folder, name)
    const inUse = Number(launcher) === process.pid ? inUseHere.has(path) : isAlive(Number(launcher))
    if (inUse) continue
    // An initdb that outlived its launcher may still write there; what stays now goes with the next start.
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(() => undefined)
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no such call for folders.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function initdbFailed(work: string, error: unknown): Error {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
  const full = /No space left on device|Disk quota exceeded/.test(output)
  const nameless = /could not look up effective user ID/.test(output)
  const advice = full
    ? 'Free some disk space'
    : nameless
      ? 'Give the user that Waybill runs as a name in /etc/passwd'
      : 'See the output of initdb below'
  const reason = full
    ? 'the disk is full'
    : (/^initdb: (?!warning|hint|removing).*|FATAL: .*/m.exec(output)?.[0] ?? 'it failed')
  return unavailable(`The database could not be created in ${dirname(work)}: ${reason}`, advice, {
    cause: error,
    log: output,
  })
}
