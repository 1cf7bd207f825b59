import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { at } from './root.tsx'

const admin = createRoute({
  ...at('/admin'),
  component: lazyRouteComponent(() => import('../pages/admin/admin-layout.tsx'), 'AdminLayout'),
})
const inAdmin = <const P extends string>(path: P) => ({ getParentRoute: () => admin, path })
const adminPages = [
  createRoute({
    ...inAdmin('/'),
    component: lazyRouteComponent(() => import('../pages/admin/health-page.tsx'), 'HealthPage'),
  }),
  createRoute({
    ...inAdmin('/users'),
    component: lazyRouteComponent(() => import('../pages/admin/users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    ...inAdmin('/categories'),
    component: lazyRouteComponent(() => import('../pages/admin/categories-page.tsx'), 'CategoriesPage'),
  }),
  createRoute({
    ...inAdmin('/featured'),
    component: lazyRouteComponent(() => import('../pages/admin/featured-page.tsx'), 'FeaturedPage'),
  }),
  createRoute({
    ...inAdmin('/settings'),
    component: lazyRouteComponent(() => import('../pages/admin/settings-page.tsx'), 'SettingsPage'),
  }),
  createRoute({
    ...inAdmin('/jobs'),
    component: lazyRouteComponent(() => import('../pages/admin/jobs-page.tsx'), 'JobsPage'),
  }),
  createRoute({
    ...inAdmin('/outbox'),
    component: lazyRouteComponent(() => import('../pages/admin/outbox-page.tsx'), 'OutboxPage'),
  }),
  createRoute({
    ...inAdmin('/mails'),
    component: lazyRouteComponent(() => import('../pages/admin/mails-page.tsx'), 'MailsPage'),
  }),
] as const
export const adminParts = admin.addChildren(adminPages)
