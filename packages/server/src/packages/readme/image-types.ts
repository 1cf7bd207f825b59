/** What an image is by its first bytes, whatever its sender says; undefined for anything that is not shown. */
export function imageType(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 16)
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
  if (head.slice(4, 8) === 'ftyp' && /^avi[fs]$/.test(head.slice(8, 12))) return 'image/avif'
  return isSvg(bytes) ? 'image/svg+xml' : undefined
}

/** True for a text whose first element is `svg`. */
function isSvg(bytes: Buffer): boolean {
  let rest = bytes.toString('utf8', 0, 4096).replace(/^\uFEFF/, '')
  for (;;) {
    rest = rest.trimStart()
    if (/^<svg[\s>]/.test(rest)) return true
    const end = rest.startsWith('<!--') ? '-->' : /^<[?!]/.test(rest) ? '>' : undefined
    const at = end === undefined ? -1 : rest.indexOf(end)
    if (end === undefined || at < 0) return false
    rest = rest.slice(at + end.length)
  }
}
