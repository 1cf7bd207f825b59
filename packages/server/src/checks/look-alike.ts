import { lookAlikeKey } from '@waybill/core/names'
import { setImmediate } from 'node:timers/promises'
import type { Check, Evidence } from './check.ts'
import { isWithin } from './name-distance.ts'

/** Names that are compared before others get a turn. */
const turn = 5000

/** The name cannot be taken for that of another publisher's package. */
export const lookAlike: Check = {
  id: 'look-alike',
  title: 'Look-alike name',
  needs: 'subject',
  async run({ listing, otherNames, publisher, signal }) {
    const compare = comparerFor(listing.name)
    const same: Evidence[] = []
    const alike: Evidence[] = []
    let count = 0
    for (const other of await otherNames()) {
      if (++count % turn === 0) await setImmediate(undefined, signal ? { signal } : {})
      if (other.publisher === publisher) continue
      const why = compare(other.name)
      if (why === undefined) continue
      const evidence = { text: `“${other.name}” of ${other.publisher}: ${why}` }
      if (why === sameName) same.push(evidence)
      else alike.push(evidence)
    }
    const evidence = [...same, ...alike]
    if (same.length > 0)
      return {
        status: 'fail',
        summary: `“${listing.name}” is the name of another publisher’s package.`,
        evidence,
      }
    if (alike.length > 0)
      return {
        status: 'warn',
        summary: `“${listing.name}” looks like ${alike.length} other names.`,
        evidence,
      }
    return { status: 'pass', summary: 'No other publisher’s package has a name like this.' }
  },
}

const sameName = 'the same but for case and “.”, “_”, “-”'

/** Says of another name why it may be confused with `name`, or undefined. */
function comparerFor(name: string): (other: string) => string | undefined {
  const key = lookAlikeKey(name)
  const shape = shapeOf(key)
  const words = wordsOf(shape)
  return (other) => {
    const otherKey = lookAlikeKey(other)
    if (otherKey === key) return sameName
    const otherShape = shapeOf(otherKey)
    if (otherShape === shape) return 'the same but for characters that look alike'
    const shorter = Math.min(key.length, otherKey.length)
    const allowed = shorter >= 10 ? 2 : shorter >= 4 ? 1 : 0
    if (allowed > 0 && (isWithin(key, otherKey, allowed) || isWithin(shape, otherShape, allowed)))
      return 'nearly the same letters'
    if (words !== '' && words === wordsOf(otherShape))
      return 'the same words in another order, or with an addition'
    return undefined
  }
}

/** One form for what looks the same in many typefaces. */
function shapeOf(key: string): string {
  return key.replaceAll('0', 'o').replaceAll(/[1i]/g, 'l').replaceAll('rn', 'm').replaceAll('vv', 'w')
}

/** Words that a name may have or not without meaning another thing. */
const additions = new Set(
  [
    'js',
    'ts',
    'node',
    'npm',
    'plugin',
    'plugins',
    'extension',
    'ext',
    'addon',
    'lib',
    'library',
    'official',
    'app',
    'pkg',
  ].map(shapeOf),
)

/** The words that make a name, without additions, in one order and without what parts them. */
function wordsOf(shape: string): string {
  if (!shape.includes('-')) return shape
  return shape
    .split('-')
    .filter((word) => !additions.has(word))
    .sort()
    .join('')
}
