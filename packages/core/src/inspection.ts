import { readArchive, type ArchiveLimits, type ByteSource } from './archive/index.ts'
import { WaybillError } from './errors.ts'
import {
  manifestFiles,
  manifestLimit,
  parseManifest,
  type Manifest,
  type ManifestFile,
} from './manifest/index.ts'

export interface Inspection {
  readonly manifest: Manifest
  readonly manifestFile: ManifestFile
  /** Files in the archive, without folders. */
  readonly files: number
  /** Sum of the files' sizes, bytes. */
  readonly unpackedBytes: number
}

export interface InspectionOptions {
  limits?: Partial<ArchiveLimits>
  format?: 'tar.gz' | 'zip'
  /** Most bytes of a README; default 1 MiB. */
  readmeBytes?: number
}

/**
 * Reads a packed plugin entry by entry with the strict reader and parses its manifest: what pack, publish and install
 * all do before anything else. Throws `archive.refused`, `archive.too_large`, `manifest.missing` or `manifest.invalid`.
 */
export async function inspectPackage(
  source: ByteSource,
  options: InspectionOptions = {},
): Promise<Inspection> {
  const readmeBytes = options.readmeBytes ?? 1024 * 1024
  const paths = new Set<string>()
  const manifests = new Map<ManifestFile, Uint8Array>()
  let unpackedBytes = 0
  for await (const entry of readArchive(source, options)) {
    if (entry.type === 'folder') continue
    paths.add(entry.path)
    const asManifest = manifestFiles.find((file) => file === entry.path)
    const kept: Uint8Array[] = []
    let size = 0
    for await (const chunk of entry.content) {
      size += chunk.length
      // One byte over the limit is enough for the parser to say so.
      if (asManifest && size - chunk.length <= manifestLimit) kept.push(Buffer.from(chunk))
    }
    unpackedBytes += size
    if (asManifest) manifests.set(asManifest, Buffer.concat(kept))
    if (/^readme(\.[a-z]+)?$/i.test(entry.path) && size > readmeBytes) {
      throw new WaybillError(
        'archive.too_large',
        `${entry.path} has ${size} bytes; a README may have ${readmeBytes}.`,
        {
          hint: 'Shorten it, or move parts to other files.',
          details: { entry: entry.path, limit: readmeBytes, value: size },
        },
      )
    }
  }
  const manifestFile = manifestFiles.find((file) => manifests.has(file))
  const bytes = manifestFile && manifests.get(manifestFile)
  if (!manifestFile || !bytes) {
    throw new WaybillError(
      'manifest.missing',
      'The archive has no plugin.toml, plugin.json or package.json at its top.',
      {
        hint: 'Pack the folder with “waybill pack”; a manifest in a subfolder does not count.',
      },
    )
  }
  const manifest = parseManifest(manifestFile, bytes)
  // npm resolves a `main` without its ending, and often names a file that a build makes: left to the loader there.
  if (manifestFile !== 'package.json') requireFiles(manifestFile, manifest, paths)
  return { manifest, manifestFile, files: paths.size, unpackedBytes }
}

function requireFiles(manifestFile: string, manifest: Manifest, paths: ReadonlySet<string>): void {
  for (const field of ['readme', 'icon', 'main'] as const) {
    const path = manifest[field]
    if (path === undefined || paths.has(path.replace(/^\.\//, ''))) continue
    throw new WaybillError(
      'manifest.invalid',
      `${manifestFile}: “package.${field}”: the archive has no file “${path}”.`,
      {
        hint: 'Mend the path, or look whether an ignore file leaves the file out.',
        details: { file: manifestFile, issues: [{ field: `package.${field}`, message: 'no such file' }] },
      },
    )
  }
}
