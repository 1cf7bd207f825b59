import { useMutation } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { api, settled } from '../../api/client.ts'
import { asProblem, Problem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { rememberPurchase } from './last-purchase.ts'
import { paymentAddress } from './payment-address.ts'

/** Opens a payment page and goes there. */
export function StartPurchase({ name, label }: { name: string; label: string }) {
  const start = useMutation({
    mutationFn: async () => {
      const { checkoutUrl } = await settled(api.POST('/api/v1/purchases', { body: { name } }))
      const address = paymentAddress(checkoutUrl, location.href)
      if (address === undefined)
        throw new Problem({
          status: 0,
          code: 'purchase.address',
          message: 'The registry named a payment page that is not safe to open.',
          hint: 'Nothing was charged. Tell the registry’s operator.',
        })
      rememberPurchase(name)
      location.assign(address)
    },
    // Bought meanwhile, in another window: the page then says so.
    onError: (error) =>
      asProblem(error).code === 'purchase.not_needed' ? refresh('/api/v1/entitlements') : undefined,
  })
  return (
    <div className="flex flex-col gap-3">
      <Button
        variant="primary"
        size="large"
        className="w-full"
        // It stays so until the browser has left.
        busy={start.isPending || start.isSuccess}
        onClick={() => start.mutate()}
      >
        {!start.isPending && !start.isSuccess && <ExternalLink aria-hidden className="size-5" />}
        {start.isPending || start.isSuccess ? 'Opening the payment page' : `Pay ${label}`}
      </Button>
      <p className="text-sm text-muted">
        You pay on the payment service’s own page and come back here. This registry never sees your card.
      </p>
      {start.error && <ProblemNote problem={asProblem(start.error)} />}
    </div>
  )
}
