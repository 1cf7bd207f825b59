import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { defaultCache, defaultHome } from './environment.ts'
import { fileFailure } from './files.ts'

/** A folder that plugins are installed into, with what belongs to it. Layout: DESIGN §5. */
export interface Home {
  readonly path: string
  /** Downloads, shared by all homes of a user. */
  readonly cache: string
}

export async function openHome(
  options: { path?: string | undefined; cache?: string | undefined } = {},
): Promise<Home> {
  const path = options.path === undefined ? defaultHome() : resolve(options.path)
  try {
    await mkdir(path, { recursive: true })
  } catch (cause) {
    throw fileFailure(path, 'written', cause)
  }
  return { path, cache: options.cache === undefined ? defaultCache() : resolve(options.cache) }
}

/** Where things lie in a home. */
export const homePaths = {
  plugins: (home: Home) => join(home.path, 'plugins'),
  plugin: (home: Home, name: string) => join(home.path, 'plugins', name),
  version: (home: Home, name: string, version: string) => join(home.path, 'plugins', name, version),
  /** Digests of a version's files, in the form of sha256sum. */
  files: (home: Home, name: string, version: string) => join(home.path, 'plugins', name, `${version}.files`),
  current: (home: Home, name: string) => join(home.path, 'plugins', name, 'current'),
  lockfile: (home: Home) => join(home.path, 'waybill.lock'),
  journal: (home: Home) => join(home.path, 'journal', 'operation.json'),
  staging: (home: Home) => join(home.path, 'staging'),
  registries: (home: Home) => join(home.path, 'registries'),
  credentials: (home: Home) => join(home.path, 'credentials.json'),
  /** Licences, by registry and package. */
  licences: (home: Home) => join(home.path, 'licences'),
  keys: (home: Home) => join(home.path, 'keys'),
  mutex: (home: Home) => join(home.path, 'lock.db'),
  holder: (home: Home) => join(home.path, 'lock.json'),
} as const
