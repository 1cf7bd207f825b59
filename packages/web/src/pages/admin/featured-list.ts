/** As many as the registry takes. */
export const mostFeatured = 24

/** The list with the item at `from` at `to` instead; the same list where that is no place. */
export function moved(names: readonly string[], from: number, to: number): readonly string[] {
  const name = names[from]
  if (name === undefined || from === to || to < 0 || to >= names.length) return names
  return names.toSpliced(from, 1).toSpliced(to, 0, name)
}

/** The list with a name put at a place, or at the end; a name stands in it once. */
export function added(names: readonly string[], name: string, at = names.length): readonly string[] {
  return names.includes(name) ? names : names.toSpliced(at, 0, name)
}

export const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, place) => other[place] === name)
