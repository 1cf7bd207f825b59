import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readQueue, readSubmit } from '../search-params.ts'
import { at } from './root.tsx'

const dashboard = createRoute({
  ...at('/dashboard'),
  component: lazyRouteComponent(() => import('../pages/dashboard/dashboard-layout.tsx'), 'DashboardLayout'),
})
const inDashboard = <const P extends string>(path: P) => ({ getParentRoute: () => dashboard, path })
const dashboardPages = [
  createRoute({
    ...inDashboard('/'),
    component: lazyRouteComponent(() => import('../pages/dashboard/plugins-page.tsx'), 'PluginsPage'),
  }),
  createRoute({
    ...inDashboard('/submissions'),
    component: lazyRouteComponent(() => import('../pages/dashboard/submissions-page.tsx'), 'SubmissionsPage'),
  }),
  createRoute({
    ...inDashboard('/submissions/$id'),
    component: lazyRouteComponent(() => import('../pages/dashboard/submission-page.tsx'), 'SubmissionPage'),
  }),
  createRoute({
    ...inDashboard('/submit'),
    validateSearch: readSubmit,
    component: lazyRouteComponent(() => import('../pages/dashboard/submit-page.tsx'), 'SubmitPage'),
  }),
] as const
export const dashboardParts = dashboard.addChildren(dashboardPages)
export const review = createRoute({
  ...at('/review'),
  validateSearch: readQueue,
  component: lazyRouteComponent(() => import('../pages/review/queue-page.tsx'), 'QueuePage'),
})
export const reviewOne = createRoute({
  ...at('/review/$id'),
  component: lazyRouteComponent(() => import('../pages/review/review-page.tsx'), 'ReviewPage'),
})
