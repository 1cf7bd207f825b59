/** The text behind the “?” of our addresses: plain, as the API takes it too, so that nothing is read as a number or as JSON. */

type Raw = Record<string, unknown>

/** What stands behind the “?” as text by name; a name that is there several times has a list. */
export function parseSearch(search: string): Raw {
  const params = new URLSearchParams(search)
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

/** The other way round, as the API takes it too: lists repeat their name. “?” and all, or nothing. */
export function stringifySearch(search: Raw): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search))
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean')
        if (item !== '') params.append(name, String(item))
    }
  // A slash and an @ need no escape behind the “?”, and names and categories have them.
  const written = params.toString().replaceAll('%2F', '/').replaceAll('%40', '@')
  return written === '' ? '' : `?${written}`
}
