/** A setting's value for people: texts as they are, everything else as JSON. */
export function settingText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
