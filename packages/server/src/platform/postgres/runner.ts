import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { unavailable } from './failures.ts'
import type { Identity } from './identity.ts'

const run = promisify(execFile)

/** How to run PostgreSQL's programs as the right user. `argv` is the program and its arguments, wrapped. */
export interface Runner {
  argv(program: string, args: string[]): { file: string; args: string[] }
  /** The user, when not the one of this process. Files made for PostgreSQL must be given to it. */
  readonly identity: Identity | undefined
  /** Options for `spawn`: clean environment, neutral working folder, user. */
  readonly options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number }
}

/**
 * Finds a way to run `binaries` as `identity` such that it can reach `folders`. As root, when that user cannot
 * pass a folder on the way (a data folder in /root, a private clone), the way is setpriv (util-linux), which
 * leaves the process one capability: to pass and read. Throws `database.unavailable` naming the folder in the
 * way, or the reason the programs do not run here at all.
 */
export async function chooseRunner(
  identity: Identity | undefined,
  binaries: Binaries,
  folders: string[],
): Promise<Runner> {
  if (identity === undefined) {
    const reason = await whyNot(asSelf, binaries)
    if (reason === undefined) return asSelf
    throw doesNotRun(reason)
  }
  const plain: Runner = { ...asSelf, identity, options: { ...asSelf.options, ...identity } }
  const blocked = await firstBlocked(identity, [...folders, dirname(binaries.postgres)])
  if (blocked === undefined && (await whyNot(plain, binaries)) === undefined) return plain

  const capable = await withCapability(identity)
  const reason = await whyNot(capable, binaries)
  if (reason === undefined) return capable
  if (blocked === undefined) throw doesNotRun(reason)
  throw unavailable(
    `PostgreSQL runs as user ${identity.uid}, because it refuses root, and that user cannot pass ${blocked}` +
      ` (setpriv did not help: ${reason})`,
    `Let others pass it (chmod o+x ${blocked}), set WAYBILL_DATA to a folder outside it`,
    { folder: blocked },
  )
}

const environment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  // Messages are matched in English; the time zone spares initdb its search.
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot, TEMP: process.env.TEMP } : {}),
}

const asSelf: Runner = {
  argv: (file, args) => ({ file, args }),
  identity: undefined,
  options: { cwd: '/', env: environment },
}

async function withCapability(identity: Identity): Promise<Runner> {
  const { uid, gid } = identity
  const capability = await passingCapability()
  const wrapper = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--no-new-privs',
    // Without it access(2), which PostgreSQL calls on its own programs, ignores capabilities.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
  ]
  return {
    ...asSelf,
    identity,
    argv: (program, args) => ({ file: 'setpriv', args: [...wrapper, program, ...args] }),
  }
}

/** CAP_DAC_READ_SEARCH suffices; containers usually hold only the wider CAP_DAC_OVERRIDE. */
async function passingCapability(): Promise<string> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`)
  return (effective & (1n << 2n)) === 0n ? 'dac_override' : 'dac_read_search'
}

async function whyNot(runner: Runner, binaries: Binaries): Promise<string | undefined> {
  const { file, args } = runner.argv(binaries.postgres, ['--version'])
  try {
    await run(file, args, runner.options)
    return undefined
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    return output || String(error)
  }
}

/** The first folder on the way to `paths`, or among them, that the user may not enter. */
async function firstBlocked(identity: Identity, paths: string[]): Promise<string | undefined> {
  for (const folder of new Set(paths.flatMap(wayTo))) {
    const { mode, uid, gid } = await stat(folder)
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return folder
  }
  return undefined
}

function wayTo(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [...wayTo(parent), path]
}

function doesNotRun(reason: string): Error {
  return unavailable(
    `The embedded PostgreSQL does not run on this machine: ${reason}`,
    'Check that npm installed it for this platform and C library (it needs glibc)',
  )
}
