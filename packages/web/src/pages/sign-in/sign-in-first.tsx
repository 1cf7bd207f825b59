import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { LinkButton } from '../../design/button.tsx'
import { AuthCard } from './auth-card.tsx'

/** A page that needs an account, for somebody who is not signed in; `next` leads back here. */
export function SignInFirst({ title, next, children }: { title: string; next: string; children: ReactNode }) {
  return (
    <AuthCard
      title={title}
      says={children}
      footer={
        <>
          No account yet?{' '}
          <Link to="/sign-up" search={{ next }} className="link">
            Open one
          </Link>
        </>
      }
    >
      <LinkButton to="/sign-in" search={{ next }} variant="primary">
        Sign in
      </LinkButton>
    </AuthCard>
  )
}
