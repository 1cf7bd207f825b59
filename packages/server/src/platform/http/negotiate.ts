/** Pure answers to what request headers ask for (RFC 9110). */

export type Encoding = 'br' | 'gzip' | 'identity'

const known = new Map<string, readonly Encoding[]>()

/** Encodings that an `Accept-Encoding` header accepts and we have, the best first (RFC 9110 §12.5.3). */
export function acceptedEncodings(header: string | undefined): readonly Encoding[] {
  if (header === undefined) return ['identity']
  const cached = known.get(header)
  if (cached) return cached
  const weights = new Map<string, number>()
  for (const item of header.slice(0, 500).split(',')) {
    const [name = '', ...parameters] = item.trim().toLowerCase().split(';')
    const q = parameters
      .map((parameter) => /^\s*q=([0-9.]+)\s*$/.exec(parameter)?.[1])
      .find((value) => value !== undefined)
    weights.set(name.trim(), q === undefined ? 1 : Number(q))
  }
  const weight = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const result: Encoding[] = (['br', 'gzip'] as const)
    .filter((name) => weight(name) > 0)
    .sort((a, b) => weight(b) - weight(a))
  result.push('identity')
  // Browsers and clients send a handful of different headers; a hostile one may send many.
  if (known.size < 500) known.set(header, result)
  return result
}

/** True when `If-None-Match` names the tag; weak and strong tags count alike here (RFC 9110 §13.1.2). */
export function matchesTag(header: string, etag: string): boolean {
  if (header === '*') return true
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

export type ByteRange = { start: number; end: number } | 'unsatisfiable' | undefined

/** One byte range of a `Range` header (RFC 9110 §14.2); undefined when the header is to be ignored. */
export function byteRange(header: string | undefined, size: number): ByteRange {
  const match = header === undefined ? null : /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim())
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  if (match[1] === '') {
    const length = Number(match[2])
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size - 1 }
  }
  const start = Number(match[1])
  const end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  if (match[2] !== '' && Number(match[2]) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end }
}
