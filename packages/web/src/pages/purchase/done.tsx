import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, Clock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../design/badge.tsx'
import { Button, LinkButton } from '../../design/button.tsx'
import { Progress } from '../../design/layout.tsx'
import { ProblemNote, ProblemPage } from '../../design/states.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { AuthCard } from '../sign-in/auth-card.tsx'
import { rememberedPurchase } from './last-purchase.ts'
import { Owned } from './owned.tsx'
import { boughtOf } from './terms.ts'

const every = 2000
/** So long it looks by itself, milliseconds; most payments are confirmed within seconds. */
const patience = 60_000

/** After the payment: waits until the payment service has told the registry, then says what to do. */
export function Done() {
  const [name] = useState(rememberedPurchase)
  const [since, setSince] = useState(() => Date.now())
  const [isLate, setLate] = useState(false)
  const { data, error, refetch } = useQuery({
    ...reading('/api/v1/entitlements'),
    refetchInterval: ({ state }) =>
      isLate || asProblem(state.error).status === 401 || boughtOf(state.data?.entitlements ?? [], name, since)
        ? false
        : every,
    // What was read before the payment knows nothing of it.
    staleTime: 0,
  })
  const bought = boughtOf(data?.entitlements ?? [], name, since)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(timer)
  }, [since])
  if (bought)
    return (
      <AuthCard title={`${bought.name} is yours`}>
        <div role="status">
          <Banner tone="good" icon={CircleCheck} title="The payment is confirmed" />
        </div>
        <Owned entitlement={bought} />
      </AuthCard>
    )
  if (error && asProblem(error).status === 401)
    return (
      <>
        <PageTitle of="Your purchase" />
        <h1 className="sr-only">Your purchase</h1>
        <ProblemPage problem={asProblem(error)} />
      </>
    )
  return isLate ? (
    <Late
      name={name}
      again={() => {
        setSince(Date.now())
        setLate(false)
        void refetch()
      }}
    />
  ) : (
    <AuthCard
      title="Thank you"
      says={`Waiting for the payment service to confirm the payment${name === undefined ? '' : ` for ${name}`}. That takes a few seconds; you can stay on this page.`}
    >
      <div role="status">
        <Progress label="Waiting for the confirmation" />
      </div>
      {error && <ProblemNote problem={asProblem(error)} />}
    </AuthCard>
  )
}

function Late({ name, again }: { name: string | undefined; again: () => void }) {
  return (
    <AuthCard title="The confirmation takes longer">
      <div role="status">
        <Banner tone="warn" icon={Clock} title="You need not pay again">
          Some ways to pay, such as bank debits, take days. {name === undefined ? 'What you bought' : name}{' '}
          appears under{' '}
          <Link to="/account/purchases" className="underline">
            Purchases
          </Link>{' '}
          by itself once the payment has arrived.
        </Banner>
      </div>
      <p className="text-sm text-muted">
        You paid by card and it does not appear within the hour? Tell the registry’s operator the time of the
        payment and your account’s address. The receipt of the payment service is the proof.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={again}>
          Look again
        </Button>
        <LinkButton to="/account/purchases">See my purchases</LinkButton>
      </div>
    </AuthCard>
  )
}
