import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { checkEntryPath, PathCollisions } from '@waybill/core/archive'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import type { Manifest } from '@waybill/core/manifest'
import { parsePackageName } from '@waybill/core/names'
import { fileFailure } from '../files.ts'
import { isIgnored, isNeverPacked, readFolderRules, type FolderRules } from './ignore-rules.ts'
import type { FolderManifest } from './manifest-file.ts'
import { isAlwaysPicked, npmPicker, type Picker } from './npm-files.ts'
import { refusePrivateKey } from './private-keys.ts'

export interface SelectedFile {
  /** Path in the archive. */
  readonly path: string
  /** Where the file is. */
  readonly source: string
  /** Bytes. */
  readonly size: number
  readonly executable: boolean
}

interface Walk {
  readonly root: string
  readonly ignoreFiles: readonly string[]
  readonly leaveOut: (path: string) => boolean
  readonly picked: Picker
  /** Packed even when an ignore file names it. */
  readonly kept: Picker
  readonly found: SelectedFile[]
}

/**
 * Chooses what of a plugin's folder is packed, in the order of the archive. Throws `archive.refused` for a link, a
 * device or a private key that no ignore file leaves out. `outputs` are absolute paths that are never taken.
 */
export async function selectFiles(
  root: string,
  { manifest, manifestFile, bytes }: FolderManifest,
  outputs: ReadonlySet<string>,
): Promise<SelectedFile[]> {
  const npm = manifestFile === 'package.json'
  const isOwnArtifact = ownArtifacts(manifest)
  const walk: Walk = {
    root,
    ignoreFiles: npm ? ['.waybillignore', '.npmignore', '.gitignore'] : ['.waybillignore', '.gitignore'],
    leaveOut: (path) => outputs.has(join(root, path)) || isOwnArtifact(path),
    picked: npm ? npmPicker(JSON.parse(Buffer.from(bytes).toString())) : () => true,
    kept: (path) => path === manifestFile || (npm && isAlwaysPicked(path)),
    found: [],
  }
  await walkFolder(walk, '', [])
  refuseUnsafePaths(walk.found)
  // By code unit, never by locale: the same folder gives the same archive on every machine.
  return walk.found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function walkFolder(walk: Walk, base: string, outer: readonly FolderRules[]): Promise<void> {
  const own = await readFolderRules(walk.root, base, walk.ignoreFiles)
  const rules = own ? [...outer, own] : outer
  for (const entry of await list(join(walk.root, base))) {
    const path = base + entry.name
    const isFolder = entry.isDirectory()
    const tested = isFolder ? `${path}/` : path
    if (isNeverPacked(tested) || walk.leaveOut(path)) continue
    if (isIgnored(tested, rules) && !walk.kept(path)) continue
    if (isFolder) await walkFolder(walk, tested, rules)
    else if (walk.picked(path)) walk.found.push(await take(walk.root, path, entry))
  }
}

async function take(root: string, path: string, entry: Dirent): Promise<SelectedFile> {
  const source = join(root, path)
  if (!entry.isFile()) throw refusedKind(path, entry.isSymbolicLink())
  await refusePrivateKey(path, source)
  const { size, mode } = await stat(source).catch((cause: unknown) => {
    throw fileFailure(source, 'read', cause)
  })
  // Composed, as archives must have it: some file systems hand names out decomposed.
  return { path: path.normalize('NFC'), source, size, executable: (mode & 0o100) !== 0 }
}

async function list(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (cause) {
    throw fileFailure(folder, 'read', cause)
  }
}

/** Here as well as in the archive's reader, so that the hint is about the folder. */
function refuseUnsafePaths(files: readonly SelectedFile[]): void {
  const collisions = new PathCollisions()
  for (const { path } of files) {
    try {
      checkEntryPath(path)
      collisions.add(path, 'file')
    } catch (cause) {
      if (!isWaybillError(cause, 'archive.refused')) throw cause
      throw new WaybillError('archive.refused', cause.message, {
        hint: 'Rename it, or name it in .waybillignore: some systems could not unpack it.',
        details: cause.details,
        cause,
      })
    }
  }
}

function refusedKind(path: string, isLink: boolean): WaybillError {
  return new WaybillError(
    'archive.refused',
    `${path} is ${isLink ? 'a symbolic link' : 'neither a file nor a folder'}; a plugin has files and folders only.`,
    {
      hint: isLink
        ? 'Put the file itself there, or name the link in .waybillignore.'
        : 'Remove it, or name it in .waybillignore.',
      details: { entry: path },
    },
  )
}

/** True for files in the plugin's folder that earlier packs of the same plugin made. */
function ownArtifacts({ name }: Manifest): Picker {
  const prefix = `${parsePackageName(name).base}-`
  return (path) =>
    path.startsWith(prefix) && /^\d+\.\d+\.\d+[\w.-]*\.(?:tar\.gz|zip)$/.test(path.slice(prefix.length))
}
