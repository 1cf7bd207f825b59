import type { ReactNode } from 'react'
import { LinkButton } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { Panel } from '../../design/layout.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { useMe } from '../../session.ts'

/** A registry in which nothing is published yet: how to publish the first. */
export function FirstPackage() {
  const { words, registry, review } = useEcosystem()
  const me = useMe()
  const fingerprint = registry.fingerprint.replace(/^(sha256:)?/, 'sha256:')
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h2 className="text-xl font-semibold">Nothing is published here yet</h2>
        <p className="text-muted">
          This registry is fresh. The first {words.package} can be yours, in one of two ways.
        </p>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <Panel title="From the command line">
          <ol className="flex flex-col gap-4">
            <Step place={1} says="Trust this registry, and sign in">
              <CopyLine
                prompt
                what="the command"
                text={`waybill registry add ${registry.url} --fingerprint ${fingerprint}`}
              />
              <CopyLine prompt what="the command" text="waybill login" />
            </Step>
            <Step place={2} says="Make a key to sign with; it stays on your machine">
              <CopyLine prompt what="the command" text="waybill keygen" />
            </Step>
            <Step place={3} says={`Begin a folder for the ${words.package}, and write it`}>
              <CopyLine prompt what="the command" text="waybill init hello" />
            </Step>
            {review === 'required' ? (
              <Step place={4} says="Hand it in; it appears here once a reviewer approves it">
                <CopyLine prompt what="the command" text="waybill submit hello" />
              </Step>
            ) : (
              <Step place={4} says="Publish it; it appears here at once">
                <CopyLine prompt what="the command" text="waybill publish hello" />
              </Step>
            )}
          </ol>
        </Panel>
        <Panel title="In the browser">
          <p className="text-muted">
            Drop a packed {words.package} with its signature into a form. The registry’s checks say at once
            what they find.
          </p>
          <div className="mt-4 flex min-h-10 flex-wrap gap-2">
            {me && (
              <LinkButton to="/dashboard/submit" variant="primary">
                Submit a {words.package}
              </LinkButton>
            )}
            {me === null && (
              <>
                <LinkButton to="/sign-up" search={{ next: '/dashboard/submit' }} variant="primary">
                  Open an account
                </LinkButton>
                <LinkButton to="/sign-in" search={{ next: '/dashboard/submit' }}>
                  Sign in
                </LinkButton>
              </>
            )}
          </div>
        </Panel>
      </div>
    </div>
  )
}

function Step({ place, says, children }: { place: number; says: string; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent-ink"
      >
        {place}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p>{says}</p>
        {children}
      </div>
    </li>
  )
}
