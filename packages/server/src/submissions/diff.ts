import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { readArchive, type ArchiveLimits, type ByteSource } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import type { Manifest } from '@waybill/core/manifest'
import { structuredPatch } from 'diff'

export interface FileChange {
  readonly path: string
  readonly change: 'added' | 'changed' | 'removed'
  /** Bytes; absent where the file is not. */
  readonly sizeBefore?: number
  readonly size?: number
  readonly binary: boolean
}

/** A run of lines; each begins with `+`, `-` or a space. */
export interface Hunk {
  readonly oldStart: number
  readonly newStart: number
  readonly lines: string[]
}

export interface PermissionChange {
  readonly permission: string
  readonly change: 'added' | 'changed' | 'removed'
  readonly before?: unknown
  readonly after?: unknown
}

/** Larger texts are not compared line by line. */
const mostTextBytes = 1024 * 1024
/**
 * The time of a comparison grows with the square of the lines that differ, and nothing else is served meanwhile. A text
 * beyond this is shown as replaced as a whole.
 */
const bound = { maxEditLength: 2000, timeout: 1000 }

interface FileFacts {
  readonly size: number
  readonly digest: string
  readonly binary: boolean
}

/** Permissions that came, went or changed: what a reviewer looks at first. */
export function permissionChanges(before: Manifest | undefined, after: Manifest): PermissionChange[] {
  const former = before?.permissions ?? {}
  const names = [...new Set([...Object.keys(former), ...Object.keys(after.permissions)])].sort()
  return names.flatMap((permission): PermissionChange[] => {
    const [a, b] = [former, after.permissions].map((all) =>
      Object.hasOwn(all, permission) ? all[permission] : undefined,
    )
    // What comes from the database has its keys in another order.
    if (isDeepStrictEqual(a, b)) return []
    const change = a === undefined ? 'added' : b === undefined ? 'removed' : 'changed'
    return [
      {
        permission,
        change,
        ...(a === undefined ? {} : { before: a }),
        ...(b === undefined ? {} : { after: b }),
      },
    ]
  })
}

/** Two packages, and how large they may be. Without a former one everything is added. */
export interface Compared {
  readonly before: ByteSource | undefined
  readonly after: ByteSource
  readonly limits: ArchiveLimits
}

/** Files that differ between two packages, by path. */
export async function changedFiles({ before, after, limits }: Compared): Promise<FileChange[]> {
  const old = before ? await factsOf(before, limits) : new Map<string, FileFacts>()
  const now = await factsOf(after, limits)
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path): FileChange[] => {
    const [a, b] = [old.get(path), now.get(path)]
    if (a?.digest === b?.digest) return []
    return [
      {
        path,
        change: a ? (b ? 'changed' : 'removed') : 'added',
        ...(a ? { sizeBefore: a.size } : {}),
        ...(b ? { size: b.size } : {}),
        binary: (a?.binary ?? false) || (b?.binary ?? false),
      },
    ]
  })
}

async function factsOf(source: ByteSource, limits: ArchiveLimits): Promise<Map<string, FileFacts>> {
  const files = new Map<string, FileFacts>()
  for await (const entry of readArchive(source, { limits })) {
    if (entry.type === 'folder') continue
    const hash = createHash('sha256')
    let binary = false
    let first = true
    for await (const chunk of entry.content) {
      // As git does: a zero byte in the beginning makes a file binary.
      if (first) binary = Buffer.from(chunk.subarray(0, 8000)).includes(0)
      first = false
      hash.update(chunk)
    }
    files.set(entry.path, { size: entry.size, digest: hash.digest('hex'), binary })
  }
  return files
}

/** The lines of one file that differ, with three lines around them. Throws `usage.invalid` where there are none to show. */
export async function fileDiff(
  { before, after, limits }: Compared,
  path: string,
): Promise<{ hunks: Hunk[] }> {
  const a = before ? await textOf(before, path, limits) : undefined
  const b = await textOf(after, path, limits)
  if (a === undefined && b === undefined)
    throw new WaybillError('usage.invalid', `Neither version has a file “${path.slice(0, 200)}”.`, {
      hint: 'The list of changed files names them.',
      details: { field: 'querystring.file' },
    })
  if (a === undefined || b === undefined) return { hunks: replaced(a, b) }
  const patch = structuredPatch(path, path, a, b, '', '', { context: 3, ...bound })
  return {
    hunks: patch
      ? patch.hunks.map(({ oldStart, newStart, lines }) => ({ oldStart, newStart, lines }))
      : replaced(a, b),
  }
}

/** All lines of the one gone, all of the other new. */
function replaced(before = '', after = ''): Hunk[] {
  const lines = (sign: string, text: string) =>
    text === ''
      ? []
      : text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => sign + line)
  const all = [...lines('-', before), ...lines('+', after)]
  return all.length === 0
    ? []
    : [{ oldStart: before === '' ? 0 : 1, newStart: after === '' ? 0 : 1, lines: all }]
}

async function textOf(source: ByteSource, path: string, limits: ArchiveLimits): Promise<string | undefined> {
  let text: string | undefined
  for await (const entry of readArchive(source, { limits })) {
    if (entry.type === 'folder') continue
    const chunks: Buffer[] = []
    // An entry is read to its end whether it is wanted or not.
    for await (const chunk of entry.content)
      if (entry.path === path && entry.size <= mostTextBytes) chunks.push(Buffer.from(chunk))
    if (entry.path !== path) continue
    if (entry.size > mostTextBytes) throw tooLarge(path)
    const bytes = Buffer.concat(chunks)
    if (bytes.subarray(0, 8000).includes(0))
      throw new WaybillError('usage.invalid', `${path} is binary; it has no lines to compare.`)
    text = bytes.toString()
  }
  return text
}

function tooLarge(path: string): WaybillError {
  return new WaybillError('usage.invalid', `${path} is too large to be compared line by line.`, {
    hint: 'Download both versions and compare them yourself.',
  })
}
