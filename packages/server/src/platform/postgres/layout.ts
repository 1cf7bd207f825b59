import { mkdir, readdir, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { onFolder, unavailable, unless } from './failures.ts'

/** Where everything is inside the launcher's folder. All paths absolute. */
export interface Layout {
  folder: string
  /** PostgreSQL's own data folder (PGDATA). Exists only complete: initdb runs elsewhere and is renamed here. */
  cluster: string
  /** The password of both roles, inside the cluster so that the two are always of one making. */
  password: string
  pidFile: string
  log: string
}

function layoutOf(root: string): Layout {
  const cluster = join(root, 'cluster')
  return {
    folder: root,
    cluster,
    password: passwordIn(cluster),
    pidFile: join(cluster, 'postmaster.pid'),
    log: join(root, 'log', 'postgres.log'),
  }
}

export function passwordIn(cluster: string): string {
  return join(cluster, 'waybill-password')
}

/**
 * The layout of a folder with symbolic links followed, so that every process arrives at one socket path;
 * undefined when the folder does not exist.
 */
export async function existingLayout(folder: string): Promise<Layout | undefined> {
  const path = await onFolder(folder, () => unless(['ENOENT'], () => realpath(folder)))
  return path === undefined ? undefined : layoutOf(path)
}

/** The same, the folder made when missing. */
export async function madeLayout(folder: string): Promise<Layout> {
  return onFolder(folder, async () => {
    await mkdir(folder, { recursive: true })
    return layoutOf(await realpath(folder))
  })
}

/**
 * True when the cluster exists and `major` can run it, false when there is none yet. Touches nothing.
 * Throws `database.unavailable` when another version made it, or it is not a cluster at all.
 */
export async function hasCluster(layout: Layout, major: string): Promise<boolean> {
  const { cluster, folder } = layout
  const entries = await onFolder(folder, () => unless(['ENOENT'], () => readdir(cluster)))
  if (entries === undefined || entries.length === 0) return false
  const version = await onFolder(folder, () =>
    unless(['ENOENT'], () => readFile(join(cluster, 'PG_VERSION'), 'utf8')),
  )
  if (version === undefined) {
    throw unavailable(
      `${cluster} holds files but is not a PostgreSQL data folder`,
      'Move it away, set WAYBILL_DATA to another folder',
      { folder },
    )
  }
  if (version.trim() === major) return true
  throw unavailable(
    `The data in ${cluster} was made by PostgreSQL ${version.trim()}; this Waybill runs PostgreSQL ${major}`,
    `Start the Waybill release that made it and export the data, or move the folder away to begin anew`,
    { folder },
  )
}

/** The password of both roles. Throws `database.unavailable` when the cluster is not one of Waybill's. */
export async function readPassword(layout: Layout): Promise<string> {
  const text = await onFolder(layout.folder, () =>
    unless(['ENOENT'], () => readFile(layout.password, 'utf8')),
  )
  if (text !== undefined) return text.trim()
  throw unavailable(
    `${layout.password} is missing, so nobody can connect to the PostgreSQL of ${layout.folder}`,
    'Restore that file from a backup',
    { folder: layout.folder },
  )
}
