import { watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { isTable } from '@waybill/core/config'
import { readIfPresent } from '../files.ts'
import type { Home } from '../home.ts'
import { changeUserFile, pluginConfigFile, readTables, userFile } from './files.ts'
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
export async function setPluginSetting(
  home: Home,
  name: string,
  key: string,
  value: string | undefined,
): Promise<ExtensionConfig> {
  const args = value === undefined ? {} : { [name]: { [key]: value } }
  const checked = await (await usualConfig(home, args)).getExtensionConfig(name)
  const wrong = checked.problems.filter((problem) => problem.key === key && !problem.isMissing)
  requireSound(name, wrong)
  const typed = value === undefined ? undefined : checked.get(key)
  await changeUserFile(home, ['extensions', name, key], typed)
  const config = await (await usualConfig(home)).getExtensionConfig(name)
  // What else is missing may be set next.
  if (config.problems.length === 0) await config.applyToExtension()
  return config
}

/** What the user's file says of a plugin, unchecked. */
export async function storedSettings(home: Home, name: string): Promise<Record<string, unknown>> {
  const { extensions } = await readTables(userFile(home))
  const own = isTable(extensions) ? extensions[name] : undefined
  return isTable(own) ? own : {}
}

/** The settings that were applied to a plugin: what its host gives it. Empty when none were. */
export async function appliedConfig(home: Home, name: string): Promise<Record<string, unknown>> {
  const bytes = await readIfPresent(pluginConfigFile(home, name))
  return bytes ? (JSON.parse(bytes.toString()) as Record<string, unknown>) : {}
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
