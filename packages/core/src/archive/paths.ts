import { refuse } from './reasons.ts'

// eslint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]/
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i
const ignorable = /\p{Default_Ignorable_Code_Point}/gu

/**
 * Refuses every path that could leave the folder it is unpacked to, or that some system cannot hold or reads otherwise.
 * A folder's path comes without its trailing slash. Throws `archive.refused` with a reason that starts with `name-`.
 */
export function checkEntryPath(path: string): void {
  if (path === '') throw refuse('name-empty', path)
  if (path.startsWith('/')) throw refuse('name-absolute', path)
  if (path.includes('\\')) throw refuse('name-backslash', path)
  if (path.includes(':')) throw refuse('name-colon', path)
  if (control.test(path)) throw refuse('name-control', path)
  if (!path.isWellFormed()) throw refuse('name-encoding', path)
  if (path !== path.normalize('NFC')) throw refuse('name-normal-form', path)
  const parts = path.split('/')
  if (parts.length > 32) throw refuse('name-long', path)
  for (const part of parts) {
    if (part === '') throw refuse('name-empty', path)
    if (part === '.' || part === '..') throw refuse('name-dots', path)
    if (part.endsWith('.') || part.endsWith(' ')) throw refuse('name-trailing', path)
    if (reserved.test(part)) throw refuse('name-reserved', path)
    if (Buffer.byteLength(part) > 255) throw refuse('name-long', path)
    // A fullwidth slash, a two-dot leader, or nothing that can be seen.
    if (/^\.{0,2}$|[/\\]/.test(compatible(part))) throw refuse('name-look-alike', path)
  }
}

/** Compatibility form without characters that show nothing, which some file systems pass over. */
function compatible(part: string): string {
  return part.normalize('NFKC').replaceAll(ignorable, '')
}

/** What is the same for two names that some file system takes for one. To upper case first: “ß” and “ss” are one. */
function folded(part: string): string {
  return compatible(part).toUpperCase().toLowerCase().normalize('NFKC')
}

interface Known {
  readonly part: string
  readonly type: 'file' | 'folder'
  /** Only seen in the paths of others so far. */
  implied: boolean
  inside?: Map<string, Known>
}

/** All paths of an archive are held in memory to compare them; real plugins have a thousandth of this. */
const namesLimit = 32 * 1024 * 1024

/** Remembers the paths of an archive and refuses one that falls together with another. */
export class PathCollisions {
  readonly #top = new Map<string, Known>()
  #nameBytes = 0

  /**
   * Adds a path that `checkEntryPath` let pass. Returns how many files and folders it brings: itself, and the folders above
   * it that were not there. Throws `archive.refused` (`duplicate`, `collision`, `names`).
   */
  add(path: string, type: 'file' | 'folder'): number {
    this.#nameBytes += Buffer.byteLength(path)
    if (this.#nameBytes > namesLimit) throw refuse('names', path)
    const parts = path.split('/')
    const last = parts.length - 1
    let level = this.#top
    let brought = 0
    for (const [depth, part] of parts.entries()) {
      const claim: Known = { part, type: depth === last ? type : 'folder', implied: depth !== last }
      const key = folded(part)
      let known = level.get(key)
      if (known) meet(known, claim, path)
      else {
        level.set(key, (known = claim))
        brought++
      }
      if (depth !== last) level = known.inside ??= new Map()
    }
    return brought
  }
}

function meet(known: Known, claim: Known, path: string): void {
  if (known.part !== claim.part || known.type !== claim.type) throw refuse('collision', path)
  if (claim.implied) return
  if (!known.implied) throw refuse('duplicate', path)
  known.implied = false
}
