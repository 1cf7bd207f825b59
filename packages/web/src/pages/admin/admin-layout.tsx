import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Problem } from '../../api/problem.ts'
import { SideLink, SideNav } from '../../design/side-nav.tsx'
import { Loading, ProblemPage, Skeleton, SkeletonRows } from '../../design/states.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { useMe } from '../../session.ts'
import { partAt, partsFor } from './admin-parts.ts'

const signedOut = new Problem({ status: 401, code: 'auth.required', message: 'Nobody is signed in.' })
const refused = new Problem({
  status: 403,
  code: 'auth.forbidden',
  message: 'The administration is for the people who run this registry.',
  hint: 'An administrator can give your account a role.',
})

/** What every page of the administration stands in: the pages that one’s roles allow, and nothing of the others. */
export function AdminLayout() {
  const me = useMe()
  const { pathname } = useLocation()
  if (me === null) return <Refusal problem={signedOut} />
  const parts = me === undefined ? [] : partsFor(me.roles)
  const [first] = parts
  if (me !== undefined && !first) return <Refusal problem={refused} />
  const here = partAt(pathname)
  const isAllowed = me === undefined || here === undefined || parts.includes(here)
  if (!isAllowed && here.to === '/admin' && first) return <Navigate to={first.to} replace />
  return (
    <SideNav
      label="Administration"
      links={
        me === undefined ? (
          <span className="h-11 lg:h-9" />
        ) : (
          parts.map(({ to, label, icon }) => (
            <SideLink key={to} to={to} icon={icon} activeOptions={{ exact: true }}>
              {label}
            </SideLink>
          ))
        )
      }
    >
      {me === undefined ? <Waiting /> : isAllowed ? <Outlet /> : <NotForRole label={here.label} />}
    </SideNav>
  )
}

function Refusal({ problem }: { problem: Problem }): ReactNode {
  return (
    <>
      <PageTitle of="Administration" />
      <h1 className="sr-only">Administration</h1>
      <ProblemPage problem={problem} />
    </>
  )
}

function NotForRole({ label }: { label: string }) {
  return (
    <>
      <PageTitle of={label} />
      <h1 className="sr-only">{label}</h1>
      <ProblemPage
        problem={
          new Problem({
            status: 403,
            code: 'auth.forbidden',
            message: `Your role in this registry does not show “${label}”.`,
            hint: 'An administrator can give your account another one.',
          })
        }
      />
    </>
  )
}

function Waiting() {
  return (
    <Loading what="the administration">
      <Skeleton className="mb-6 h-9 w-48" />
      <SkeletonRows what="the administration" rows={3} className="h-40" />
    </Loading>
  )
}
