import { checkEntryPath } from './paths.ts'
import { refuse } from './reasons.ts'
import {
  deflated,
  descriptorFlag,
  isFolder,
  pathOf,
  stored,
  unixMode,
  utf8Flag,
  type CentralEntry,
} from './zip-directory.ts'

/** Deflate's own hints and UTF-8; encryption, patches and masked headers are not taken. */
const acceptedFlags = 0x0006 | utf8Flag

/**
 * Refuses what is neither a file nor a folder, by its name, flags and attributes, which must agree. Throws
 * `archive.refused`.
 */
export function checkKind(entry: CentralEntry): void {
  const { name, flags, method, size, packed } = entry
  if (flags & 0x2041) throw refuse('encrypted', name)
  if (flags & descriptorFlag) throw refuse('descriptor', name)
  if (flags & ~acceptedFlags) throw refuse('zip-flags', name)
  if (method !== stored && method !== deflated) throw refuse('zip-method', name)
  if (method === stored && size !== packed) throw refuse('size', name)
  checkEntryPath(pathOf(entry))
  const mode = unixMode(entry)
  switch (mode & 0o170000) {
    case 0:
      break
    case 0o100000:
      if (isFolder(entry)) throw refuse('type', name)
      break
    case 0o040000:
      if (!isFolder(entry)) throw refuse('type', name)
      break
    case 0o120000:
      throw refuse('symlink', name)
    case 0o020000:
    case 0o060000:
      throw refuse('device', name)
    case 0o010000:
      throw refuse('fifo', name)
    default:
      throw refuse('type', name)
  }
  if (mode & 0o7000) throw refuse('setuid', name)
  // The folder bit of DOS, where it says anything.
  if (entry.attributes & 0x10 && !isFolder(entry)) throw refuse('type', name)
  if (isFolder(entry) && (size !== 0 || entry.crc !== 0)) throw refuse('folder-with-data', name)
}
