import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { onFolder, unavailable, unless } from './failures.ts'
import type { Layout } from './layout.ts'

/** The user PostgreSQL runs as when that is not the user of this process. */
export interface Identity {
  uid: number
  gid: number
}

const nobody: Identity = { uid: 65534, gid: 65534 }

/**
 * Who PostgreSQL must run as: undefined for "as we do", an unprivileged user when we are root, because
 * PostgreSQL refuses root. An existing cluster keeps its owner; a new one takes the owner of the folder around
 * it, else `postgres`, else `nobody`. Throws `database.unavailable` when the cluster is another user's.
 */
export async function chooseIdentity(layout: Layout): Promise<Identity | undefined> {
  const self = process.geteuid?.()
  if (self === undefined) return undefined
  const cluster = await ownerOf(layout.cluster)
  if (self !== 0) {
    if (cluster !== undefined && cluster.uid !== self) throw foreign(layout, cluster, self)
    return undefined
  }
  if (cluster !== undefined && cluster.uid !== 0) return cluster
  const users = await systemUsers()
  for (const path of [layout.folder, dirname(layout.folder)]) {
    const owner = await ownerOf(path)
    // initdb refuses a user that has no name.
    if (owner !== undefined && owner.uid !== 0 && users.some((user) => user.uid === owner.uid)) return owner
  }
  const named = (name: string) => users.find((user) => user.name === name && user.uid !== 0)
  return named('postgres') ?? named('nobody') ?? nobody
}

async function ownerOf(path: string): Promise<Identity | undefined> {
  return onFolder(path, () => unless(['ENOENT'], async () => pick(await stat(path))))
}

function pick({ uid, gid }: Identity): Identity {
  return { uid, gid }
}

async function systemUsers(): Promise<(Identity & { name: string })[]> {
  const text = (await unless(['ENOENT', 'EACCES'], () => readFile('/etc/passwd', 'utf8'))) ?? ''
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

function foreign(layout: Layout, owner: Identity, self: number): Error {
  return unavailable(
    `${layout.cluster} belongs to user ${owner.uid}, this process runs as user ${self}`,
    `Run as user ${owner.uid} or as root, change its owner (chown -R ${self} ${layout.folder})`,
    { folder: layout.folder },
  )
}
