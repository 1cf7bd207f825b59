import { watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { isTable, nearest } from '@waybill/core/config'
import { WaybillError } from '@waybill/core/errors'
import { readIfPresent, writeAtomic } from '../files.ts'
import { withHomeLock } from '../home-lock.ts'
import type { Home } from '../home.ts'
import { changeUserFile, pluginConfigFile, pluginTables, readTables, userFile } from './files.ts'
import { ConfigManager, ConfigSource, requireSound, type ExtensionConfig } from './manager.ts'

/** The usual sources: the user's file, the environment, and what was given for this operation. */
export async function usualConfig(
  home: Home,
  args: Record<string, Record<string, string>> = {},
): Promise<ConfigManager> {
  return new ConfigManager({ home, args })
    .addSource(ConfigSource.File(userFile(home)))
    .addSource(ConfigSource.Environment)
    .addSource(ConfigSource.CommandLine)
    .load()
}

/** Sets, or with undefined unsets, a setting of a plugin in the user's file, checks all of them and applies them. */
export function setPluginSetting(
  home: Home,
  name: string,
  key: string,
  value: string | undefined,
): Promise<ExtensionConfig> {
  return withHomeLock(home, { what: `config of ${name}` }, async () => {
    if (value === undefined) await remove(home, name, key)
    else await store(home, name, key, value)
    const config = await (await usualConfig(home)).getExtensionConfig(name)
    // What else is missing may be set next.
    if (config.problems.length === 0) await config.applyToExtension()
    else if (value === undefined) await withdraw(config, key)
    return config
  })
}

async function store(home: Home, name: string, key: string, value: string): Promise<void> {
  const checked = await (await usualConfig(home, { [name]: { [key]: value } })).getExtensionConfig(name)
  requireSound(
    name,
    checked.problems.filter((problem) => problem.key === key && !problem.isMissing),
  )
  await changeUserFile(home, ['extensions', name, key], checked.get(key))
}

/** Removes a setting wherever the file has it, right or wrong: this is how a wrong one is mended. */
async function remove(home: Home, name: string, key: string): Promise<void> {
  const { schema } = await (await usualConfig(home)).getExtensionConfig(name)
  const tables = await readTables(userFile(home))
  const stored = pluginTables.flatMap((group) => {
    const own = isTable(tables[group]) ? tables[group][name] : undefined
    return pathsOf(own, key).map((path) => [group, name, ...path])
  })
  if (stored.length === 0 && !Object.hasOwn(schema, key)) {
    const meant = nearest(key, Object.keys(schema))
    throw new WaybillError('usage.invalid', `${name} has no setting “${key.slice(0, 100)}”.`, {
      hint: meant === undefined ? `“waybill info ${name}” lists them.` : `Did you mean ${meant}?`,
      details: { name, key },
    })
  }
  for (const path of stored) await changeUserFile(home, path, undefined)
}

/** A dotted key may be written as one quoted name or as nested tables. */
function pathsOf(own: unknown, key: string): string[][] {
  if (!isTable(own)) return []
  const paths = key.includes('.') ? [[key], key.split('.')] : [[key]]
  return paths.filter((path) => {
    let at: unknown = own
    for (const part of path) at = isTable(at) && Object.hasOwn(at, part) ? at[part] : undefined
    return at !== undefined
  })
}

/** Takes one value out of what was applied, though the rest cannot be applied: a secret that was unset must not stay. */
async function withdraw(config: ExtensionConfig, key: string): Promise<void> {
  const applied = await appliedConfig(config.home, config.name)
  if (!Object.hasOwn(applied, key)) return
  const { [key]: _, ...others } = applied
  const left = config.get(key) === undefined ? others : { ...others, [key]: config.get(key) }
  await writeAtomic(pluginConfigFile(config.home, config.name), `${JSON.stringify(left, null, 2)}\n`, 0o600)
}

/** The settings that were applied to a plugin: what its host gives it. Empty when none were. */
export async function appliedConfig(home: Home, name: string): Promise<Record<string, unknown>> {
  const bytes = await readIfPresent(pluginConfigFile(home, name))
  if (!bytes) return {}
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>
  } catch {
    // Without the parser's error: its words may have a secret in them.
    throw new WaybillError('file.unreadable', `${pluginConfigFile(home, name)} is not JSON.`, {
      hint: `Remove the file, then set any of the settings again: waybill config set --plugin ${name} KEY VALUE.`,
      details: { name },
    })
  }
}

/** Calls back each time a plugin's settings are applied; returns what ends it. */
export async function watchPluginConfig(home: Home, name: string, changed: () => void): Promise<() => void> {
  const path = pluginConfigFile(home, name)
  await mkdir(dirname(path), { recursive: true })
  let timer: NodeJS.Timeout | undefined
  // The folder is watched, since each write is a new file under the same name.
  const watcher = watch(dirname(path), (_event, file) => {
    if (file !== basename(path)) return
    clearTimeout(timer)
    timer = setTimeout(changed, 20)
  })
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}
