import { chmod, chown, lchown, mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { onFolder } from './failures.ts'
import type { Identity } from './identity.ts'
import type { Layout } from './layout.ts'

/** Makes the launcher's folders (mode 0700) and gives them to the user PostgreSQL runs as. */
export async function prepareFolders(layout: Layout, identity: Identity | undefined): Promise<void> {
  await onFolder(layout.folder, async () => {
    await ownFolder(layout.folder, identity)
    await ownFolder(dirname(layout.log), identity)
    if (identity !== undefined) await rescueCluster(layout.cluster, identity)
  })
}

/** Makes a folder, or takes an existing one, private to the user PostgreSQL runs as. */
export async function ownFolder(path: string, identity: Identity | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const found = await stat(path)
  if (identity !== undefined && found.uid !== identity.uid) await chown(path, identity.uid, identity.gid)
  if ((found.mode & 0o777) !== 0o700 && process.platform !== 'win32') await chmod(path, 0o700)
}

/** A cluster that root copied or restored belongs to root, which PostgreSQL refuses: give it back. */
async function rescueCluster(cluster: string, { uid, gid }: Identity): Promise<void> {
  const owner = await stat(cluster).catch(() => undefined)
  if (owner?.uid !== 0) return
  for (const entry of await readdir(cluster, { recursive: true }))
    await lchown(join(cluster, entry), uid, gid)
  // Last, so that an interrupted rescue begins again.
  await chown(cluster, uid, gid)
}
