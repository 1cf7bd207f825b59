import type { Answer } from '../../api/client.ts'

export type Settings = Answer<'/api/v1/admin/settings'>
export type Setting = Settings['settings'][number]

/** Settings by the first part of their key, in the order of the keys; those of one part stand first. */
export function inGroups(
  settings: readonly Setting[],
): readonly (readonly [group: string, settings: Setting[]])[] {
  const groups = new Map<string, Setting[]>([['', []]])
  for (const setting of settings) {
    const [first = '', ...rest] = setting.key.split('.')
    const group = rest.length === 0 ? '' : first
    groups.set(group, [...(groups.get(group) ?? []), setting])
  }
  return [...groups].filter(([, members]) => members.length > 0)
}

/** `hotFiles` → “Hot files”. */
export function groupTitle(group: string): string {
  const words = group.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return group === '' ? 'The registry' : words.charAt(0).toUpperCase() + words.slice(1)
}

/** Those of which the key, the value or the origin has the words in it. */
export function matching(settings: readonly Setting[], words: string): Setting[] {
  const asked = words.trim().toLowerCase()
  return settings.filter(({ key, value, origin, says }) =>
    [key, valueText(value), origin, says ?? ''].some((text) => text.toLowerCase().includes(asked)),
  )
}

/** A value as a line of text. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'not set'
  if (typeof value === 'string') return value === '' ? 'empty' : value
  if (Array.isArray(value) && value.length === 0) return 'none'
  return JSON.stringify(value)
}

/** Where a setting comes from, in words. */
export function originText({ origin, says }: Pick<Setting, 'origin' | 'says'>): string {
  if (origin === 'default') return 'default'
  if (origin === 'file') return 'file'
  return says ?? 'environment'
}
