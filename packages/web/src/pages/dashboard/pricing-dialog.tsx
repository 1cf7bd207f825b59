import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, reading, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'
import { draftOf, priceWords, readPrice, type Pricing } from './price.ts'
import { PricingFields } from './pricing-fields.tsx'

interface Props {
  name: string
  open: boolean
  onClose: () => void
}

/** What a package costs, and what it did. */
export function PricingDialog({ name, open, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title={`Price of ${name}`}>
      <CurrentPricing name={name} onClose={onClose} />
    </Dialog>
  )
}

function CurrentPricing({ name, onClose }: Omit<Props, 'open'>) {
  const query = useQuery(reading('/api/v1/packages/{name}/pricing', { params: { path: { name } } }))
  if (query.error) return <ProblemNote problem={asProblem(query.error)} retry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows what="the price" rows={4} className="h-16" />
  return <PricingForm name={name} now={query.data.pricing} history={query.data.history} onClose={onClose} />
}

function PricingForm({
  name,
  now,
  history,
  onClose,
}: {
  name: string
  now: Pricing
  history: { pricing: Pricing; since: string }[]
  onClose: () => void
}) {
  const [draft, setDraft] = useState(() => draftOf(now))
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const read = readPrice(draft)
  const save = async () => {
    setTried(true)
    if ('error' in read) return
    setBusy(true)
    setProblem(undefined)
    try {
      await settled(
        api.PUT('/api/v1/packages/{name}/pricing', { params: { path: { name } }, body: read.pricing }),
      )
      await refresh('/api/v1/packages/{name}/pricing', '/api/v1/account/packages', '/api/v1/packages/{name}')
      say(`${name}: ${priceWords(read.pricing)}`)
      onClose()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const former = history.toReversed().slice(1, 6)
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <PricingFields
        value={draft}
        error={tried && 'error' in read ? read.error : undefined}
        onChange={setDraft}
      />
      <p className="text-sm text-muted">
        It holds for versions published from now on. What everyone could install before stays open to
        everyone, and whoever is paying pays what the page said.
      </p>
      {former.length > 0 && (
        <details className="text-sm">
          <summary className="min-h-6">What it cost before</summary>
          <ul className="mt-1 text-muted">
            {former.map(({ pricing, since }) => (
              <li key={since}>
                {priceWords(pricing)}, from <Time at={since} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Save the price
        </Button>
      </div>
    </form>
  )
}
