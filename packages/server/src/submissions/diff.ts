import { createHash } from 'node:crypto'
import { readArchive, type ByteSource } from '@waybill/core/archive'
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
const mostLines = 20_000

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
    if (JSON.stringify(a) === JSON.stringify(b)) return []
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

/** Files that differ between two packages, by path. Without a former package every file is added. */
export async function changedFiles(before: ByteSource | undefined, after: ByteSource): Promise<FileChange[]> {
  const [old, now] = [before ? await factsOf(before) : new Map<string, FileFacts>(), await factsOf(after)]
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

async function factsOf(source: ByteSource): Promise<Map<string, FileFacts>> {
  const files = new Map<string, FileFacts>()
  for await (const entry of readArchive(source, {})) {
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
  before: ByteSource | undefined,
  after: ByteSource,
  path: string,
): Promise<{ hunks: Hunk[] }> {
  const [a, b] = [before ? await textOf(before, path) : undefined, await textOf(after, path)]
  if (a === undefined && b === undefined)
    throw new WaybillError('usage.invalid', `Neither version has a file “${path.slice(0, 200)}”.`, {
      hint: 'The list of changed files names them.',
      details: { field: 'querystring.file' },
    })
  const patch = structuredPatch(path, path, a ?? '', b ?? '', '', '', {
    context: 3,
    maxEditLength: mostLines,
  })
  if (!patch) throw tooLarge(path)
  return {
    hunks: patch.hunks.map(({ oldStart, newStart, lines }) => ({ oldStart, newStart, lines })),
  }
}

async function textOf(source: ByteSource, path: string): Promise<string | undefined> {
  let text: string | undefined
  for await (const entry of readArchive(source, {})) {
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
