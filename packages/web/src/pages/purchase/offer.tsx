import { useLocation } from '@tanstack/react-router'
import { Check, CreditCard } from 'lucide-react'
import type { ReactNode } from 'react'
import { Banner } from '../../design/badge.tsx'
import { LinkButton } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { installCommand } from '../package/commands.ts'
import { Owned } from './owned.tsx'
import { StartPurchase } from './start-purchase.tsx'
import { Subject } from './subject.tsx'
import { isSold, termsOf, type Entitlement, type PackageView } from './terms.ts'

/** What is bought, for what, and the next step for whoever asks. */
export function Offer({
  page,
  isAccount,
  held,
}: {
  page: PackageView
  isAccount: boolean
  held: Entitlement | undefined
}) {
  const { billing } = useEcosystem()
  const { card, pricing } = page
  if (held)
    return (
      <Frame title={`You have ${card.title} already`} card={card}>
        <Owned entitlement={held} />
      </Frame>
    )
  if (!isSold(pricing)) return <Free page={page} />
  const label = card.price.kind === 'paid' ? card.price.label : ''
  return (
    <Frame title={`Buy ${card.title}`} card={card}>
      <Price pricing={pricing} label={label} />
      {!billing ? (
        <NotSold name={card.publisher} />
      ) : isAccount ? (
        <StartPurchase name={card.name} label={label} />
      ) : (
        <SignIn />
      )}
    </Frame>
  )
}

function Frame({ title, card, children }: { title: string; card: PackageView['card']; children: ReactNode }) {
  return (
    <>
      <PageHeader title={title} />
      <section aria-label={card.title} className="card flex min-w-0 flex-col gap-5 p-5 sm:p-6">
        <Subject card={card} />
        <div className="h-px bg-line" />
        {children}
      </section>
    </>
  )
}

function Price({ pricing, label }: { pricing: PackageView['pricing']; label: string }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-2xl font-semibold">{label}</p>
      <ul className="flex flex-col gap-1.5">
        {termsOf(pricing, label).map((term) => (
          <li key={term} className="flex items-start gap-2.5">
            <Check aria-hidden className="mt-1 size-4 shrink-0 text-good-ink" />
            <span className="min-w-0">{term}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function SignIn() {
  const { href } = useLocation()
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">What you buy belongs to an account. Sign in, and you come back here.</p>
      <div className="flex flex-wrap gap-2">
        <LinkButton to="/sign-in" search={{ next: href }} variant="primary">
          Sign in to buy
        </LinkButton>
        <LinkButton to="/sign-up" search={{ next: href }}>
          Open an account
        </LinkButton>
      </div>
    </div>
  )
}

function NotSold({ name }: { name: string }) {
  return (
    <Banner tone="warn" icon={CreditCard} title="This registry takes no payments">
      It can still be given: ask {name} for a code or a grant, and redeem the code here once you are signed
      in.
    </Banner>
  )
}

function Free({ page: { card } }: { page: PackageView }) {
  if (card.listedOnly)
    return (
      <Frame title={`${card.title} is not sold here`} card={card}>
        <p className="text-muted">It is only listed in this registry; its repository says how to get it.</p>
        <LinkButton to="/packages/$name" params={{ name: card.name }} className="self-start">
          See it
        </LinkButton>
      </Frame>
    )
  return (
    <Frame title={`${card.title} costs nothing`} card={card}>
      <div className="flex flex-col gap-1.5">
        <h2 className="text-sm font-medium">Install it right away</h2>
        <CopyLine
          prompt
          text={installCommand('waybill', { name: card.name })}
          what="the command to install"
        />
      </div>
    </Frame>
  )
}
