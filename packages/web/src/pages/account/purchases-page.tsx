import { useQuery } from '@tanstack/react-query'
import { CreditCard } from 'lucide-react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { LinkButton } from '../../design/button.tsx'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PageTitle } from '../../shell/page-title.tsx'
import { EntitlementRow } from './entitlement-row.tsx'
import { RedeemForm } from './redeem-form.tsx'

export function PurchasesPage() {
  const { words } = useEcosystem()
  const { data, error, refetch } = useQuery(reading('/api/v1/entitlements'))
  return (
    <>
      <PageTitle of="Purchases" />
      <PageHeader
        title="Purchases"
        says={`What you bought, were given or redeemed. The ${words.packages} install with “waybill install” where you are signed in.`}
      />
      {error && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows what="purchases" rows={2} className="h-24" />}
      {data?.entitlements.length === 0 && (
        <EmptyState
          icon={CreditCard}
          title="Nothing yet"
          action={
            <LinkButton to="/search" search={{ price: 'paid' }}>
              See paid {words.packages}
            </LinkButton>
          }
        >
          What you buy stands here, with its licence to download.
        </EmptyState>
      )}
      {data && data.entitlements.length > 0 && (
        <Panel flush>
          <ul className="divide-y divide-line">
            {data.entitlements.map((entitlement) => (
              <EntitlementRow key={entitlement.id} entitlement={entitlement} />
            ))}
          </ul>
        </Panel>
      )}
      <RedeemForm />
    </>
  )
}
