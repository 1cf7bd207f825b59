import {
  configurePlugin,
  flatten,
  isTable,
  type ConfigProblem,
  type Layer,
  type PluginConfig,
} from '@waybill/core/config'
import { WaybillError } from '@waybill/core/errors'
import type { Manifest } from '@waybill/core/manifest'
import { writeAtomic } from '../files.ts'
import { homePaths, openHome, type Home } from '../home.ts'
import { readLockfile, requireLocked } from '../install/lockfile.ts'
import { manifestOf } from '../install/unpack.ts'
import { pluginConfigFile, readTables } from './files.ts'

/** Where settings of plugins come from. Later sources go over earlier ones. */
export const ConfigSource = {
  /** A TOML file with a table `[extensions.<name>]` for each plugin; `~` is the user’s home. It need not be there. */
  File: (path: string, options: { required?: boolean } = {}) =>
    ({ kind: 'file', path, required: options.required ?? false }) as const,
  /** `WAYBILL_PLUGIN_<NAME>__<KEY>`, and the names that manifests give with `env`. */
  Environment: { kind: 'environment' } as const,
  /** What the command line or the host gave to the manager. */
  CommandLine: { kind: 'command line' } as const,
}
export type ConfigSource =
  ReturnType<typeof ConfigSource.File> | typeof ConfigSource.Environment | typeof ConfigSource.CommandLine

export interface ConfigManagerOptions {
  home?: Home
  env?: NodeJS.ProcessEnv
  /** Plugin → key → value: what stands for the command line. */
  args?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Puts the settings of plugins together from several sources, and brings them to the plugins. */
export class ConfigManager {
  readonly #options: ConfigManagerOptions
  readonly #sources: ConfigSource[] = []
  #files: { path: string; tables: Record<string, unknown> }[] | undefined

  constructor(options: ConfigManagerOptions = {}) {
    this.#options = options
  }

  addSource(source: ConfigSource): this {
    this.#sources.push(source)
    return this
  }

  /** Reads the sources. A file that is not there has no settings; a broken one is `usage.invalid` with line and column. */
  async load(): Promise<this> {
    const files = this.#sources.filter((source) => source.kind === 'file')
    this.#files = await Promise.all(
      files.map(async ({ path, required }) => ({ path, tables: await readTables(path, required) })),
    )
    return this
  }

  /** The settings of an installed plugin, checked against its manifest. Throws `package.not_installed`. */
  async getExtensionConfig(name: string): Promise<ExtensionConfig> {
    const home = this.#options.home ?? (await openHome())
    const { version } = requireLocked(await readLockfile(home), name)
    const manifest = manifestOf(homePaths.version(home, name, version))
    const { configuration } = manifest
    return new ExtensionConfig(home, name, configuration, this.configure(name, configuration))
  }

  /** The same for a schema that is at hand, installed or not. */
  configure(name: string, schema: Manifest['configuration']): PluginConfig {
    if (!this.#files)
      throw new WaybillError('usage.invalid', 'load() comes before the settings can be asked for.')
    const env = this.#options.env ?? process.env
    const layers = this.#sources.flatMap((source) => this.#layers(source, name, schema, env))
    // The names that the manifest gives are among the layers, at the place of the environment.
    return configurePlugin(schema, layers, {})
  }

  #layers(
    source: ConfigSource,
    name: string,
    schema: Manifest['configuration'],
    env: NodeJS.ProcessEnv,
  ): Layer[] {
    switch (source.kind) {
      case 'file': {
        const tables = this.#files?.find(({ path }) => path === source.path)?.tables ?? {}
        return [{ origin: source.path, values: pluginTable(tables, name, schema) }]
      }
      case 'environment':
        return fromEnvironment(name, schema, env)
      case 'command line':
        return [{ origin: 'command line', values: new Map(Object.entries(this.#options.args?.[name] ?? {})) }]
    }
  }
}

function pluginTable(tables: Record<string, unknown>, name: string, schema: Manifest['configuration']) {
  const values = new Map<string, unknown>()
  for (const group of [tables.plugins, tables.extensions]) {
    const own = isTable(group) && Object.hasOwn(group, name) ? group[name] : undefined
    if (!isTable(own)) continue
    // A setting whose type is a table stays one.
    for (const [key, value] of Object.entries(own))
      if (isTable(value) && schema[key]?.type !== 'object')
        for (const [inner, each] of flatten(value, key)) values.set(inner, each)
      else values.set(key, value)
  }
  return values
}

const envName = (text: string) => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')

/**
 * The general names `WAYBILL_PLUGIN_…`, and over them a layer for each name that the manifest gives. Empty is not set. A
 * general name whose key is unknown is a problem, as in a file, and its origin says which it was.
 */
function fromEnvironment(name: string, schema: Manifest['configuration'], env: NodeJS.ProcessEnv): Layer[] {
  const prefix = `WAYBILL_PLUGIN_${envName(name)}__`
  const keys = new Map(Object.keys(schema).map((key) => [envName(key), key]))
  const layers: Layer[] = []
  for (const [each, value] of Object.entries(env)) {
    const rest = each.startsWith(prefix) ? each.slice(prefix.length) : ''
    const key = keys.get(rest)
    if (!value || rest === '') continue
    if (key !== undefined) layers.push({ origin: 'environment', values: new Map([[key, value]]) })
    // A rest with “__” belongs to a plugin whose name is longer.
    else if (!rest.includes('__'))
      layers.push({ origin: `environment (${each})`, values: new Map([[rest.toLowerCase(), value]]) })
  }
  for (const [key, { env: own }] of Object.entries(schema)) {
    const value = own === undefined ? undefined : env[own]
    if (value) layers.push({ origin: `environment (${own})`, values: new Map([[key, value]]) })
  }
  return layers
}

/** The settings of one plugin in one home. */
export class ExtensionConfig implements PluginConfig {
  readonly home: Home
  readonly name: string
  readonly schema: Manifest['configuration']
  readonly values: Readonly<Record<string, unknown>>
  readonly origins: Readonly<Record<string, string>>
  readonly secrets: readonly string[]
  readonly problems: readonly ConfigProblem[]

  constructor(home: Home, name: string, schema: Manifest['configuration'], config: PluginConfig) {
    this.home = home
    this.name = name
    this.schema = schema
    this.values = config.values
    this.origins = config.origins
    this.secrets = config.secrets
    this.problems = config.problems
  }

  get(key: string): unknown {
    return Object.hasOwn(this.values, key) ? this.values[key] : undefined
  }

  /**
   * Writes the file that the plugin reads (`<home>/config/<name>.json`), for its owner alone when it has secrets; a running
   * host sees the change. Throws `usage.invalid` with everything that is wrong, and then writes nothing.
   */
  async applyToExtension(): Promise<string> {
    requireSound(this.name, this.problems)
    const path = pluginConfigFile(this.home, this.name)
    const hasSecrets = this.secrets.some((key) => Object.hasOwn(this.values, key))
    await writeAtomic(path, `${JSON.stringify(this.values, null, 2)}\n`, hasSecrets ? 0o600 : 0o644)
    return path
  }
}

/** Throws `usage.invalid` when there are problems, naming each. */
export function requireSound(name: string, problems: readonly ConfigProblem[]): void {
  if (problems.length === 0) return
  throw new WaybillError(
    'usage.invalid',
    `The settings of ${name} are not right: ${problems.map(({ message }) => message).join('; ')}.`,
    {
      hint: `Set them with “waybill config set --plugin ${name} KEY VALUE”; “waybill info ${name}” lists them.`,
      details: { name, problems },
    },
  )
}
