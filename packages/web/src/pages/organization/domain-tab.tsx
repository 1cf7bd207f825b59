import { useMutation } from '@tanstack/react-query'
import { BadgeCheck, Globe } from 'lucide-react'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { Panel } from '../../design/layout.tsx'
import { EmptyState, ProblemNote } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'
import { DomainProof } from './domain-proof.tsx'
import { permitted, publisherChanged, type Publisher } from './organization-data.ts'

export function DomainTab({ publisher: { name, domain, role } }: { publisher: Publisher }) {
  const { manages } = permitted(role)
  const [isForgetting, setForgetting] = useState(false)
  if (!domain)
    return manages ? (
      <ClaimDomain publisher={name} />
    ) : (
      <EmptyState icon={Globe} title="No domain is proven">
        An owner or a maintainer can prove that a domain belongs to {name}.
      </EmptyState>
    )
  return (
    <Panel
      title={domain.name}
      says={domain.verifiedAt === undefined ? 'Not proven yet' : 'Shown with every package of this publisher'}
      actions={
        manages && (
          <Button size="small" onClick={() => setForgetting(true)}>
            Forget it
          </Button>
        )
      }
    >
      {domain.verifiedAt === undefined ? (
        <DomainProof publisher={name} domain={domain} />
      ) : (
        <Banner
          tone={domain.failures > 0 ? 'warn' : 'good'}
          icon={BadgeCheck}
          title={`${domain.name} is proven`}
        >
          Since <Time at={domain.verifiedAt} />. The registry looks again each day; leave the record where it
          is.
          {domain.failures > 0 &&
            ' It did not find the record when it looked last: put it back, or the mark goes after three days.'}
        </Banner>
      )}
      <ConfirmDialog
        open={isForgetting}
        onClose={() => setForgetting(false)}
        title={`Forget ${domain.name}?`}
        action="Forget it"
        onConfirm={async () => {
          const path = { publisher: name }
          await settled(api.DELETE('/api/v1/publishers/{publisher}/domain', { params: { path } }))
          await publisherChanged()
          say('The domain is forgotten')
        }}
      >
        <p>Its mark goes from every package. To prove it again takes a new record.</p>
      </ConfirmDialog>
    </Panel>
  )
}

function ClaimDomain({ publisher }: { publisher: string }) {
  const [domain, setDomain] = useState('')
  const claim = useMutation({
    mutationFn: () =>
      settled(
        api.POST('/api/v1/publishers/{publisher}/domain', {
          params: { path: { publisher } },
          body: { domain },
        }),
      ),
    onSuccess: publisherChanged,
  })
  return (
    <Panel
      title="Prove a domain"
      says="Its name is then shown with your packages, with a mark that says it is yours. It takes a record in DNS or a file on its web server."
    >
      <form
        className="flex max-w-md flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          claim.mutate()
        }}
      >
        <TextField
          label="Domain"
          name="domain"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="example.org"
          required
          maxLength={260}
          value={domain}
          onChange={(event) => setDomain(event.target.value)}
          className="font-mono"
        />
        {claim.error && <ProblemNote problem={asProblem(claim.error)} />}
        <Button type="submit" variant="primary" busy={claim.isPending} className="self-start">
          Show the record
        </Button>
      </form>
    </Panel>
  )
}
