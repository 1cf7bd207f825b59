import { useState } from 'react'
import { LinkButton } from '../../design/button.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { AuthCard } from '../sign-in/auth-card.tsx'
import { rememberedPurchase } from './last-purchase.ts'

/** Nothing was bought; the way back to it. */
export function Cancelled() {
  const { words } = useEcosystem()
  const [name] = useState(rememberedPurchase)
  return (
    <AuthCard
      title="Nothing was charged"
      says={
        name === undefined
          ? 'You left the payment page before paying.'
          : `You left the payment page before paying for ${name}. You can go back to it.`
      }
    >
      <div className="flex flex-wrap gap-2">
        {name === undefined ? (
          <LinkButton to="/search" variant="primary">
            See all {words.packages}
          </LinkButton>
        ) : (
          <>
            <LinkButton to="/packages/$name/buy" params={{ name }} variant="primary">
              Try again
            </LinkButton>
            <LinkButton to="/packages/$name" params={{ name }}>
              See {name}
            </LinkButton>
          </>
        )}
      </div>
    </AuthCard>
  )
}
