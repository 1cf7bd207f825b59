import { refuse } from './reasons.ts'

/** A tar header block, strictly (POSIX.1-2017 pax, “ustar Interchange Format”). */
export interface TarHeader {
  readonly name: string
  readonly size: number
  readonly mode: number
  readonly type: string
}

export const blockBytes = 512

/** Throws `archive.refused` for every field that is not exactly of its form. The path is not checked here. */
export function parseTarHeader(block: Buffer): TarHeader {
  const name = pathOf(block)
  if (octal(block, 148, 8, name) !== checksumOf(block)) throw refuse('tar-checksum', name)
  // “ustar\0” and “00”; GNU’s own format has blanks there.
  if (block.toString('latin1', 257, 265) !== 'ustar\x0000') throw refuse('tar-format', name)
  const type = String.fromCharCode(block[156] ?? 0)
  const size = octal(block, 124, 12, name)
  const mode = octal(block, 100, 8, name)
  octal(block, 136, 12, name)
  if ((type === '0' || type === '5') && text(block, 157, 100, name) !== '') throw refuse('tar-padding', name)
  return { name, size, mode, type }
}

/** Sum of all bytes, the checksum's own taken for blanks. */
export function checksumOf(block: Buffer): number {
  let sum = 8 * 32
  for (let i = 0; i < 148; i++) sum += block[i] ?? 0
  for (let i = 156; i < blockBytes; i++) sum += block[i] ?? 0
  return sum
}

function pathOf(block: Buffer): string {
  const name = text(block, 0, 100)
  const prefix = text(block, 345, 155, name)
  if (prefix !== '' && name === '') throw refuse('name-empty', prefix)
  return prefix === '' ? name : `${prefix}/${name}`
}

/** A field that ends at its first NUL, with nothing but NULs after it. */
function text(block: Buffer, start: number, length: number, entry?: string): string {
  const field = block.subarray(start, start + length)
  const end = field.indexOf(0)
  const bytes = end < 0 ? field : field.subarray(0, end)
  if (end >= 0 && field.subarray(end).some((byte) => byte !== 0))
    throw refuse('tar-padding', entry ?? bytes.toString())
  return decodeUtf8(bytes)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a name. Throws `archive.refused` (`name-encoding`) where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw refuse('name-encoding', Buffer.from(bytes).toString('latin1'))
  }
}

function octal(block: Buffer, start: number, length: number, entry: string): number {
  const field = block.toString('latin1', start, start + length)
  if (!/^[0-7]+[\0 ]*$/.test(field)) throw refuse('tar-number', entry)
  return Number.parseInt(field, 8)
}
