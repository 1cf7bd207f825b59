import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { asProblem } from './api/problem.ts'
import { ProblemPage, SkeletonRows } from './design/states.tsx'
import { accountParts, newOrganization, organization } from './routes/account.ts'
import { adminParts } from './routes/admin.ts'
import { dashboardParts, review, reviewOne } from './routes/publishing.ts'
import { at, root } from './routes/root.tsx'
import {
  outcomeOf,
  readCompare,
  readNext,
  readSearch,
  readToken,
  readUserCode,
  readVersion,
} from './search-params.ts'
import { parseSearch, stringifySearch } from './search-string.ts'

const home = createRoute({
  ...at('/'),
  component: lazyRouteComponent(() => import('./pages/home/home-page.tsx'), 'HomePage'),
})
const search = createRoute({
  ...at('/search'),
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./pages/search/search-page.tsx'), 'SearchPage'),
})
const category = createRoute({
  ...at('/categories/$'),
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./pages/search/category-page.tsx'), 'CategoryPage'),
})
const publisher = createRoute({
  ...at('/publishers/$publisher'),
  component: lazyRouteComponent(() => import('./pages/publisher/publisher-page.tsx'), 'PublisherPage'),
})

const plugin = createRoute({
  ...at('/packages/$name'),
  validateSearch: readVersion,
  component: lazyRouteComponent(() => import('./pages/package/package-page.tsx'), 'PackagePage'),
})
const inPlugin = <const P extends string>(path: P) => ({ getParentRoute: () => plugin, path })
// Lists of their own: written within the call, the routes would lose their types.
const pluginPages = [
  createRoute({
    ...inPlugin('/'),
    component: lazyRouteComponent(() => import('./pages/package/readme-tab.tsx'), 'ReadmeTab'),
  }),
  createRoute({
    ...inPlugin('/versions'),
    component: lazyRouteComponent(() => import('./pages/package/versions-tab.tsx'), 'VersionsTab'),
  }),
  createRoute({
    ...inPlugin('/permissions'),
    component: lazyRouteComponent(() => import('./pages/package/permissions-tab.tsx'), 'PermissionsTab'),
  }),
  createRoute({
    ...inPlugin('/dependencies'),
    component: lazyRouteComponent(() => import('./pages/package/dependencies-tab.tsx'), 'DependenciesTab'),
  }),
  createRoute({
    ...inPlugin('/security'),
    component: lazyRouteComponent(() => import('./pages/package/security-tab.tsx'), 'SecurityTab'),
  }),
] as const
const pluginParts = plugin.addChildren(pluginPages)
const compare = createRoute({
  ...at('/packages/$name/compare'),
  validateSearch: readCompare,
  component: lazyRouteComponent(() => import('./pages/package/compare-page.tsx'), 'ComparePage'),
})
const buy = createRoute({
  ...at('/packages/$name/buy'),
  component: lazyRouteComponent(() => import('./pages/purchase/buy-page.tsx'), 'BuyPage'),
})
const outcome = createRoute({
  ...at('/purchases/$outcome'),
  params: {
    parse: ({ outcome: word }) => ({ outcome: outcomeOf(word) }),
    stringify: ({ outcome: word }) => ({ outcome: word }),
  },
  component: lazyRouteComponent(() => import('./pages/purchase/outcome-page.tsx'), 'OutcomePage'),
})

const signIn = createRoute({
  ...at('/sign-in'),
  validateSearch: readNext,
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})
const secondFactor = createRoute({
  ...at('/second-factor'),
  validateSearch: readNext,
  component: lazyRouteComponent(() => import('./pages/sign-in/second-factor-page.tsx'), 'SecondFactorPage'),
})
const signUp = createRoute({
  ...at('/sign-up'),
  validateSearch: readNext,
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-up-page.tsx'), 'SignUpPage'),
})
const confirm = createRoute({
  ...at('/confirm'),
  validateSearch: readToken,
  component: lazyRouteComponent(() => import('./pages/sign-in/confirm-page.tsx'), 'ConfirmPage'),
})
const recover = createRoute({
  ...at('/recover'),
  component: lazyRouteComponent(() => import('./pages/sign-in/recover-page.tsx'), 'RecoverPage'),
})
const reset = createRoute({
  ...at('/reset'),
  validateSearch: readToken,
  component: lazyRouteComponent(() => import('./pages/sign-in/reset-page.tsx'), 'ResetPage'),
})
const device = createRoute({
  ...at('/device'),
  validateSearch: readUserCode,
  component: lazyRouteComponent(() => import('./pages/sign-in/device-page.tsx'), 'DevicePage'),
})
const invitation = createRoute({
  ...at('/invitations'),
  validateSearch: readToken,
  component: lazyRouteComponent(() => import('./pages/sign-in/invitation-page.tsx'), 'InvitationPage'),
})

const design = createRoute({
  ...at('/design'),
  component: lazyRouteComponent(() => import('./pages/design/design-page.tsx'), 'DesignPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    search,
    category,
    publisher,
    pluginParts,
    compare,
    buy,
    outcome,
    signIn,
    secondFactor,
    signUp,
    confirm,
    recover,
    reset,
    device,
    invitation,
    accountParts,
    newOrganization,
    organization,
    dashboardParts,
    review,
    reviewOne,
    adminParts,
    design,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  pathParamsAllowedCharacters: ['@'],
  defaultPendingComponent: () => <SkeletonRows what="the page" rows={4} className="h-24" />,
  defaultErrorComponent: ({ error, reset: again }) => (
    <ProblemPage problem={asProblem(error)} retry={again} />
  ),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
