import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { asProblem } from './api/problem.ts'
import { queries } from './api/queries.ts'
import { ProblemPage, SkeletonRows } from './design/states.tsx'
import { ecosystemQuery } from './ecosystem.ts'
import { NotFound, Shell } from './shell/shell.tsx'
import {
  outcomeOf,
  readCompare,
  readNext,
  readQueue,
  readSearch,
  readSubmit,
  readToken,
  readUserCode,
  readVersion,
} from './search-params.ts'
import { parseSearch, stringifySearch } from './search-string.ts'

const root = createRootRoute({
  loader: () => queries.ensureQueryData(ecosystemQuery),
  component: Shell,
  notFoundComponent: NotFound,
})
const at = <const P extends string>(path: P) => ({ getParentRoute: () => root, path })

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

const account = createRoute({
  ...at('/account'),
  component: lazyRouteComponent(() => import('./pages/account/account-layout.tsx'), 'AccountLayout'),
})
const inAccount = <const P extends string>(path: P) => ({ getParentRoute: () => account, path })
const accountPages = [
  createRoute({
    ...inAccount('/'),
    component: lazyRouteComponent(() => import('./pages/account/profile-page.tsx'), 'ProfilePage'),
  }),
  createRoute({
    ...inAccount('/security'),
    component: lazyRouteComponent(() => import('./pages/account/security-page.tsx'), 'SecurityPage'),
  }),
  createRoute({
    ...inAccount('/tokens'),
    component: lazyRouteComponent(() => import('./pages/account/tokens-page.tsx'), 'TokensPage'),
  }),
  createRoute({
    ...inAccount('/sessions'),
    component: lazyRouteComponent(() => import('./pages/account/sessions-page.tsx'), 'SessionsPage'),
  }),
  createRoute({
    ...inAccount('/notifications'),
    component: lazyRouteComponent(
      () => import('./pages/account/notifications-page.tsx'),
      'NotificationsPage',
    ),
  }),
  createRoute({
    ...inAccount('/purchases'),
    component: lazyRouteComponent(() => import('./pages/account/purchases-page.tsx'), 'PurchasesPage'),
  }),
] as const
const accountParts = account.addChildren(accountPages)
const newOrganization = createRoute({
  ...at('/organizations/new'),
  component: lazyRouteComponent(
    () => import('./pages/organization/new-organization-page.tsx'),
    'NewOrganizationPage',
  ),
})
const organization = createRoute({
  ...at('/organizations/$publisher'),
  component: lazyRouteComponent(
    () => import('./pages/organization/organization-page.tsx'),
    'OrganizationPage',
  ),
})

const dashboard = createRoute({
  ...at('/dashboard'),
  component: lazyRouteComponent(() => import('./pages/dashboard/dashboard-layout.tsx'), 'DashboardLayout'),
})
const inDashboard = <const P extends string>(path: P) => ({ getParentRoute: () => dashboard, path })
const dashboardPages = [
  createRoute({
    ...inDashboard('/'),
    component: lazyRouteComponent(() => import('./pages/dashboard/plugins-page.tsx'), 'PluginsPage'),
  }),
  createRoute({
    ...inDashboard('/submissions'),
    component: lazyRouteComponent(() => import('./pages/dashboard/submissions-page.tsx'), 'SubmissionsPage'),
  }),
  createRoute({
    ...inDashboard('/submissions/$id'),
    component: lazyRouteComponent(() => import('./pages/dashboard/submission-page.tsx'), 'SubmissionPage'),
  }),
  createRoute({
    ...inDashboard('/submit'),
    validateSearch: readSubmit,
    component: lazyRouteComponent(() => import('./pages/dashboard/submit-page.tsx'), 'SubmitPage'),
  }),
] as const
const dashboardParts = dashboard.addChildren(dashboardPages)
const review = createRoute({
  ...at('/review'),
  validateSearch: readQueue,
  component: lazyRouteComponent(() => import('./pages/review/queue-page.tsx'), 'QueuePage'),
})
const reviewOne = createRoute({
  ...at('/review/$id'),
  component: lazyRouteComponent(() => import('./pages/review/review-page.tsx'), 'ReviewPage'),
})

const admin = createRoute({
  ...at('/admin'),
  component: lazyRouteComponent(() => import('./pages/admin/admin-layout.tsx'), 'AdminLayout'),
})
const inAdmin = <const P extends string>(path: P) => ({ getParentRoute: () => admin, path })
const adminPages = [
  createRoute({
    ...inAdmin('/'),
    component: lazyRouteComponent(() => import('./pages/admin/health-page.tsx'), 'HealthPage'),
  }),
  createRoute({
    ...inAdmin('/users'),
    component: lazyRouteComponent(() => import('./pages/admin/users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    ...inAdmin('/categories'),
    component: lazyRouteComponent(() => import('./pages/admin/categories-page.tsx'), 'CategoriesPage'),
  }),
  createRoute({
    ...inAdmin('/featured'),
    component: lazyRouteComponent(() => import('./pages/admin/featured-page.tsx'), 'FeaturedPage'),
  }),
  createRoute({
    ...inAdmin('/settings'),
    component: lazyRouteComponent(() => import('./pages/admin/settings-page.tsx'), 'SettingsPage'),
  }),
  createRoute({
    ...inAdmin('/jobs'),
    component: lazyRouteComponent(() => import('./pages/admin/jobs-page.tsx'), 'JobsPage'),
  }),
  createRoute({
    ...inAdmin('/outbox'),
    component: lazyRouteComponent(() => import('./pages/admin/outbox-page.tsx'), 'OutboxPage'),
  }),
  createRoute({
    ...inAdmin('/mails'),
    component: lazyRouteComponent(() => import('./pages/admin/mails-page.tsx'), 'MailsPage'),
  }),
] as const
const adminParts = admin.addChildren(adminPages)
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
