/** A device’s code as it is shown: upper case, eight characters, a dash in the middle. What is no part of one falls away. */
export function shownUserCode(typed: string): string {
  const plain = plainUserCode(typed)
  return plain.length > 4 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain
}

/** The same as the registry takes it. */
export function plainUserCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(0, 8)
}
