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
import { isMissing, readIfPresent, syncFolder, writeAtomic } from '../files.ts'
import { homePaths, type Home } from '../home.ts'
import { lockfileSchema, readLockfile, writeLockfile, type Lockfile } from './lockfile.ts'

/**
 * The journal of the operation under way. `prepared`: versions are being put in place, none is in use; undone after a
 * crash. `committed`: the operation counts; switching, the lockfile and removals are completed after a crash.
 */
const journalSchema = z.object({
  state: z.enum(['prepared', 'committed']),
  /** Versions put in place by this operation: undone unless committed. */
  added: z.array(z.object({ name: z.string(), version: z.string() })),
  removed: z.array(z.object({ name: z.string(), version: z.string() })),
  /** Versions that wait in staging, because other bytes lie at their place until the operation counts. */
  replaced: z.array(z.object({ name: z.string(), version: z.string() })).default([]),
  /** Versions that are there already and become the current ones. */
  switched: z.array(z.object({ name: z.string(), version: z.string() })).default([]),
  /** The lockfile as it will be; absent while prepared. */
  lockfile: lockfileSchema.optional(),
})

export interface Journal {
  state: 'prepared' | 'committed'
  added: { name: string; version: string }[]
  removed: { name: string; version: string }[]
  replaced: { name: string; version: string }[]
  switched: { name: string; version: string }[]
  lockfile: Lockfile | undefined
}

export async function writeJournal(home: Home, journal: Journal): Promise<void> {
  await writeAtomic(homePaths.journal(home), JSON.stringify(journal))
  await syncFolder(dirname(homePaths.journal(home)))
}

/** Completes or undoes what an interrupted operation left. Doing it twice does no harm. Callers hold the home's lock. */
export async function recover(home: Home): Promise<'nothing' | 'undone' | 'completed'> {
  const bytes = await readIfPresent(homePaths.journal(home))
  if (!bytes) {
    await rm(homePaths.staging(home), { recursive: true, force: true })
    return 'nothing'
  }
  const journal = readJournal(home, bytes)
  if (journal.state === 'committed') await complete(home, journal)
  else await undo(home, journal)
  return journal.state === 'committed' ? 'completed' : 'undone'
}

/** The second half of an operation: from the commit to the end. */
export async function complete(home: Home, journal: Journal): Promise<void> {
  for (const { name, version } of journal.replaced) await moveIntoPlace(home, name, version)
  for (const { name, version } of [...journal.added, ...journal.replaced, ...journal.switched])
    await switchCurrent(home, name, version)
  if (journal.lockfile) await writeLockfile(home, journal.lockfile)
  for (const { name, version } of journal.removed) {
    const isGone = !journal.lockfile || !Object.hasOwn(journal.lockfile.packages, name)
    if (isGone) await rm(homePaths.current(home, name), { force: true, recursive: true })
    await removeVersion(home, name, version)
  }
  await finish(home)
}

/** From staging over what lies there. Once it is moved there is nothing left to move. */
async function moveIntoPlace(home: Home, name: string, version: string): Promise<void> {
  const staged = stagingOf(home, name, version)
  const files = await readIfPresent(`${staged}.files`)
  if (!files) return
  const target = homePaths.version(home, name, version)
  await mkdir(dirname(target), { recursive: true })
  if (await isFolder(staged)) {
    await rm(target, { recursive: true, force: true })
    await rename(staged, target)
  }
  await writeAtomic(homePaths.files(home, name, version), files)
  await syncFolder(dirname(target))
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

/** Where a version is unpacked before it counts. */
export function stagingOf(home: Home, name: string, version: string): string {
  return join(homePaths.staging(home), name.replaceAll('/', '+'), version)
}

async function undo(home: Home, journal: Journal): Promise<void> {
  const { packages } = await readLockfile(home)
  for (const { name, version } of journal.added) {
    if (packages[name]?.version !== version) await removeVersion(home, name, version)
  }
  await finish(home)
}

async function finish(home: Home): Promise<void> {
  await rm(homePaths.staging(home), { recursive: true, force: true })
  await rm(homePaths.journal(home), { force: true })
  await syncFolder(dirname(homePaths.journal(home)))
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
  await syncFolder(dirname(current))
}

/** The version that `current` points at. */
export async function currentVersion(home: Home, name: string): Promise<string | undefined> {
  const current = homePaths.current(home, name)
  return readlink(current).catch(() => readFile(current, 'utf8').catch(() => undefined))
}

function readJournal(home: Home, bytes: Buffer): Journal {
  try {
    return journalSchema.parse(JSON.parse(bytes.toString())) as Journal
  } catch (cause) {
    throw new WaybillError('home.damaged', `${homePaths.journal(home)} cannot be read.`, {
      hint: `Look at ${join(home.path, 'plugins')}, then remove the file; “waybill verify” tells what is not whole.`,
      cause,
    })
  }
}

export async function beginOperation(home: Home, journal: Journal): Promise<void> {
  await mkdir(dirname(homePaths.journal(home)), { recursive: true })
  await writeJournal(home, journal)
}
