/** Routes that the server is about to have; goes away when “npm run api-types” knows them. */
interface Route<T, Path = never, Query = never> {
  parameters: { query?: Query; header?: never; path: Path; cookie?: never }
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
  license?: string
  main?: string
  dependencies: Record<
    string,
    { requirement: string; optional: boolean; features: string[]; defaultFeatures: boolean }
  >
  features: Record<string, string[]>
  platforms: Record<string, object>
  engines: Record<string, string>
  permissions: Record<string, boolean | string | string[]>
  configuration: Record<
    string,
    {
      type: string
      default?: unknown
      required: boolean
      secret: boolean
      env?: string
      enum?: unknown[]
      description: string
    }
  >
  artifacts: {
    platform: string
    format: 'tar.gz' | 'zip'
    path: string
    size: number
    sha256: string
    sha512: string
    signature: { keyId: string; algorithm: 'ed25519'; value: string }
    access?: 'entitled'
  }[]
}
interface PackageView {
  card: PackageCard
  document: {
    name: string
    description: string
    category: string
    publisher: string
    publisherDomain?: string
    versions: VersionView[]
  } | null
  newest: string | null
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
  source: {
    catalogue: string
    repository: string | null
    version: string | null
    updatedAt: string | null
    importedAt: string
  } | null
  dependents: number
  rating: { average: number | null; count: number; distribution: number[] }
  downloads: { total: number; week: number; daily: { day: string; downloads: number }[] }
  pricing: {
    type: 'free' | 'paid' | 'freemium' | 'subscription'
    price?: number
    currency?: string
    interval?: 'month' | 'year'
  }
}
interface ChangedFile {
  path: string
  status: 'added' | 'removed' | 'changed'
  added: number | null
  removed: number | null
  binary: boolean
  sizeBefore?: number
  size?: number
}
interface Comparison {
  name: string
  from: string
  to: string
  permissions?: {
    permission: string
    change: 'added' | 'changed' | 'removed'
    before?: unknown
    after?: unknown
  }[]
  files?: ChangedFile[]
  truncated?: boolean
  file?: string
  hunks?: { oldStart: number; newStart: number; lines: string[] }[]
}
interface Rating {
  average: number
  count: number
  distribution: number[]
  own: number | null
}
type RatingRoute = Get<Rating, { name: string }>
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
    Comparison,
    { name: string },
    { from: string; to: string; file?: string }
  >
  '/api/v1/packages/{name}/rating': Omit<RatingRoute, 'put' | 'delete'> & {
    put: Omit<RatingRoute['get'], 'requestBody'> & {
      requestBody: { content: { 'application/json': { stars: number } } }
    }
    delete: RatingRoute['get']
  }
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
