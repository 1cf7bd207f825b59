import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { LinkButton } from '../design/button.tsx'
import { EmptyState } from '../design/states.tsx'
import { Toasts } from '../design/toast.tsx'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import { keepsFocus, useKeptFocus } from './use-kept-focus.ts'

/** What surrounds every page. */
export function Shell() {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef(path)
  useKeptFocus(main)
  useEffect(() => {
    // A new page begins at its content also for those who hear it; the first one keeps the browser’s own order.
    if (
      before.current !== undefined &&
      before.current !== path &&
      (!main.current?.contains(document.activeElement) || keepsFocus(document.activeElement))
    )
      main.current?.focus({ preventScroll: true })
    before.current = path
  }, [path])
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-white focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Header />
      <main id="content" ref={main} tabIndex={-1} className="page flex-1 py-8 outline-none">
        <Outlet />
      </main>
      <Footer />
      <Toasts />
    </div>
  )
}

export function NotFound() {
  return (
    <EmptyState
      level="h1"
      title="There is no such page"
      action={
        <>
          <LinkButton to="/" variant="primary">
            Go to the start
          </LinkButton>
          <LinkButton to="/search">Search</LinkButton>
        </>
      }
    >
      The address may be mistyped, or what was here has moved.
    </EmptyState>
  )
}
