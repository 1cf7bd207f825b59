import { parse, stringify, TomlError } from 'smol-toml'
import { WaybillError } from '../errors.ts'
import { isTable } from './layers.ts'

/** Reads a settings file. Throws `usage.invalid` naming file, line and column. */
export function parseSettings(text: string, path: string): Record<string, unknown> {
  try {
    return parse(text)
  } catch (cause) {
    const where = cause instanceof TomlError ? ` at line ${cause.line}, column ${cause.column}` : ''
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new WaybillError('usage.invalid', `${path} is not valid TOML${where}: ${why}`, {
      hint: 'Mend the line, or move the file away.',
      details: { path },
      cause,
    })
  }
}

export function formatSettings(tables: Readonly<Record<string, unknown>>): string {
  return `${stringify(tables)}\n`
}

/** Nested tables with one value set, or removed when it is undefined. The keys are the names on the way. */
export function withSetting(
  tables: Readonly<Record<string, unknown>>,
  [name = '', ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const { [name]: before, ...others } = tables
  if (rest.length === 0) return value === undefined ? others : { ...tables, [name]: value }
  const inner = withSetting(isTable(before) ? before : {}, rest, value)
  return Object.keys(inner).length === 0 ? others : { ...tables, [name]: inner }
}
