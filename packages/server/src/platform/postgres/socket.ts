import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { onFolder, unavailable, unless } from './failures.ts'
import type { Identity } from './identity.ts'
import type { Layout } from './layout.ts'
import { ownFolder } from './ownership.ts'

/** Part of the socket's file name; no other server shares the folder. */
export const socketPort = 5432

/** Longest usable `sun_path` in bytes, its ending zero left out (unix(7): 108; BSD and macOS: 104). */
const longest = process.platform === 'linux' ? 107 : 103

/**
 * The private folder for the server's socket, made if missing: `<folder>/socket`, or when that path is too long
 * for a socket a short one below the system's temporary folder. Throws `database.unavailable` when that one is
 * another user's.
 */
export async function prepareSocketFolder(layout: Layout, identity: Identity | undefined): Promise<string> {
  const inside = join(layout.folder, 'socket')
  if (fits(inside)) {
    await onFolder(inside, () => ownFolder(inside, identity))
    return inside
  }
  const name = shortName(layout)
  const outside = [tmpdir(), '/tmp'].map((base) => join(base, name)).find(fits)
  if (outside === undefined) {
    throw unavailable(
      `The path of ${inside} is too long for a Unix socket`,
      'Set WAYBILL_DATA to a folder with a shorter path',
      { folder: layout.folder },
    )
  }
  await onFolder(outside, () => ownSharedPlace(outside, identity))
  return outside
}

/**
 * Where the socket of this folder's server is. `recorded` is what the server wrote, which is believed only for
 * the short folder: in a copied or moved data folder it is the place of the original.
 */
export function socketFolderOf(layout: Layout, recorded: string): string {
  return basename(recorded) === shortName(layout) ? recorded : join(layout.folder, 'socket')
}

/** Two folders never share one: the name is made from the whole path. */
function shortName(layout: Layout): string {
  return `waybill-${createHash('sha256').update(layout.folder).digest('hex').slice(0, 20)}`
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= longest
}

/** Anyone may make names in the temporary folder, so nothing there is trusted that we do not own. */
async function ownSharedPlace(path: string, identity: Identity | undefined): Promise<void> {
  await unless(['EEXIST'], () => mkdir(path, { mode: 0o700 }))
  const self = process.geteuid?.()
  const found = await lstat(path)
  const ours = found.uid === self || found.uid === identity?.uid
  if (!found.isDirectory() || !ours) {
    throw unavailable(
      `${path}, which the socket of PostgreSQL needs, belongs to another user`,
      `Remove it (rm -r ${path}), set WAYBILL_DATA to a folder with a shorter path`,
      { folder: path },
    )
  }
  if (identity !== undefined && found.uid !== identity.uid) await chown(path, identity.uid, identity.gid)
  if ((found.mode & 0o777) !== 0o700) await chmod(path, 0o700)
}
