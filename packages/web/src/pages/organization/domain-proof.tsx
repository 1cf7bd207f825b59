import { useMutation } from '@tanstack/react-query'
import { Search, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { say } from '../../design/toast.tsx'
import { publisherChanged, type Publisher } from './organization-data.ts'

/** What is to be done so that a domain counts as proven, and a look whether it is done. */
export function DomainProof({
  publisher,
  domain,
}: {
  publisher: string
  domain: NonNullable<Publisher['domain']>
}) {
  const look = useMutation({
    mutationFn: () =>
      settled(api.PUT('/api/v1/publishers/{publisher}/domain', { params: { path: { publisher } } })),
    onSuccess: async ({ verified }) => {
      if (verified) say(`${domain.name} is proven`)
      await publisherChanged()
    },
  })
  const { proof } = domain
  if (!proof) return <p className="text-sm text-muted">An owner or a maintainer has to put a record there.</p>
  return (
    <div className="flex flex-col gap-5">
      <Tabs
        label="Ways to prove it"
        tabs={[
          {
            value: 'dns',
            title: 'Record in DNS',
            content: (
              <Steps>
                <li>
                  Where the domain’s DNS is managed, add a <strong>TXT</strong> record with this name:
                  <CopyLine text={proof.txt.name} what="the name" />
                </li>
                <li>
                  and this value:
                  <CopyLine text={proof.txt.value} what="the value" />
                </li>
                <li>Have the registry look. A new record can take some minutes to be seen.</li>
              </Steps>
            ),
          },
          {
            value: 'file',
            title: 'File on the web server',
            content: (
              <Steps>
                <li>
                  Serve a text file at this address, without a redirect:
                  <CopyLine text={proof.file.url} what="the address" />
                </li>
                <li>
                  with this line in it:
                  <CopyLine text={proof.file.line} what="the line" />
                </li>
                <li>Have the registry look.</li>
              </Steps>
            ),
          },
        ]}
      />
      <div role="status">
        {look.data?.verified === false && (
          <Banner tone="warn" icon={TriangleAlert} title="Not found yet">
            {look.data.reason}
          </Banner>
        )}
      </div>
      {look.error && <ProblemNote problem={asProblem(look.error)} />}
      <Button variant="primary" busy={look.isPending} onClick={() => look.mutate()} className="self-start">
        <Search aria-hidden className="size-4" />
        Look for it now
      </Button>
    </div>
  )
}

function Steps({ children }: { children: ReactNode }) {
  return <ol className="flex list-decimal flex-col gap-4 pl-5 [&>li>div]:mt-1.5">{children}</ol>
}
