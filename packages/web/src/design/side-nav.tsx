import { createLink, useLocation } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import { Children, useEffect, useRef, type AnchorHTMLAttributes, type ReactNode, type Ref } from 'react'

const link =
  'inline-flex h-11 shrink-0 items-center gap-2.5 border-b-2 border-transparent px-1 text-sm font-medium whitespace-nowrap text-muted no-underline hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:text-ink lg:h-9 lg:rounded-md lg:border-0 lg:px-3 lg:hover:bg-hover lg:aria-[current=page]:bg-accent-soft lg:aria-[current=page]:text-accent-ink'

/** The parts of a place with a page each: a list of `SideLink`s at the side, tabs on a phone; the page stands beside it. */
export function SideNav({
  label,
  links,
  children,
}: {
  label: string
  links: ReactNode
  children: ReactNode
}) {
  const { pathname } = useLocation()
  const nav = useRef<HTMLElement>(null)
  // They may come after the page.
  const count = Children.count(links)
  useEffect(() => {
    // On a phone the tabs are wider than the screen.
    const tab = nav.current?.querySelector<HTMLElement>('[aria-current=page]')
    if (nav.current && tab)
      nav.current.scrollLeft = tab.offsetLeft - nav.current.clientWidth / 2 + tab.clientWidth / 2
  }, [pathname, count])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-10">
      <nav
        ref={nav}
        aria-label={label}
        className="relative -mx-4 flex gap-5 overflow-x-auto border-b border-line px-4 lg:mx-0 lg:flex-col lg:gap-1 lg:self-start lg:border-0 lg:px-0"
      >
        {links}
      </nav>
      <div className="flex min-w-0 flex-col gap-6">{children}</div>
    </div>
  )
}

function SideAnchor({
  icon: Icon,
  children,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { icon: LucideIcon; ref?: Ref<HTMLAnchorElement> }) {
  return (
    <a {...rest} className={link}>
      <Icon aria-hidden className="hidden size-4 lg:block" />
      {children}
    </a>
  )
}

export const SideLink = createLink(SideAnchor)
