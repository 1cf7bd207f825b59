import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { formatSettings, parseSettings, withSetting } from '@waybill/core/config'
import { readIfPresent, writeAtomic } from '../files.ts'
import type { Home } from '../home.ts'

/** The user's own settings. */
export const userFile = (home: Pick<Home, 'path'>): string => join(home.path, 'config.toml')

/** Where a plugin reads its settings. */
export const pluginConfigFile = (home: Pick<Home, 'path'>, name: string): string =>
  join(home.path, 'config', `${name}.json`)

/** Settings of the project that a folder is in: `waybill.toml` there or further up. */
export async function projectFile(folder: string): Promise<string | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, 'waybill.toml')
    if (await readIfPresent(path)) return path
    if (dirname(at) === at) return undefined
  }
}

/** A settings file's tables; empty when there is no such file. `~` is the home of the user. Throws `usage.invalid`. */
export async function readTables(path: string): Promise<Record<string, unknown>> {
  const full = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path
  const bytes = await readIfPresent(full)
  return bytes ? parseSettings(bytes.toString(), path) : {}
}

/**
 * Sets a value in the user's file, or removes it when it is undefined. Other settings stay; comments do not. The file is
 * for its owner alone: it may have secrets.
 */
export async function changeUserFile(home: Home, keys: readonly string[], value: unknown): Promise<void> {
  const path = userFile(home)
  const tables = withSetting(await readTables(path), keys, value)
  await writeAtomic(path, formatSettings(tables), 0o600)
}
