import type { Manifest } from '@waybill/core/manifest'
import { isGranted } from './declared.ts'

type Permissions = Manifest['permissions']

/** Says of each permission that a version asks for beyond the one before what has been added; nothing for a first one. */
export function growth(before: Permissions | undefined, after: Permissions): string[] {
  if (!before) return []
  return Object.entries(after).flatMap(([name, now]) => {
    if (!isGranted(now)) return []
    const then = Object.hasOwn(before, name) ? before[name] : undefined
    if (!isGranted(then)) return [`“${name}” is new since the last version.`]
    if (then === true || JSON.stringify(then) === JSON.stringify(now)) return []
    if (now === true) return [`“${name}” was limited in the last version, and is not any more.`]
    const items = [then].flat()
    const added = [now].flat().filter((item) => !items.includes(item))
    return added.length === 0
      ? []
      : [`“${name}” has been extended since the last version by ${added.join(', ')}.`]
  })
}
