import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { bytes } from '../../design/format.ts'
import { Facts, Panel } from '../../design/layout.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { useCategoryTitle, useEcosystem } from '../../ecosystem.ts'
import { bodyOf, tagsOf, type Listing } from './listing.ts'
import { priceWords, readPrice } from './price.ts'
import type { Uploaded } from './submit-wizard.tsx'

/** Everything once more, then it is handed in. */
export function HandInStep({
  listing,
  uploaded,
  publisher,
  onBack,
}: {
  listing: Listing
  uploaded: Uploaded
  publisher: string
  onBack: () => void
}) {
  const { review } = useEcosystem()
  const navigate = useNavigate()
  const category = useCategoryTitle(listing.category)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const tags = tagsOf(listing)
  const price = readPrice(listing.price)
  const handIn = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { submissionId } = await settled(
        api.POST('/api/v1/submit', { body: bodyOf(uploaded.packageId, listing) }),
      )
      await refresh('/api/v1/submissions', '/api/v1/submissions/{id}', '/api/v1/account/packages')
      await navigate({ to: '/dashboard/submissions/$id', params: { id: submissionId } })
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <>
      <Panel>
        <Facts
          facts={[
            ['Name', <strong className="break-all">{listing.name}</strong>],
            ['Version', listing.version],
            ['Publisher', publisher],
            ['Upload', `${uploaded.fileName ?? 'the newest'}, ${bytes(uploaded.size)}`],
            ['Category', category === '' ? 'as the manifest says' : category],
            ['Description', listing.description === '' ? 'none' : listing.description],
            tags.length > 0 && ['Tags', tags.join(', ')],
            listing.documentation !== '' && ['Documentation', listing.documentation],
            [
              'Release notes',
              listing.releaseNotes === '' ? (
                'none'
              ) : (
                <span className="whitespace-pre-wrap">{listing.releaseNotes}</span>
              ),
            ],
            ['Breaking', listing.breaking ? 'yes' : 'no'],
            ['Screenshots', listing.setsShots ? String(listing.shots.length) : 'none added'],
            listing.setsPrice && ['Price', 'pricing' in price ? priceWords(price.pricing) : price.error],
          ]}
        />
      </Panel>
      <p className="text-muted">
        {review === 'required'
          ? 'The checks run at once. Then a reviewer looks at it, and it is published when they approve.'
          : 'The checks run at once, and it is published when they pass.'}{' '}
        You can take it back until then.
      </p>
      {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
      <div className="flex flex-wrap justify-between gap-2">
        <Button onClick={onBack}>Back</Button>
        <Button variant="primary" busy={busy} onClick={() => void handIn()}>
          Hand it in
        </Button>
      </div>
    </>
  )
}
