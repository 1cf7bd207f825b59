import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { ProblemPage, Loading, Skeleton } from '../../design/states.tsx'
import { useMe } from '../../session.ts'
import { PageTitle } from '../../shell/page-title.tsx'
import { RedeemForm } from '../account/redeem-form.tsx'
import { Offer } from './offer.tsx'
import { heldOf, isSold } from './terms.ts'

export function BuyPage() {
  const { name }: { name: string } = useParams({ from: '/packages/$name/buy' })
  const me = useMe()
  const { data, error, refetch } = useQuery(
    reading('/api/v1/packages/{name}', { params: { path: { name } } }),
  )
  const isAccount = me?.user !== undefined
  const own = useQuery({ ...reading('/api/v1/entitlements'), enabled: isAccount })
  const title = `Buy ${data?.card.title ?? name}`
  const failed = error ?? own.error
  if (failed && !(data && own.data))
    return (
      <>
        <PageTitle of={title} />
        <h1 className="sr-only">{title}</h1>
        <ProblemPage
          problem={asProblem(failed)}
          retry={() => {
            void refetch()
            if (isAccount) void own.refetch()
          }}
        />
      </>
    )
  const isKnown = data && me !== undefined && (!isAccount || own.data)
  const held = data && own.data ? heldOf(own.data.entitlements, data.card.name) : undefined
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6">
      <PageTitle of={title} />
      {isKnown ? (
        <>
          <Offer page={data} isAccount={isAccount} held={held} />
          {isAccount && !held && isSold(data.pricing) && <RedeemForm />}
        </>
      ) : (
        <Waiting />
      )}
    </div>
  )
}

function Waiting() {
  return (
    <Loading what="the offer">
      <Skeleton className="mb-6 h-9 w-64" />
      <Skeleton className="h-[30rem] rounded-lg" />
    </Loading>
  )
}
