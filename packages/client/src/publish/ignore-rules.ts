import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { fileFailure, isMissing } from '../files.ts'

/** The rules of one folder; `base` is its path from the plugin's folder, with a slash at its end, or empty. */
export interface FolderRules {
  readonly base: string
  readonly rules: Ignore
}

/** As git on Linux, on every system: what is packed must not depend on where. */
const caseSensitive = { ignorecase: false }

/** Never packed, whatever an ignore file says: what belongs to tools and systems, and what is likely to be a secret. */
const never = ignore(caseSensitive).add([
  '.git',
  '.hg',
  '.svn',
  'CVS',
  'node_modules',
  '.DS_Store',
  'Thumbs.db',
  '._*',
  '.*.swp',
  '*.sig',
  '*.waybill-part',
  '.waybill',
  '.npmrc',
  '.env',
  '.env.local',
  '.waybillignore',
  '.gitignore',
  '.npmignore',
])

/** True for what is never packed. A folder's path ends with a slash. */
export function isNeverPacked(path: string): boolean {
  return never.ignores(path)
}

/** The rules of the first of these ignore files that the folder has. */
export async function readFolderRules(
  root: string,
  base: string,
  names: readonly string[],
): Promise<FolderRules | undefined> {
  for (const name of names) {
    const path = join(root, base, name)
    try {
      return { base, rules: ignore(caseSensitive).add(await readFile(path, 'utf8')) }
    } catch (cause) {
      if (!isMissing(cause)) throw fileFailure(path, 'read', cause)
    }
  }
  return undefined
}

/** True when the rules, the outermost folder's first, leave the path out: the innermost rule that speaks decides, as in git. */
export function isIgnored(path: string, stack: readonly FolderRules[]): boolean {
  for (const { base, rules } of stack.toReversed()) {
    const { ignored, unignored } = rules.test(path.slice(base.length))
    if (ignored || unignored) return ignored
  }
  return false
}
