import type { Head } from './document.ts'

/** The parts of an address and what stands behind its “?”. */
export interface Address {
  readonly parts: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** An answer of the API that a page begins with; `undefined` when it was refused. */
export type Told = Record<string, unknown> | undefined

export interface PageContext extends Address {
  readonly siteName: string
  readonly tagline: string
  readonly packages: string
  readonly categories: readonly {
    readonly id: string
    readonly title: string
    readonly description: string
  }[]
  /** What the page’s reads told, in their order. */
  readonly told: readonly Told[]
}

export interface Page {
  readonly path: string
  /** Modules of the source that the page is made of. */
  readonly modules: readonly string[]
  /** Addresses of the API whose answers come with the page; each may need what the former ones told. */
  readonly reads?: readonly ((address: Address, told: readonly Told[]) => string | undefined)[]
  /** Whether there is such a page, where not every address of its form is one. */
  readonly exists?: (context: PageContext) => boolean
  readonly head: (context: PageContext) => Head
}

const part = (value: string | undefined) => encodeURIComponent(value ?? '')
const words = (value: unknown) => (typeof value === 'string' ? value : '')
const packagePath = ({ parts }: Address) => `/api/v1/packages/${part(parts.name)}`
const pageOf = ({ parts }: Address) => `/packages/${part(parts.name).replaceAll('%40', '@')}`

const readmeOf = (address: Address, [view]: readonly Told[]) =>
  typeof view?.newest === 'string'
    ? `${packagePath(address)}/versions/${part(view.newest)}/readme`
    : undefined

const searchOf = (query: URLSearchParams, category?: string) => {
  const asked = new URLSearchParams(query)
  if (category !== undefined) asked.append('category', category)
  return `/api/v1/search${asked.size > 0 ? `?${asked.toString()}` : ''}`
}

/** A category is found by its id, and by the first parts of it. */
const isWithin = (id: string, asked: string) => id === asked || id.startsWith(`${asked}/`)

function packageHead(part: string | undefined) {
  return (context: PageContext): Head => {
    const card = (context.told[0]?.card ?? {}) as Record<string, unknown>
    const title = words(card.title) || (context.parts.name ?? '')
    const rating = card.rating as { average: number; count: number } | null | undefined
    const price = card.price as { kind: string } | undefined
    return {
      title: `${part === undefined ? title : `${part} of ${title}`} · ${context.siteName}`,
      description: words(card.description),
      canonical: pageOf(context) + (part === undefined ? '' : `/${part.toLowerCase()}`),
      image: screenshotOf(context.told[0]),
      linked: {
        '@type': 'SoftwareApplication',
        name: title,
        description: words(card.description),
        applicationCategory: words(card.category),
        softwareVersion: card.version ?? undefined,
        license: card.license ?? undefined,
        dateModified: card.updatedAt ?? undefined,
        author: { '@type': 'Organization', name: words(card.publisher) },
        ...(price?.kind === 'free' ? { offers: { '@type': 'Offer', price: 0, priceCurrency: 'EUR' } } : {}),
        ...(rating && rating.count > 0
          ? {
              aggregateRating: {
                '@type': 'AggregateRating',
                ratingValue: rating.average,
                ratingCount: rating.count,
              },
            }
          : {}),
      },
    }
  }
}

function screenshotOf(view: Told): string | undefined {
  const listing = view?.listing as { screenshots?: { path?: string }[] } | null | undefined
  const path = listing?.screenshots?.[0]?.path
  return path === undefined ? undefined : `/${path}`
}

const firstTold = ({ told }: PageContext) => told[0] !== undefined
const titled =
  (title: string) =>
  ({ siteName }: PageContext): Head => ({ title: `${title} · ${siteName}` })
const page = (path: string, title: string, ...modules: string[]): Page => ({
  path,
  modules,
  head: titled(title),
})
const packageTab = (tab: string, title: string): Page => ({
  path: `/packages/:name/${tab}`,
  modules: ['package/package-page', `package/${tab}-tab`],
  reads: [packagePath],
  exists: firstTold,
  head: packageHead(title),
})

/** Every page of the marketplace, as `router.tsx` of the web has them. */
export const pages: readonly Page[] = [
  {
    path: '/',
    modules: ['home/home-page'],
    reads: [() => '/api/v1/home'],
    head: ({ siteName, tagline }) => ({
      title: siteName,
      description: tagline,
      canonical: '/',
      linked: { '@type': 'WebSite', name: siteName, description: tagline },
    }),
  },
  {
    path: '/search',
    modules: ['search/search-page'],
    reads: [({ query }) => searchOf(query)],
    head: ({ query, siteName, packages }) => {
      const q = query.get('q')
      return {
        title: `${q ? `${q.slice(0, 80)} · Search` : `All ${packages}`} · ${siteName}`,
        description: `Find ${packages} by name, tag, category and rating.`,
        canonical: query.size === 0 ? '/search' : undefined,
      }
    },
  },
  {
    path: '/categories/*',
    modules: ['search/category-page'],
    reads: [({ parts, query }) => searchOf(query, parts['*'])],
    // What is not in the profile any more may still have packages.
    exists: ({ parts, categories, told: [found] }) =>
      categories.some(({ id }) => isWithin(id, parts['*'] ?? '')) || Number(found?.total) > 0,
    head: ({ parts, siteName, packages, categories }) => {
      const id = parts['*'] ?? ''
      const category = categories.find((each) => each.id === id)
      return {
        title: `${category?.title ?? id} · ${siteName}`,
        description: category?.description ?? `All ${packages} of ${id}.`,
        canonical: `/categories/${id.split('/').map(part).join('/')}`,
      }
    },
  },
  {
    path: '/packages/:name',
    modules: ['package/package-page', 'package/readme-tab'],
    reads: [packagePath, readmeOf],
    exists: firstTold,
    head: packageHead(undefined),
  },
  packageTab('versions', 'Versions'),
  packageTab('permissions', 'Permissions'),
  packageTab('dependencies', 'Dependencies'),
  packageTab('security', 'Security'),
  {
    path: '/packages/:name/compare',
    modules: ['package/compare-page'],
    reads: [packagePath],
    exists: firstTold,
    head: titled('Compare versions'),
  },
  {
    path: '/packages/:name/buy',
    modules: ['purchase/buy-page'],
    reads: [packagePath],
    exists: firstTold,
    head: titled('Buy'),
  },
  {
    path: '/publishers/:publisher',
    modules: ['publisher/publisher-page'],
    reads: [({ parts }) => `/api/v1/publishers/${part(parts.publisher)}/profile`],
    exists: firstTold,
    head: ({ parts, siteName, packages }) => ({
      title: `${parts.publisher ?? ''} · ${siteName}`,
      description: `${packages} of the publisher ${parts.publisher ?? ''}.`,
      canonical: `/publishers/${part(parts.publisher)}`,
      type: 'profile',
      linked: {
        '@type': 'ProfilePage',
        mainEntity: { '@type': 'Organization', name: parts.publisher },
      },
    }),
  },
  page('/purchases/:outcome', 'Purchase', 'purchase/outcome-page'),
  page('/sign-in', 'Sign in', 'sign-in/sign-in-page'),
  page('/second-factor', 'Second factor', 'sign-in/second-factor-page'),
  page('/sign-up', 'Open an account', 'sign-in/sign-up-page'),
  page('/confirm', 'Confirm your address', 'sign-in/confirm-page'),
  page('/recover', 'Recover your account', 'sign-in/recover-page'),
  page('/reset', 'Set your password', 'sign-in/reset-page'),
  page('/device', 'Sign in a device', 'sign-in/device-page'),
  page('/invitations', 'Invitation', 'sign-in/invitation-page'),
  page('/account', 'Account', 'account/account-layout', 'account/profile-page'),
  page('/account/:part', 'Account', 'account/account-layout'),
  page('/organizations/new', 'New publisher', 'organization/new-organization-page'),
  page('/organizations/:publisher', 'Publisher', 'organization/organization-page'),
  page('/dashboard', 'Dashboard', 'dashboard/dashboard-layout', 'dashboard/plugins-page'),
  page('/dashboard/:part', 'Dashboard', 'dashboard/dashboard-layout'),
  page('/dashboard/submissions/:id', 'Submission', 'dashboard/dashboard-layout', 'dashboard/submission-page'),
  page('/review', 'Review', 'review/queue-page'),
  page('/review/:id', 'Review', 'review/review-page'),
  page('/admin', 'Administration', 'admin/admin-layout', 'admin/health-page'),
  page('/admin/:part', 'Administration', 'admin/admin-layout'),
  page('/design', 'Design', 'design/design-page'),
]
