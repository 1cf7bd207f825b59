import { Outlet, useRouterState } from '@tanstack/react-router'
import { Problem } from '../../api/problem.ts'
import { ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { TabLink, TabLinks } from '../../design/tabs.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PageTitle } from '../../parts/page-title.tsx'
import { useMe } from '../../session.ts'

const signedOut = new Problem({ status: 401, code: 'auth.required', message: 'Nobody is signed in.' })

/** What surrounds the pages of publishers. */
export function DashboardLayout() {
  const { words } = useEcosystem()
  const me = useMe()
  const path = useRouterState({ select: (state) => state.location.pathname })
  if (me === null)
    return (
      <>
        <PageTitle title="Dashboard" />
        <h1 className="sr-only">Dashboard</h1>
        <ProblemPage problem={signedOut} />
      </>
    )
  const plural = words.packages.charAt(0).toUpperCase() + words.packages.slice(1)
  const isSubmissions = path.startsWith('/dashboard/submissions')
  return (
    <div className="flex flex-col gap-6">
      <TabLinks label="Dashboard">
        <TabLink to="/dashboard" activeOptions={{ exact: true, includeSearch: false }}>
          {plural}
        </TabLink>
        <TabLink to="/dashboard/submissions" {...(isSubmissions && { 'aria-current': 'page' as const })}>
          Submissions
        </TabLink>
        <TabLink to="/dashboard/submit" activeOptions={{ includeSearch: false }}>
          Submit
        </TabLink>
      </TabLinks>
      {me === undefined ? <SkeletonRows what="your account" rows={4} className="h-20" /> : <Outlet />}
    </div>
  )
}
