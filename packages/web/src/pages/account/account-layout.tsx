import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Bell, CreditCard, KeyRound, Laptop, ShieldCheck, UserRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
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

const link =
  'inline-flex h-11 shrink-0 items-center gap-2.5 border-b-2 border-transparent px-1 text-sm font-medium whitespace-nowrap text-muted no-underline hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink lg:h-9 lg:rounded-md lg:border-0 lg:px-3 lg:hover:bg-hover lg:aria-[current=page]:bg-accent-soft lg:aria-[current=page]:text-accent-ink'

/** What every page of the account stands in: a list of them at the side, tabs on a phone. */
export function AccountLayout() {
  const me = useMe()
  const { pathname } = useLocation()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone the tabs are wider than the screen.
    const tab = nav.current?.querySelector<HTMLElement>('[aria-current=page]')
    if (nav.current && tab)
      nav.current.scrollLeft = tab.offsetLeft - nav.current.clientWidth / 2 + tab.clientWidth / 2
  }, [pathname])
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
    <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-10">
      <nav
        ref={nav}
        aria-label="Account"
        className="relative -mx-4 flex gap-5 overflow-x-auto border-b border-line px-4 lg:mx-0 lg:flex-col lg:gap-1 lg:self-start lg:border-0 lg:px-0"
      >
        {parts.map(({ to, label, icon: Icon, ...rest }) => (
          <Link key={to} to={to} activeOptions={{ exact: 'exact' in rest }} className={link}>
            <Icon aria-hidden className="hidden size-4 lg:block" />
            {label}
          </Link>
        ))}
      </nav>
      <div className="flex min-w-0 flex-col gap-6">{me === undefined ? <Waiting /> : <Outlet />}</div>
    </div>
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
