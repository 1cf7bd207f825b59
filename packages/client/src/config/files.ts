import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { formatSettings, parseSettings, withSetting } from '@waybill/core/config'
import { WaybillError } from '@waybill/core/errors'
import { parsePackageName } from '@waybill/core/names'
import { readIfPresent, writeAtomic } from '../files.ts'
import type { Home } from '../home.ts'

/** Tables of a settings file that are plugins' own. */
export const pluginTables: readonly string[] = ['extensions', 'plugins']

/** The user's own settings. */
export const userFile = (home: Pick<Home, 'path'>): string => join(home.path, 'config.toml')

/** Where a plugin reads its settings. Throws `name.invalid`: other names could lead out of the folder. */
export const pluginConfigFile = (home: Pick<Home, 'path'>, name: string): string =>
  join(home.path, 'config', `${parsePackageName(name).full}.json`)

/** Settings of the project that a folder is in: `waybill.toml` there or further up. */
export async function projectFile(folder: string): Promise<string | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, 'waybill.toml')
    if ((await stat(path).catch(() => undefined))?.isFile()) return path
    if (dirname(at) === at) return undefined
  }
}

/**
 * A settings file's tables; empty when there is no such file, unless it is required. `~` is the home of the user. Throws
 * `usage.invalid`, or `file.unreadable`.
 */
export async function readTables(path: string, required = false): Promise<Record<string, unknown>> {
  const full = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path
  const bytes = await readIfPresent(full)
  if (bytes) return parseSettings(bytes.toString(), path)
  if (!required) return {}
  throw new WaybillError('file.unreadable', `${path} cannot be read: there is no such file.`, {
    hint: 'Check the path; the file was marked as required.',
    details: { path },
  })
}

/**
 * The tables with a plain `registry = "…"` as `[registry] default = "…"`: TOML has no key that is a text and a table, and
 * `registry.<name>.url` needs the table.
 */
export function withRegistryTable(tables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { registry } = tables
  return typeof registry === 'string' ? { ...tables, registry: { default: registry } } : { ...tables }
}

/**
 * Sets a value in the user's file, or removes it when it is undefined. Other settings stay; comments do not. The file is
 * for its owner alone: it may have secrets. Whoever calls has the lock of the home.
 */
export async function changeUserFile(home: Home, keys: readonly string[], value: unknown): Promise<void> {
  const path = userFile(home)
  const tables = withSetting(withRegistryTable(await readTables(path)), keys, value)
  await writeAtomic(path, formatSettings(tables), 0o600)
}
