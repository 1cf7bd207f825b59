import { flatten, layered, type Layer, type Setting } from '@waybill/core/config'
import { WaybillError, isWaybillError } from '@waybill/core/errors'
import { parseDuration, parseSize } from '@waybill/core/units'
import type { CachePolicy } from '../cache/clean.ts'
import { withHomeLock } from '../home-lock.ts'
import type { Home } from '../home.ts'
import type { ChoiceOptions, SourceOptions } from '../install/request.ts'
import {
  changeUserFile,
  projectFile,
  readTables,
  userFile,
  withRegistryTable,
  pluginTables,
} from './files.ts'
import { knownSettings, readSetting, requireKnown } from './known.ts'

/**
 * Waybill's own settings, each with the origin that won: project file over user file, environment over both, and what was
 * given for this operation (`flags`) over all. Throws `usage.invalid`, naming the origin.
 */
export async function readSettings(
  home: Home,
  options: { cwd?: string; env?: NodeJS.ProcessEnv; flags?: Readonly<Record<string, unknown>> } = {},
): Promise<Setting[]> {
  const project = await projectFile(options.cwd ?? process.cwd())
  const user = await fileLayer(userFile(home))
  const layers = [
    defaults(),
    user,
    ...(project === undefined ? [] : [withoutLoosening(await fileLayer(project), user)]),
    environmentLayer(options.env ?? process.env),
    flagLayer(options.flags ?? {}),
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
  const tables = Object.entries(withRegistryTable(await readTables(path)))
  const own = Object.fromEntries(tables.filter(([name]) => !pluginTables.includes(name)))
  const values = [...flatten(own)].map(([written, value]) => {
    const key = written === 'registry.default' ? 'registry' : written
    return [key, readFrom(path, key, value)] as const
  })
  return { origin: path, values: new Map(values) }
}

/** A project that somebody else wrote may make the user's rules on safety stricter, never looser. */
function withoutLoosening({ origin, values }: Layer, user: Layer): Layer {
  const age = (layer: ReadonlyMap<string, unknown>) => {
    const value = layer.get('minimum-release-age')
    return typeof value === 'string' ? parseDuration(value) : 0
  }
  const isLooser = (key: string) =>
    key === 'minimum-release-age'
      ? age(values) < age(user.values)
      : key === 'security-audit'
        ? values.get(key) !== true
        : key.startsWith('minimum-release-age-')
  return { origin, values: new Map([...values].filter(([key]) => !isLooser(key))) }
}

function environmentLayer(env: NodeJS.ProcessEnv): Layer {
  const values = Object.entries(knownSettings).flatMap(([key, { env: name }]) => {
    const value = name === undefined ? undefined : env[name]
    return value ? [[key, readFrom(`environment (${name})`, key, value)] as const] : []
  })
  return { origin: 'environment', values: new Map(values) }
}

function flagLayer(flags: Readonly<Record<string, unknown>>): Layer {
  const values = Object.entries(flags).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, readFrom('command line', key, value)] as const],
  )
  return { origin: 'command line', values: new Map(values) }
}

/** Reads a setting, and says where it stands when it is wrong: every command may meet it. */
function readFrom(origin: string, key: string, value: unknown): unknown {
  try {
    return readSetting(key, value)
  } catch (cause) {
    if (!isWaybillError(cause)) throw cause
    const named = cause.message.includes(key) ? cause.message : `“${key}”: ${cause.message}`
    throw new WaybillError(cause.code, `${origin}: ${named}`, {
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
      details: { ...cause.details, key, origin },
      cause,
    })
  }
}

/** Sets one of Waybill's own settings in the user's file. Throws `usage.invalid`. */
export async function setSetting(home: Home, key: string, value: string): Promise<unknown> {
  const read = readSetting(key, value)
  await withHomeLock(home, { what: 'config set' }, () => changeUserFile(home, pathOf(key), read))
  return read
}

/** Takes a setting out of the user's file; also one that is not known but stands there. Throws `usage.invalid`. */
export async function unsetSetting(home: Home, key: string): Promise<void> {
  await withHomeLock(home, { what: 'config unset' }, async () => {
    const stored = flatten(withRegistryTable(await readTables(userFile(home))))
    const path = pathOf(key)
    if (!stored.has(path.join('.')) || pluginTables.includes(path[0] ?? '')) requireKnown(key)
    await changeUserFile(home, path, undefined)
  })
}

/** Where a setting stands in a file: `registry` is beside the registries that have names. */
const pathOf = (key: string) => (key === 'registry' ? ['registry', 'default'] : key.split('.'))

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
