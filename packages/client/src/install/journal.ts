import {
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { z } from 'zod'
import { flushTree, isMissing, readIfPresent, syncFolder, writeAtomic } from '../files.ts'
import { homePaths, type Home } from '../home.ts'
import { lockfileSchema, writeLockfile } from './lockfile.ts'

const placeSchema = z.array(z.object({ name: z.string(), version: z.string() }))

/**
 * The operation that counts and is being carried out. Before there is a journal, all that an operation made stands in
 * staging, where nobody reads; from the moment it is written, everything in it will happen, whatever ends the process.
 */
const journalSchema = z.object({
  /** Versions that wait in staging. */
  placed: placeSchema,
  /** Versions that become the current ones: those placed, or such that were there already. */
  switched: placeSchema,
  removed: placeSchema,
  /** The lockfile as it will be. */
  lockfile: lockfileSchema,
})

export type Journal = z.infer<typeof journalSchema>

/**
 * The moment at which an operation counts: new files in staging are flushed, then the journal is written. Then it is
 * carried out.
 */
export async function commit(home: Home, journal: Journal, hasNewFiles: boolean): Promise<void> {
  if (hasNewFiles) await flushTree(homePaths.staging(home))
  await mkdir(dirname(homePaths.journal(home)), { recursive: true })
  await writeAtomic(homePaths.journal(home), JSON.stringify(journal))
  await syncFolder(dirname(homePaths.journal(home)))
  await carryOut(home, journal)
}

/** Completes an operation that counted, or clears away one that did not. Callers hold the home's lock. */
export async function recover(home: Home): Promise<'nothing' | 'undone' | 'completed'> {
  const bytes = await readIfPresent(homePaths.journal(home))
  if (bytes) {
    await carryOut(home, readJournal(home, bytes))
    return 'completed'
  }
  if (!(await isPresent(homePaths.staging(home)))) return 'nothing'
  await rm(homePaths.staging(home), { recursive: true, force: true })
  return 'undone'
}

/**
 * Everything here can be done twice: a journal that was half carried out is carried out again. The lockfile is flushed,
 * and with it, on a file system that keeps the order of its changes, all moves before it; only then anything is removed.
 * A journal that comes back after a power cut is that of the last operation: every change of a home goes through one.
 */
async function carryOut(home: Home, journal: Journal): Promise<void> {
  for (const { name, version } of journal.placed) await moveIntoPlace(home, name, version)
  for (const { name, version } of journal.switched) await switchCurrent(home, name, version)
  await writeLockfile(home, journal.lockfile)
  for (const { name, version } of journal.removed) {
    const isGone = !Object.hasOwn(journal.lockfile.packages, name)
    if (isGone) await rm(homePaths.current(home, name), { force: true, recursive: true })
    await removeVersion(home, name, version)
  }
  await rm(homePaths.staging(home), { recursive: true, force: true })
  await rm(homePaths.journal(home), { force: true })
}

/** Where a version is unpacked before it counts. The list of its files lies beside it, `.files` added. */
export function stagingOf(home: Home, name: string, version: string): string {
  return join(homePaths.staging(home), name.replaceAll('/', '+'), version)
}

/** From staging over what lies there. Once it is moved there is nothing left to move. */
async function moveIntoPlace(home: Home, name: string, version: string): Promise<void> {
  const staged = stagingOf(home, name, version)
  const target = homePaths.version(home, name, version)
  if (await isPresent(staged)) {
    await mkdir(dirname(target), { recursive: true })
    await rm(target, { recursive: true, force: true })
    await rename(staged, target)
  }
  // Moved last: it stands for both.
  if (await isPresent(`${staged}.files`))
    await rename(`${staged}.files`, homePaths.files(home, name, version))
}

async function removeVersion(home: Home, name: string, version: string): Promise<void> {
  await rm(homePaths.version(home, name, version), { recursive: true, force: true })
  await rm(homePaths.files(home, name, version), { force: true })
  // A package’s folder goes with its last version, and so does an empty folder of a scope.
  await removeIfEmpty(homePaths.plugin(home, name))
  if (name.startsWith('@')) await removeIfEmpty(dirname(homePaths.plugin(home, name)))
}

async function removeIfEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) =>
    isMissing(error) ? undefined : Promise.reject(error as Error),
  )
  if (names?.length === 0) await rmdir(folder)
}

/** Points `current` at a version: a relative link, or a file with the version where links are not to be had. */
export async function switchCurrent(home: Home, name: string, version: string): Promise<void> {
  const current = homePaths.current(home, name)
  const temporary = `${current}.tmp`
  await rm(temporary, { force: true })
  try {
    await symlink(version, temporary)
  } catch (error) {
    if (process.platform !== 'win32') throw error
    await writeFile(temporary, version)
  }
  await rename(temporary, current)
}

/** The version that `current` points at. */
export async function currentVersion(home: Home, name: string): Promise<string | undefined> {
  const current = homePaths.current(home, name)
  return readlink(current).catch(() => readFile(current, 'utf8').catch(() => undefined))
}

function readJournal(home: Home, bytes: Buffer): Journal {
  try {
    return journalSchema.parse(JSON.parse(bytes.toString()))
  } catch (cause) {
    throw new WaybillError('home.damaged', `${homePaths.journal(home)} cannot be read.`, {
      hint: `Look at ${join(home.path, 'plugins')}, then remove the file; “waybill doctor” tells what is not whole.`,
      cause,
    })
  }
}

async function isPresent(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
