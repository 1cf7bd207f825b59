/** Settings of one source: dotted key → value. */
export interface Layer {
  /** Where they come from, for people: a path, `environment`, `command line`, `default`. */
  readonly origin: string
  readonly values: ReadonlyMap<string, unknown>
}

export interface Setting {
  readonly key: string
  readonly value: unknown
  readonly origin: string
}

/** The settings of nested tables by dotted keys. Arrays are values. */
export function flatten(tables: Readonly<Record<string, unknown>>, prefix = ''): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [name, value] of Object.entries(tables)) {
    const key = prefix === '' ? name : `${prefix}.${name}`
    if (isTable(value)) for (const [inner, each] of flatten(value, key)) found.set(inner, each)
    else found.set(key, value)
  }
  return found
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** Every setting with the origin that won: a later layer goes over an earlier one. By key. */
export function layered(layers: readonly Layer[]): Setting[] {
  const found = new Map<string, Setting>()
  for (const { origin, values } of layers)
    for (const [key, value] of values) found.set(key, { key, value, origin })
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The name among `names` that was probably meant; undefined when none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((each) => ({ each, distance: distance(name, each) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best && best.distance <= Math.max(2, name.length / 4) ? best.each : undefined
}

/** Levenshtein distance of two short texts. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length] ?? 0
}
