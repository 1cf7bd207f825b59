import {
  detectFormat,
  readArchive,
  type ArchiveFormat,
  type ArchiveLimits,
  type ByteSource,
} from './archive/index.ts'
import { ForwardReader, inspectBinary, platformProblems, type Binary } from './platform/index.ts'
import { WaybillError } from './errors.ts'
import { readReadme, readmeWatcher, type Readme } from './readme.ts'
import {
  manifestFiles,
  manifestLimit,
  parseManifest,
  type Manifest,
  type ManifestFile,
} from './manifest/index.ts'

export { readReadme, type Readme } from './readme.ts'

export interface Inspection {
  readonly manifest: Manifest
  readonly manifestFile: ManifestFile
  /** Files in the archive, without folders. */
  readonly files: number
  /** Sum of the files' sizes, bytes. */
  readonly unpackedBytes: number
  /** Native programs by path, with whether they are signed. */
  readonly binaries: ReadonlyMap<string, Binary>
  readonly paths: ReadonlySet<string>
  /** The file that the manifest names, else the one at the top. */
  readonly readme: Readme | undefined
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
  const binaries = new Map<string, Binary>()
  const manifests = new Map<ManifestFile, Uint8Array>()
  const readmes = readmeWatcher(readmeBytes)
  let unpackedBytes = 0
  for await (const entry of readArchive(source, options)) {
    if (entry.type === 'folder') continue
    paths.add(entry.path)
    const asManifest = manifestFiles.find((file) => file === entry.path)
    const { size } = entry
    if (asManifest) manifests.set(asManifest, await manifestBytes(entry.content))
    else {
      const reader = new ForwardReader(readmes.watch(entry.path, entry.content))
      const binary = await inspectBinary(reader)
      if (binary) binaries.set(entry.path, binary)
      await reader.drain()
    }
    unpackedBytes += size
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
  const inspection = { manifest, manifestFile, files: paths.size, unpackedBytes, binaries, paths }
  requirePlatform(inspection, options.format ?? (await detectFormat(source)))
  return { ...inspection, readme: readmes.find(manifest) ?? (await namedReadme()) }

  /** A file of another name may have passed by before the manifest was known. */
  async function namedReadme(): Promise<Readme | undefined> {
    const { readme: named } = manifest
    if (named === undefined || !paths.has(named.replace(/^\.\//, ''))) return undefined
    return readReadme(source, { named, most: readmeBytes, limits: options.limits })
  }
}

async function manifestBytes(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let size = 0
  for await (const chunk of content) {
    // One byte over the limit is enough for the parser to say so.
    if (size <= manifestLimit) kept.push(Buffer.from(chunk))
    size += chunk.length
  }
  return Buffer.concat(kept)
}

/** An artifact for one platform must be what the manifest's table for that platform demands. */
function requirePlatform(
  { manifest, manifestFile, binaries, paths }: Omit<Inspection, 'readme'>,
  format: ArchiveFormat,
): void {
  const { platform = 'any', platforms } = manifest
  const entry = Object.hasOwn(platforms, platform) ? platforms[platform] : undefined
  if (!entry) return
  const problems = platformProblems(entry, { format, binaries, paths })
  const [first] = problems
  if (!first) return
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new WaybillError(
    'manifest.invalid',
    `${manifestFile}: “platforms.${platform}”: ${[first.path, first.message].filter(Boolean).join(' ')}${more}`,
    {
      hint: 'Mend the artifact, or take the demand out of the manifest.',
      details: {
        file: manifestFile,
        issues: problems.map(({ path, message }) => ({
          field: `platforms.${platform}`,
          message: `${path} ${message}`.trim(),
        })),
      },
    },
  )
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
