import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { at } from './root.tsx'

const account = createRoute({
  ...at('/account'),
  component: lazyRouteComponent(() => import('../pages/account/account-layout.tsx'), 'AccountLayout'),
})
const inAccount = <const P extends string>(path: P) => ({ getParentRoute: () => account, path })
const accountPages = [
  createRoute({
    ...inAccount('/'),
    component: lazyRouteComponent(() => import('../pages/account/profile-page.tsx'), 'ProfilePage'),
  }),
  createRoute({
    ...inAccount('/security'),
    component: lazyRouteComponent(() => import('../pages/account/security-page.tsx'), 'SecurityPage'),
  }),
  createRoute({
    ...inAccount('/tokens'),
    component: lazyRouteComponent(() => import('../pages/account/tokens-page.tsx'), 'TokensPage'),
  }),
  createRoute({
    ...inAccount('/sessions'),
    component: lazyRouteComponent(() => import('../pages/account/sessions-page.tsx'), 'SessionsPage'),
  }),
  createRoute({
    ...inAccount('/notifications'),
    component: lazyRouteComponent(
      () => import('../pages/account/notifications-page.tsx'),
      'NotificationsPage',
    ),
  }),
  createRoute({
    ...inAccount('/purchases'),
    component: lazyRouteComponent(() => import('../pages/account/purchases-page.tsx'), 'PurchasesPage'),
  }),
] as const
export const accountParts = account.addChildren(accountPages)
export const newOrganization = createRoute({
  ...at('/organizations/new'),
  component: lazyRouteComponent(
    () => import('../pages/organization/new-organization-page.tsx'),
    'NewOrganizationPage',
  ),
})
export const organization = createRoute({
  ...at('/organizations/$publisher'),
  component: lazyRouteComponent(
    () => import('../pages/organization/organization-page.tsx'),
    'OrganizationPage',
  ),
})
