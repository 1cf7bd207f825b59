import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** A file of the built pages, with the compressed forms that the build laid beside it. */
export interface SiteFile {
  readonly type: string
  readonly etag: string
  /** Its name holds its digest: it never changes. */
  readonly immutable: boolean
  readonly identity: Buffer
  readonly br: Buffer | undefined
  readonly gzip: Buffer | undefined
}

export interface BuiltSite {
  /** By path, with a leading slash. */
  readonly files: ReadonlyMap<string, SiteFile>
  /** The page that all others are made from; see `document.ts` for the places in it. */
  readonly template: string
  /** Addresses of the scripts that a module of the source became: the first, then what it needs. */
  modules(source: string): readonly string[]
  /** Address of a file by the end of its source’s name. */
  asset(sourceEnd: string): string | undefined
}

interface ManifestEntry {
  file: string
  imports?: string[]
  isEntry?: boolean
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.webp': 'image/webp',
}

/** Reads the pages that the build made, all of them into memory (some 3 MB); undefined when they were not built. */
export async function readSite(folder: string): Promise<BuiltSite | undefined> {
  const names = await namesIn(folder)
  if (!names?.includes('index.html') || !names.includes('manifest.json')) return undefined
  const all = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  )
  const files = new Map<string, SiteFile>()
  for (const [name, identity] of all) {
    const type = types[extname(name)]
    if (!type) continue
    files.set(`/${name}`, {
      type,
      etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
      immutable: name.startsWith('assets/'),
      identity,
      br: all.get(`${name}.br`),
      gzip: all.get(`${name}.gz`),
    })
  }
  const manifest = JSON.parse(all.get('manifest.json')?.toString() ?? '{}') as Record<string, ManifestEntry>
  return {
    files,
    template: all.get('index.html')?.toString() ?? '',
    modules: (source) => scriptsOf(manifest, source),
    asset: (end) => {
      const found = Object.entries(manifest).find(([source]) => source.endsWith(end))
      return found && `/${found[1].file}`
    },
  }
}

function scriptsOf(manifest: Readonly<Record<string, ManifestEntry>>, source: string): string[] {
  const seen = new Set<string>()
  const scripts: string[] = []
  const visit = (name: string) => {
    const entry = manifest[name]
    if (!entry || entry.isEntry || seen.has(name)) return
    seen.add(name)
    scripts.push(`/${entry.file}`)
    entry.imports?.forEach(visit)
  }
  visit(source)
  return scripts
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
