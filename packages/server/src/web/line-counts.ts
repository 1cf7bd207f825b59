import { hash } from 'node:crypto'
import { readArchive, type ArchiveLimits, type ByteSource } from '@waybill/core/archive'

/** Larger files are not counted. */
const mostFileBytes = 1024 * 1024
/** So much text is counted on each side, the files behind it are not: of short lines the counts take ten times as much. */
const mostBytes = 8 * 1024 * 1024

/** How often each line stands in a file; a line is known by its digest. */
export type Lines = ReadonlyMap<string, number>

/** The lines of these files of a package, as far as they are texts of a size that can be counted. */
export async function linesOf(
  source: ByteSource,
  wanted: ReadonlySet<string>,
  limits: ArchiveLimits,
): Promise<Map<string, Lines>> {
  const found = new Map<string, Lines>()
  let left = mostBytes
  for await (const { path, type, size, content } of readArchive(source, { limits })) {
    if (type === 'folder' || !wanted.has(path) || size > mostFileBytes || size > left) continue
    left -= size
    const chunks: Buffer[] = []
    for await (const chunk of content) chunks.push(Buffer.from(chunk))
    const lines = new Map<string, number>()
    const text = Buffer.concat(chunks).toString().replace(/\n$/, '')
    for (const line of text === '' ? [] : text.split('\n')) {
      const digest = line.length < 40 ? line : hash('sha1', line, 'base64')
      lines.set(digest, (lines.get(digest) ?? 0) + 1)
    }
    found.set(path, lines)
  }
  return found
}

/** How many lines of `these` are not among `others`; a line that only moved is. */
export function countOnlyIn(these: Lines, others: Lines): number {
  let count = 0
  for (const [line, times] of these) count += Math.max(0, times - (others.get(line) ?? 0))
  return count
}
