import { Outlet } from '@tanstack/react-router'
import { Bell, CreditCard, KeyRound, Laptop, ShieldCheck, UserRound } from 'lucide-react'
import { SideLink, SideNav } from '../../design/side-nav.tsx'
import { Loading, ProblemPage, Skeleton, SkeletonRows } from '../../design/states.tsx'
import { Problem } from '../../api/problem.ts'
import { PageTitle } from '../../shell/page-title.tsx'
import { useMe } from '../../session.ts'

const parts = [
  { to: '/account', label: 'Profile', icon: UserRound, exact: true },
  { to: '/account/security', label: 'Security', icon: ShieldCheck },
  { to: '/account/tokens', label: 'Tokens', icon: KeyRound },
  { to: '/account/sessions', label: 'Sessions', icon: Laptop },
  { to: '/account/notifications', label: 'Notifications', icon: Bell },
  { to: '/account/purchases', label: 'Purchases', icon: CreditCard },
] as const

/** What every page of the account stands in. */
export function AccountLayout() {
  const me = useMe()
  if (me === null || (me !== undefined && me.user === undefined))
    return (
      <>
        <PageTitle of="Account" />
        <h1 className="sr-only">Account</h1>
        <ProblemPage
          problem={new Problem({ status: 401, code: 'auth.required', message: 'Nobody is signed in.' })}
        />
      </>
    )
  return (
    <SideNav
      label="Account"
      links={parts.map(({ to, label, icon, ...rest }) => (
        <SideLink key={to} to={to} icon={icon} activeOptions={{ exact: 'exact' in rest }}>
          {label}
        </SideLink>
      ))}
    >
      {me === undefined ? <Waiting /> : <Outlet />}
    </SideNav>
  )
}

function Waiting() {
  return (
    <Loading what="your account">
      <Skeleton className="mb-6 h-9 w-48" />
      <SkeletonRows what="your account" rows={2} className="h-56" />
    </Loading>
  )
}
