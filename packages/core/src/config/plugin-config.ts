import type { ConfigEntry } from '../manifest/facts.ts'
import { layered, nearest, type Layer } from './layers.ts'

export interface PluginConfig {
  /** Key → value, defaults filled in. */
  readonly values: Readonly<Record<string, unknown>>
  /** Key → where the value comes from. */
  readonly origins: Readonly<Record<string, string>>
  /** Keys whose values must not be shown. */
  readonly secrets: readonly string[]
  /** What is wrong, one sentence each; never with the value of a secret. */
  readonly problems: readonly ConfigProblem[]
}

export interface ConfigProblem {
  readonly key: string
  readonly message: string
  /** A value that must be given and is not, rather than one that is wrong. */
  readonly isMissing: boolean
}

type Schema = Readonly<Record<string, ConfigEntry>>

/** A plugin's settings from layers, checked against its manifest's `[config]`. Texts are read as the type wanted. Pure. */
export function configurePlugin(
  schema: Schema,
  layers: readonly Layer[],
  env: Readonly<Record<string, string | undefined>>,
): PluginConfig {
  const values: Record<string, unknown> = {}
  const origins: Record<string, string> = {}
  const problems: ConfigProblem[] = []
  const fromNames = new Map(
    Object.entries(schema).flatMap(([key, { env: name }]) => {
      const value = name === undefined ? undefined : env[name]
      return value === undefined ? [] : [[key, { value, origin: `environment (${name})` }] as const]
    }),
  )
  const given = new Map(layered(layers).map(({ key, value, origin }) => [key, { value, origin }]))
  for (const key of given.keys()) {
    if (Object.hasOwn(schema, key)) continue
    const meant = nearest(key, Object.keys(schema))
    const hint = meant === undefined ? 'the plugin has no such setting' : `did you mean “${meant}”?`
    problems.push({ key, message: `“${key}” (${given.get(key)?.origin}): ${hint}`, isMissing: false })
  }
  for (const [key, entry] of Object.entries(schema)) {
    const found = commandLine(given.get(key)) ?? fromNames.get(key) ?? given.get(key)
    if (!found) {
      if (entry.default !== undefined) Object.assign(values, { [key]: entry.default })
      else if (entry.required)
        problems.push({ key, message: `“${key}” must be set: ${expected(entry)}`, isMissing: true })
      if (entry.default !== undefined) origins[key] = 'default'
      continue
    }
    const read = readValue(entry, found.value)
    if (read.isGood) {
      values[key] = read.value
      origins[key] = found.origin
    } else {
      const shown = entry.secret ? '' : ` ${JSON.stringify(found.value)}`
      problems.push({
        key,
        message: `“${key}” (${found.origin}):${shown} is not ${expected(entry)}`,
        isMissing: false,
      })
    }
  }
  const secrets = Object.keys(schema).filter((key) => schema[key]?.secret)
  return { values, origins, secrets, problems }
}

/** What was typed for this very command goes over the environment. */
function commandLine<T extends { origin: string }>(found: T | undefined): T | undefined {
  return found?.origin === 'command line' ? found : undefined
}

function readValue(
  { type, enum: allowed }: ConfigEntry,
  given: unknown,
): { isGood: boolean; value?: unknown } {
  const value = typeof given === 'string' && type !== 'string' ? fromText(type, given) : given
  const isAllowed =
    allowed === undefined || allowed.some((each) => JSON.stringify(each) === JSON.stringify(value))
  return isAllowed && isOfType(type, value) ? { isGood: true, value } : { isGood: false }
}

function fromText(type: ConfigEntry['type'], text: string): unknown {
  if (type === 'boolean')
    return { true: true, yes: true, on: true, '1': true, false: false, no: false, off: false, '0': false }[
      text.toLowerCase()
    ]
  try {
    return JSON.parse(text) as unknown
  } catch {
    // A list of plain words may be written without JSON's marks.
    return type === 'array' ? text.split(',').map((part) => part.trim()) : undefined
  }
}

/** True when a value is of a type that `[config]` knows. */
export function isOfType(type: ConfigEntry['type'], value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'integer':
      return Number.isSafeInteger(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
  }
}

function expected({ type, enum: allowed, description }: ConfigEntry): string {
  const what = allowed
    ? `one of ${allowed.map((each) => JSON.stringify(each)).join(', ')}`
    : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`
  return description === '' ? what : `${what} (${description})`
}
