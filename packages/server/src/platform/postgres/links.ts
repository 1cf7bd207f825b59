import { lstat, readFile, readlink, rename, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { codeOf, unavailable, unless } from './failures.ts'

interface Link {
  /** The library itself, relative to the package folder. */
  source: string
  /** The name it must also have. */
  target: string
}

/**
 * Makes the library links that npm packages cannot hold and the package's install script would have made
 * (`native/pg-symlinks.json`). Idempotent, and safe when several processes do it at once. Throws
 * `database.unavailable` when a link is missing and the package folder cannot be written.
 */
export async function restoreLinks(root: string): Promise<void> {
  const text = await unless(['ENOENT'], () => readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  const links = text === undefined ? [] : (JSON.parse(text) as Link[])
  try {
    for (const link of links) await restoreLink(root, link)
  } catch (error) {
    throw unavailable(
      `The libraries of PostgreSQL in ${root} lack links, and they cannot be made: ${String(error)}`,
      `Run "npm rebuild ${basename(dirname(root))}/${basename(root)}" as the owner of that folder`,
      { cause: error, folder: root },
    )
  }
}

async function restoreLink(root: string, link: Link): Promise<void> {
  const path = join(root, link.target)
  const value = relative(dirname(path), join(root, link.source))
  const state = await stateOf(path, value)
  if (state === 'right') return
  if (state === 'wrong') return replaceLink(path, value)
  try {
    await symlink(value, path)
  } catch (error) {
    // Another process made the same link a moment ago.
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

async function stateOf(path: string, value: string): Promise<'right' | 'wrong' | 'missing'> {
  const found = await unless(['ENOENT'], () => lstat(path))
  if (found === undefined) return 'missing'
  // A copy that followed links holds the library itself under the second name, which serves as well.
  if (!found.isSymbolicLink()) return 'right'
  return (await readlink(path)) === value ? 'right' : 'wrong'
}

async function replaceLink(path: string, value: string): Promise<void> {
  const fresh = `${path}.${process.pid}`
  await symlink(value, fresh)
  await rename(fresh, path)
}
