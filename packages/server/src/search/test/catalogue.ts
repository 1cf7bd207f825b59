import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package as tests and benchmarks bring it into the tables, without publishing it. */
export interface CataloguePackage {
  name: string
  title: string
  description: string
  category: string
  repository: string | null
  version: string | null
  updatedAt: Date | null
  downloads: number
  /** Published here, with what a manifest says; else only listed. */
  manifest?: Record<string, unknown>
  readme?: string
}

/** Where the real plugins lie, beside the check-out. */
export const realPlugins = join(import.meta.dirname, '../../../../../../shared/data/obsidian-releases')

export const hasRealPlugins = existsSync(realPlugins)

type Query = (text: string, values: unknown[]) => Promise<unknown>

/** The 6,858 plugins of a real ecosystem, as a catalogue lists them. */
export function readRealPlugins(): CataloguePackage[] {
  const read = <T>(file: string) => JSON.parse(readFileSync(join(realPlugins, file), 'utf8')) as T
  const plugins =
    read<{ id: string; name: string; description: string; repo: string }[]>('community-plugins.json')
  const stats = read<Record<string, Record<string, number>>>('community-plugin-stats.json')
  const seen = new Set<string>()
  return plugins.flatMap(({ id, name, description, repo }) => {
    const key = id.toLowerCase().replaceAll(/[._-]+/g, '-')
    if (seen.has(key)) return []
    seen.add(key)
    const { downloads = 0, updated, ...versions } = stats[id] ?? {}
    return {
      name: id.toLowerCase(),
      title: name,
      description,
      category: 'community/experimental',
      repository: `https://github.com/${repo}`,
      version: Object.keys(versions).at(-1) ?? null,
      updatedAt: updated === undefined ? null : new Date(updated),
      downloads,
    }
  })
}

/** Writes packages into the tables, a few thousand at a time; all belong to one publisher. */
export async function loadCatalogue(query: Query, packages: readonly CataloguePackage[], source = 'test') {
  await query(
    `insert into publishers (name, look_alike, kind) values ($1, $1, 'organization') on conflict do nothing`,
    [source],
  )
  for (let at = 0; at < packages.length; at += 5000) {
    const rows = packages.slice(at, at + 5000)
    const column = <K extends keyof CataloguePackage>(key: K) => rows.map((row) => row[key] ?? null)
    const names = column('name')
    await query(
      `insert into packages (name, look_alike, publisher_id, created_at)
       select name, lower(name), (select id from publishers where name = $2), coalesce(at, now()) - interval '1 year'
       from unnest($1::text[], $3::timestamptz[]) as row (name, at)`,
      [names, source, column('updatedAt')],
    )
    await query(
      `insert into catalogue_entries (package_id, source, title, description, category, repository, version, updated_at, imported_at)
       select id, $8, row.title, description, category, repository, version, at, now()
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
         as row (name, title, description, category, repository, version, at) join packages using (name)`,
      [
        names,
        column('title'),
        column('description'),
        column('category'),
        column('repository'),
        column('version'),
        column('updatedAt'),
        source,
      ],
    )
    await query(
      `insert into download_counts (package_id, version, day, downloads, imported, undated)
       select id, '', '2026-08-22', downloads, true, true
       from unnest($1::text[], $2::bigint[]) as row (name, downloads) join packages using (name)`,
      [names, column('downloads')],
    )
    await query(
      `insert into versions (package_id, version, category, manifest, published_at, readme)
       select id, coalesce(version, '1.0.0'), category, manifest::jsonb, coalesce(at, now()), readme
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
         as row (name, version, category, manifest, at, readme) join packages using (name) where manifest is not null`,
      [
        names,
        column('version'),
        column('category'),
        rows.map(({ manifest }) => (manifest ? JSON.stringify(manifest) : null)),
        column('updatedAt'),
        column('readme'),
      ],
    )
  }
}
