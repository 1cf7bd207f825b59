/** Routes that the server is about to have; goes away when “npm run api-types” knows them. */
interface Route<T, Path = never, Query = never> {
  parameters: { query?: Query; header?: never; cookie?: never } & ([Path] extends [never]
    ? { path?: never }
    : { path: Path })
  requestBody?: never
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': T } } }
}
interface Get<T, Path = never, Query = never> {
  parameters: { query?: Query; header?: never; path?: Path; cookie?: never }
  get: Route<T, Path, Query>
  put?: never
  post?: never
  delete?: never
}
interface PackageCard {
  name: string
  title: string
  description: string
  category: string
  publisher: string
  verified: boolean
  publisherDomain?: string
  version: string | null
  updatedAt: string | null
  publishedAt: string
  downloads: number
  trend: number
  rating: { average: number; count: number } | null
  price: { kind: 'free' } | { kind: 'paid'; label: string }
  license: string | null
  platforms: string[]
  tags: string[]
  listedOnly: boolean
  repository: string | null
}
interface FacetValue {
  value: string
  title: string
  count: number
}
interface SearchAnswer {
  results: PackageCard[]
  total: number
  totalIsExact: boolean
  corrected: string | null
  next: string | null
  facets: Record<
    'category' | 'tag' | 'platform' | 'price' | 'license' | 'verified' | 'rating' | 'updated',
    FacetValue[]
  >
}
interface SearchQuery {
  q?: string
  category?: string[]
  tag?: string[]
  platform?: string
  price?: 'free' | 'paid'
  license?: string[]
  verified?: boolean
  publisher?: string
  minRating?: number
  updated?: 'day' | 'week' | 'month' | 'year'
  listed?: 'all' | 'published'
  sort?: 'relevance' | 'downloads' | 'trending' | 'updated' | 'new' | 'rating' | 'name'
  limit?: number
  cursor?: string
}
interface VersionView {
  version: string
  publishedAt: string
  yanked?: { at: string; reason: string }
  unpublished?: { at: string; reason: string }
  releaseNotes?: string
  releaseNotesHtml?: string
  breaking?: boolean
  license: string
  dependencies: Record<string, { version: string; optional?: boolean; features?: string[] }>
  features: Record<string, string[]>
  platforms: Record<string, unknown>
  engines: Record<string, string>
  permissions: Record<string, unknown>
  config: Record<string, unknown>
  artifacts: {
    platform: string
    format: 'tar.gz' | 'zip'
    path: string
    size: number
    sha256: string
    sha512: string
    signature: { keyId: string; algorithm: string; value: string }
    access?: 'entitled'
  }[]
}
interface PackageView {
  card: PackageCard
  newest: string | null
  versions: VersionView[]
  keys: {
    keyId: string
    pem: string
    publisher: string
    validFrom: string
    revoked?: { at: string; reason: string }
  }[]
  listing: {
    tags: string[]
    documentation: string
    screenshots: { path: string; width: number; height: number }[]
  } | null
  ownershipChangedAt: string | null
  source: { catalogue: string; repository: string | null; version: string | null } | null
  dependents: number
  rating: { average: number; count: number; distribution: number[] } | null
  downloads: { total: number; week: number; daily: { day: string; downloads: number }[] }
}
interface ChangedFile {
  path: string
  status: 'added' | 'removed' | 'changed'
  added: number
  removed: number
  binary: boolean
}
export interface PendingPaths {
  '/api/v1/ecosystem': Get<{
    id: string
    name: string
    tagline: string
    words: { package: string; packages: string }
    accent: string
    categories: { id: string; title: string; description: string }[]
    review: 'off' | 'required'
    billing: boolean
    registry: { url: string; fingerprint: string }
  }>
  '/api/v1/home': Get<{
    totals: { packages: number; publishers: number; downloads: number }
    featured: PackageCard[]
    trending: PackageCard[]
    new: PackageCard[]
    popular: PackageCard[]
    categories: { id: string; title: string; description: string; packages: number }[]
  }>
  '/api/v1/search': Get<SearchAnswer, never, SearchQuery>
  '/api/v1/search/suggestions': Get<
    {
      packages: { name: string; title: string; category: string }[]
      tags: string[]
      categories: { id: string; title: string }[]
      publishers: string[]
    },
    never,
    { q: string }
  >
  '/api/v1/packages/{name}': Get<PackageView, { name: string }>
  '/api/v1/packages/{name}/versions/{version}/readme': Get<
    { html: string; source: string | null; truncated: boolean },
    { name: string; version: string }
  >
  '/api/v1/packages/{name}/dependents': Get<
    { results: PackageCard[]; next: string | null },
    { name: string },
    { cursor?: string }
  >
  '/api/v1/packages/{name}/comparison': Get<
    { from: string; to: string; files: ChangedFile[]; truncated: boolean },
    { name: string },
    { from: string; to: string }
  >
  '/api/v1/packages/{name}/rating': Get<
    { average: number; count: number; distribution: number[]; own: number | null },
    { name: string }
  >
  '/api/v1/publishers/{publisher}/profile': Get<
    {
      name: string
      domain: string | null
      createdAt: string
      ownershipChangedAt: string | null
      packages: number
      downloads: number
      keys: { keyId: string; validFrom: string; revoked: { at: string; reason: string } | null }[]
    },
    { publisher: string }
  >
}
export type { PackageCard, SearchAnswer, PackageView, VersionView, FacetValue }
