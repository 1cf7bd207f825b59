import { refuse } from './reasons.ts'
import { decodeUtf8 } from './tar-header.ts'

/** Most bytes of a pax header: a path of 32 parts of 255 bytes and some. */
export const paxLimit = 16 * 1024

export interface PaxRecords {
  path?: string
  size?: number
}

/** Reads pax records (`<length> <key>=<value>\n`), each key once. `allowed` are the keys taken; others refuse the archive. */
export function parsePax(bytes: Buffer, allowed: readonly string[]): PaxRecords {
  const records: PaxRecords = {}
  const seen = new Set<string>()
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at)
    const digits = blank < 0 ? '' : bytes.toString('latin1', at, blank)
    if (!/^[1-9]\d{0,6}$/.test(digits)) throw refuse('pax-record')
    const end = at + Number(digits)
    if (end > bytes.length || end <= blank + 1 || bytes[end - 1] !== 0x0a) throw refuse('pax-record')
    const record = decodeUtf8(bytes.subarray(blank + 1, end - 1))
    const equals = record.indexOf('=')
    const key = record.slice(0, equals)
    const value = record.slice(equals + 1)
    if (equals < 1 || value.includes('\0')) throw refuse('pax-record')
    if (!allowed.includes(key)) throw refuse('pax-key', key)
    if (seen.has(key)) throw refuse('pax-record', key)
    seen.add(key)
    if (key === 'path') records.path = value
    if (key === 'size') records.size = sizeOf(value)
    if (key === 'mtime' && !/^-?\d{1,15}(\.\d{1,15})?$/.test(value))
      throw refuse('pax-record', `mtime=${value}`)
    at = end
  }
  return records
}

function sizeOf(value: string): number {
  if (!/^(0|[1-9]\d{0,14})$/.test(value)) throw refuse('pax-record', `size=${value}`)
  return Number(value)
}
