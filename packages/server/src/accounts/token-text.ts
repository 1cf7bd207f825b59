import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * Makes a token: `wb_`, 40 characters of base 62 from a good source (about 238 bits), then 6 characters of CRC-32
 * over all before it, so that secret scanners tell a leaked token from anything else without asking us.
 */
export function createTokenText(): string {
  let body = ''
  // 248 is the largest multiple of 62 that a byte holds: bytes above it would favour the first characters.
  while (body.length < 40)
    for (const byte of randomBytes(64)) if (byte < 248 && body.length < 40) body += alphabet[byte % 62]
  return `wb_${body}${checksum(`wb_${body}`)}`
}

/** True when prefix, length and checksum fit: only then is it worth a look into the database. */
export function isTokenText(text: string): boolean {
  return /^wb_[0-9A-Za-z]{46}$/.test(text) && checksum(text.slice(0, -6)) === text.slice(-6)
}

/** What is stored of a token. */
export function tokenHash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function checksum(text: string): string {
  let rest = crc32(text)
  let out = ''
  for (let i = 0; i < 6; i++) {
    out = alphabet[rest % 62] + out
    rest = Math.floor(rest / 62)
  }
  return out
}
