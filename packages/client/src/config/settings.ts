import { flatten, layered, type Layer, type Setting } from '@waybill/core/config'
import { parseDuration, parseSize } from '@waybill/core/units'
import type { CachePolicy } from '../cache/clean.ts'
import type { Home } from '../home.ts'
import type { ChoiceOptions, SourceOptions } from '../install/request.ts'
import { changeUserFile, projectFile, readTables, userFile } from './files.ts'
import { knownSettings, readSetting, requireKnown } from './known.ts'

/** Tables of a settings file that are plugins' own. */
const pluginTables = ['extensions', 'plugins']

/** Waybill's own settings, each with the origin that won: project file over user file, environment over both. */
export async function readSettings(
  home: Home,
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Setting[]> {
  const project = await projectFile(options.cwd ?? process.cwd())
  const layers = [
    defaults(),
    await fileLayer(userFile(home)),
    ...(project === undefined ? [] : [await fileLayer(project)]),
    environmentLayer(options.env ?? process.env),
  ]
  return layered(layers)
}

function defaults(): Layer {
  const values = Object.entries(knownSettings).flatMap(([key, setting]) =>
    setting.default === undefined ? [] : [[key, setting.default] as const],
  )
  return { origin: 'default', values: new Map(values) }
}

async function fileLayer(path: string): Promise<Layer> {
  const tables = Object.entries(await readTables(path)).filter(([name]) => !pluginTables.includes(name))
  const values = [...flatten(Object.fromEntries(tables))].map(
    ([key, value]) => [key, readSetting(key, value)] as const,
  )
  return { origin: path, values: new Map(values) }
}

function environmentLayer(env: NodeJS.ProcessEnv): Layer {
  const values = Object.entries(knownSettings).flatMap(([key, { env: name }]) => {
    const value = name === undefined ? undefined : env[name]
    return value ? [[key, readSetting(key, value)] as const] : []
  })
  return { origin: 'environment', values: new Map(values) }
}

/** Sets one of Waybill's own settings in the user's file. Throws `usage.invalid`. */
export async function setSetting(home: Home, key: string, value: string): Promise<unknown> {
  const read = readSetting(key, value)
  await changeUserFile(home, key.split('.'), read)
  return read
}

export async function unsetSetting(home: Home, key: string): Promise<void> {
  requireKnown(key)
  await changeUserFile(home, key.split('.'), undefined)
}

/** What the settings say of the cache. */
export async function cachePolicy(home: Home): Promise<CachePolicy> {
  const settings = new Map((await readSettings(home)).map(({ key, value }) => [key, String(value)]))
  return {
    maxSize: parseSize(settings.get('cache.max-size') ?? ''),
    ttl: parseDuration(settings.get('cache.ttl') ?? ''),
    cleanupInterval: parseDuration(settings.get('cache.cleanup-interval') ?? ''),
  }
}

/** What the settings say of choosing versions, for every operation that was not told otherwise. */
export async function choiceSettings(home: Home): Promise<ChoiceOptions & SourceOptions> {
  const settings = new Map((await readSettings(home)).map(({ key, value }) => [key, value]))
  const engines = [...settings]
    .filter(([key]) => key.startsWith('engines.'))
    .map(([key, value]) => [key.slice(8), value])
  return {
    registry: settings.get('registry') as string | undefined,
    offline: settings.get('offline') as boolean | undefined,
    allowPrerelease: settings.get('allow-prerelease') as boolean | undefined,
    securityAuditRequired: settings.get('security-audit') as boolean | undefined,
    minimumReleaseAge: settings.get('minimum-release-age') as string | undefined,
    minimumReleaseAgeExclude: settings.get('minimum-release-age-exclude') as string[] | undefined,
    minimumReleaseAgeExemptFixes: settings.get('minimum-release-age-exempt-fixes') as boolean | undefined,
    engines: Object.fromEntries(engines) as Record<string, string>,
  }
}
