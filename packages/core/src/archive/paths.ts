import { refuse } from './reasons.ts'

// eslint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i

/**
 * Refuses every path that could leave the folder it is unpacked to, or that some system cannot hold or reads otherwise.
 * A folder's path comes without its trailing slash.
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
  }
}

/** Names that some file system takes for one: case folded and in compatibility form. */
function foldedPath(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** Remembers the paths of an archive and refuses one that falls together with another. */
export class PathCollisions {
  readonly #seen = new Map<string, { path: string; type: 'file' | 'folder'; implied: boolean }>()

  add(path: string, type: 'file' | 'folder'): void {
    for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1))
      this.#claim(path.slice(0, cut), 'folder', true)
    this.#claim(path, type, false)
  }

  #claim(path: string, type: 'file' | 'folder', implied: boolean): void {
    const key = foldedPath(path)
    const former = this.#seen.get(key)
    if (!former) {
      this.#seen.set(key, { path, type, implied })
      return
    }
    if (former.path !== path || former.type !== type) throw refuse('collision', path)
    if (implied) return
    if (!former.implied) throw refuse('duplicate', path)
    former.implied = false
  }
}
