import { Link, useNavigate } from '@tanstack/react-router'
import {
  CircleUserRound,
  ClipboardCheck,
  LayoutDashboard,
  LogOut,
  Monitor,
  Moon,
  Settings,
  ShieldUser,
  Sun,
  Upload,
} from 'lucide-react'
import { useState } from 'react'
import { api, settled } from '../api/client.ts'
import { Button, LinkButton } from '../design/button.tsx'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '../design/menu.tsx'
import { say, sayProblem } from '../design/toast.tsx'
import { useEcosystem } from '../ecosystem.ts'
import { sessionChanged, useMe, type Me } from '../session.ts'
import { SearchBox } from './search-box.tsx'
import { chooseTheme, chosenTheme, type Theme } from './theme.ts'

export function Header() {
  const { name } = useEcosystem()
  const me = useMe()
  return (
    <header className="sticky top-0 z-40 border-b border-line bg-surface/95 backdrop-blur">
      <div className="page flex h-16 items-center gap-3 sm:gap-5">
        <Link
          to="/"
          className="flex min-w-0 shrink-0 items-center gap-2.5 font-semibold text-ink no-underline"
        >
          <Mark />
          <span className="hidden truncate md:inline">{name}</span>
          <span className="sr-only md:hidden">{name}, start</span>
        </Link>
        <SearchBox />
        <nav aria-label="Main" className="ml-auto flex shrink-0 items-center gap-1 sm:gap-2">
          <span className="hidden lg:inline">
            <LinkButton to="/search" variant="quiet" size="small">
              Browse
            </LinkButton>
          </span>
          <ThemeMenu />
          {me && <AccountMenu me={me} />}
          {me === null && (
            <LinkButton to="/sign-in" variant="primary" size="small">
              Sign in
            </LinkButton>
          )}
          {me === undefined && <span className="size-8" />}
        </nav>
      </div>
    </header>
  )
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className="size-8 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M7 10l4 12 5-9 5 9 4-12"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

function ThemeMenu() {
  const [theme, setTheme] = useState(chosenTheme)
  const Icon = theme === 'light' ? Sun : theme === 'dark' ? Moon : Monitor
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="small" square aria-label="Theme">
          <Icon aria-hidden className="size-4.5" />
        </Button>
      }
    >
      <MenuChoice
        value={theme}
        onChange={(value) => {
          chooseTheme(value as Theme)
          setTheme(value as Theme)
        }}
        options={[
          { value: 'system', label: 'Like the system', icon: Monitor },
          { value: 'light', label: 'Light', icon: Sun },
          { value: 'dark', label: 'Dark', icon: Moon },
        ]}
      />
    </Menu>
  )
}

function AccountMenu({ me }: { me: Me }) {
  const navigate = useNavigate()
  const signOut = async () => {
    try {
      await settled(api.DELETE('/api/v1/account/session'))
      await sessionChanged()
      await navigate({ to: '/' })
      say('Signed out')
    } catch (error) {
      sayProblem(error)
    }
  }
  const reviews = me.roles.some((role) => role === 'admin' || role === 'reviewer' || role === 'auditor')
  const operates = me.roles.some((role) => role === 'admin' || role === 'moderator' || role === 'auditor')
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="small" square aria-label="Account">
          <CircleUserRound aria-hidden className="size-5" />
        </Button>
      }
    >
      <MenuLabel>{me.user?.email ?? 'Signed in with a token'}</MenuLabel>
      <MenuLink to="/dashboard" icon={LayoutDashboard}>
        Dashboard
      </MenuLink>
      <MenuLink to="/dashboard/submit" icon={Upload}>
        Submit
      </MenuLink>
      {reviews && (
        <MenuLink to="/review" icon={ClipboardCheck}>
          Review
        </MenuLink>
      )}
      {operates && (
        <MenuLink to="/admin" icon={ShieldUser}>
          Administration
        </MenuLink>
      )}
      <MenuLink to="/account" icon={Settings}>
        Account
      </MenuLink>
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
