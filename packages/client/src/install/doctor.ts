import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, readIfPresent } from '../files.ts'
import { homePaths, type Home } from '../home.ts'
import { currentVersion, switchCurrent } from './journal.ts'
import { lockedOf, type Lockfile } from './lockfile.ts'
import { checkFiles } from './verify.ts'

/** Something that is not as it should be in a home, and what mends it. */
export interface Ailment {
  readonly name: string
  readonly message: string
  /** `none`: only the user can, as the message says. */
  readonly cure: 'restore' | 'switch' | 'remove' | 'none'
  /** What to remove, below the home. */
  readonly path?: string
}

/** Finds what is damaged or left over. Reads every file of what is installed. */
export async function examine(home: Home, lockfile: Lockfile): Promise<Ailment[]> {
  const found: Ailment[] = []
  for (const [name, locked] of Object.entries(lockfile.packages)) {
    const flaws = await checkFiles(home, name, locked)
    if (flaws.length > 0) {
      const more = flaws.length > 1 ? ` (and ${flaws.length - 1} more)` : ''
      const isOurs = locked.origin === 'registry'
      const advice = isOurs ? '' : `; it came from ${locked.artifact.path}: install that file again`
      found.push({ name, message: `${flaws[0]}${more}${advice}`, cure: isOurs ? 'restore' : 'none' })
    }
    const current = await currentVersion(home, name)
    if (current !== locked.version && flaws.length === 0)
      found.push({
        name,
        message: `“current” points at ${current ?? 'nothing'}, not at ${locked.version}`,
        cure: 'switch',
      })
    for (const [dependency, requirement] of Object.entries(locked.dependencies))
      if (!lockedOf(lockfile, dependency))
        found.push({
          name,
          message: `needs ${dependency} ${requirement}, which is not installed`,
          cure: 'restore',
        })
  }
  return [...found, ...(await strays(home, lockfile))]
}

/** Folders and files among the plugins that no lockfile entry explains. */
async function strays(home: Home, lockfile: Lockfile): Promise<Ailment[]> {
  const found: Ailment[] = []
  for (const name of await pluginNames(home)) {
    const locked = lockedOf(lockfile, name)
    const versions = locked ? [locked.version, ...locked.former.map(({ version }) => version)] : []
    const expected = new Set(['current', ...versions.flatMap((version) => [version, `${version}.files`])])
    for (const entry of await entriesOf(homePaths.plugin(home, name)))
      if (!locked || !expected.has(entry))
        found.push({
          name,
          message: `${entry} belongs to nothing that is installed`,
          cure: 'remove',
          path: join('plugins', name, entry),
        })
  }
  return found
}

async function pluginNames(home: Home): Promise<string[]> {
  const names: string[] = []
  for (const entry of await entriesOf(homePaths.plugins(home)))
    if (entry.startsWith('@'))
      for (const inner of await entriesOf(join(homePaths.plugins(home), entry)))
        names.push(`${entry}/${inner}`)
    else names.push(entry)
  return names
}

async function entriesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
}

/** Mends what needs no download. Callers hold the home's lock. */
export async function mend(home: Home, lockfile: Lockfile, ailments: readonly Ailment[]): Promise<void> {
  for (const { cure, name, path } of ailments) {
    const version = lockedOf(lockfile, name)?.version
    if (cure === 'switch' && version !== undefined) await switchCurrent(home, name, version)
    if (cure === 'remove' && path !== undefined)
      await rm(join(home.path, path), { recursive: true, force: true })
  }
}

/** True when an operation waits to be completed or undone. */
export async function isInterrupted(home: Home): Promise<boolean> {
  return (
    (await readIfPresent(homePaths.journal(home))) !== undefined ||
    (await entriesOf(homePaths.staging(home))).length > 0
  )
}
