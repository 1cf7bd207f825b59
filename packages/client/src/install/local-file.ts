import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { resolve as absolute } from 'node:path'
import type { PackageDocument } from '@waybill/core/documents'
import { inspectPackage } from '@waybill/core/inspection'
import type { Manifest } from '@waybill/core/manifest'
import type { LockedPackage } from './lockfile.ts'
import { openSource } from './unpack.ts'

/** An archive on this machine that is to be installed as it is. */
export interface LocalFile {
  readonly name: string
  readonly file: string
  readonly size: number
  readonly sha256: string
  readonly manifest: Manifest
}

/** Reads an archive with the strict reader. Throws what that throws, or `manifest.*`. */
export async function inspectFile(path: string): Promise<LocalFile> {
  const file = absolute(path)
  const { source, close } = await openSource(file)
  try {
    const { manifest } = await inspectPackage(source)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
    return { name: manifest.name, file, size: source.size, sha256: hash.digest('hex'), manifest }
  } finally {
    await close()
  }
}

/** Stands in for a registry's document where no registry knows of the package. */
function standIn(name: string, version: PackageDocument['versions'][number]): PackageDocument {
  return {
    schema: 1,
    name,
    description: '',
    category: '',
    publisher: '',
    keys: [],
    versions: [version],
    channels: {},
  }
}

/** Nobody signed a time for it; the policy on age is asked elsewhere. */
const unknownTime = new Date(0).toISOString()

/** A manifest as if its package were published. */
export function documentOfManifest(manifest: Manifest): PackageDocument {
  return standIn(manifest.name, {
    ...manifest,
    publishedAt: unknownTime,
    artifacts: [],
    deltas: [],
  })
}

/** What the lockfile knows of a package that was installed from a file. */
export function documentOfLocked(name: string, locked: LockedPackage): PackageDocument {
  const dependencies = Object.entries(locked.dependencies).map(([each, requirement]) => [
    each,
    { requirement, optional: false, features: [], defaultFeatures: true },
  ])
  return standIn(name, {
    version: locked.version,
    publishedAt: unknownTime,
    dependencies: Object.fromEntries(dependencies) as PackageDocument['versions'][number]['dependencies'],
    features: Object.fromEntries(locked.features.map((feature) => [feature, []])),
    platforms: {},
    engines: {},
    permissions: {},
    configuration: {},
    artifacts: [],
    deltas: [],
  })
}
