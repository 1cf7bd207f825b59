import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { LinkButton } from '../../design/button.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PageTitle } from '../../parts/page-title.tsx'
import { possible, stateWords, type SubmissionView } from '../../parts/submission-words.ts'
import type { SubmitParams } from '../../search-params.ts'
import { useMe } from '../../session.ts'
import { emptyListing, keptListing, listingOf, type Listing } from './listing.ts'
import { NoPublisher } from './plugins-page.tsx'
import { SubmitWizard, type Beginning } from './submit-wizard.tsx'

/** Hands a package in: a new one, a new version, or a revision of a submission. */
export function SubmitPage() {
  const { words } = useEcosystem()
  const search: unknown = useSearch({ from: '/dashboard/submit' })
  const { submission, name } = search as SubmitParams
  const navigate = useNavigate()
  const [origin, setOrigin] = useState({ submission, name, run: 0 })
  // The upload that the wizard made stands in the address, so that a reload goes on with it; it begins nothing anew.
  const [made, setMade] = useState<{ id: string; isSeen: boolean }>()
  if (made && made.id === submission) {
    if (!made.isSeen) setMade({ ...made, isSeen: true })
  } else if (origin.submission !== submission || origin.name !== name || made?.isSeen) {
    setMade(undefined)
    setOrigin({ submission, name, run: origin.run + 1 })
  }
  const onUploaded = (id: string) => {
    setMade({ id, isSeen: false })
    void navigate({ to: '/dashboard/submit', search: { submission: id }, replace: true })
  }
  const shared = { key: origin.run, onUploaded }
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6">
      <PageTitle title="Submit" />
      <PageHeader
        title={
          name === undefined ? `Submit ${article(words.package)} ${words.package}` : `New version of ${name}`
        }
        says="The registry checks it at once and tells you what it found. Nothing is public until you hand it in and it is approved."
      />
      {origin.submission !== undefined ? (
        <GoOn id={origin.submission} {...shared} key={shared.key} />
      ) : origin.name !== undefined ? (
        <NewVersion name={origin.name} {...shared} key={shared.key} />
      ) : (
        <Wizard beginning={{ listing: emptyListing }} {...shared} key={shared.key} />
      )}
    </div>
  )
}

const article = (word: string) => (/^[aeiou]/i.test(word) ? 'an' : 'a')

function Wizard({ beginning, onUploaded }: { beginning: Beginning; onUploaded: (id: string) => void }) {
  const me = useMe()
  const publishers = (me?.publishers ?? []).filter(({ role }) => role !== 'read' && role !== 'billing')
  if (me === undefined) return <SkeletonRows what="your account" rows={2} className="h-40" />
  if (publishers.length === 0)
    return me?.publishers.length ? (
      <EmptyState title="You may not publish for any of your organizations">
        Ask an owner of one for the role “publisher”, or take a name of your own.
      </EmptyState>
    ) : (
      <NoPublisher />
    )
  return <SubmitWizard publishers={publishers} beginning={beginning} onUploaded={onUploaded} />
}

function NewVersion({ name, onUploaded }: { name: string; onUploaded: (id: string) => void }) {
  const query = useQuery({
    ...reading('/api/v1/packages/{name}', { params: { path: { name } } }),
    // What is typed must not be thrown away by news of the package.
    staleTime: Infinity,
  })
  if (query.error) return <ProblemPage problem={asProblem(query.error)} retry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows what={name} rows={2} className="h-40" />
  const { card } = query.data
  return (
    <Wizard
      beginning={{ listing: listingOf(query.data), package: name, publisher: card.publisher }}
      onUploaded={onUploaded}
    />
  )
}

function GoOn({ id, onUploaded }: { id: string; onUploaded: (id: string) => void }) {
  const query = useQuery({
    ...reading('/api/v1/submissions/{id}', { params: { path: { id } } }),
    staleTime: Infinity,
    refetchOnMount: 'always',
  })
  if (query.error) return <ProblemPage problem={asProblem(query.error)} retry={() => void query.refetch()} />
  if (!query.data || query.isRefetching)
    return <SkeletonRows what="the submission" rows={2} className="h-40" />
  const view: SubmissionView = query.data
  const can = possible(view)
  if (!can.goOn && !can.revise)
    return (
      <EmptyState
        title={`Nothing is to be uploaded: ${stateWords[view.status].says.toLowerCase()}`}
        action={
          <>
            <LinkButton to="/dashboard/submissions/$id" params={{ id }} variant="primary">
              See the submission
            </LinkButton>
            <LinkButton to="/dashboard/submit">Submit something else</LinkButton>
          </>
        }
      />
    )
  return <Wizard beginning={beginningOf(view)} onUploaded={onUploaded} />
}

/** Where an upload was left: before it was sent, or before it was described. */
function beginningOf(view: SubmissionView): Beginning {
  const newest = view.uploads.at(-1)
  const isUploaded = view.history.at(-1)?.action === 'upload'
  const listing: Listing = keptListing(view.id) ?? {
    ...emptyListing,
    name: view.name ?? '',
    version: view.version ?? '',
  }
  return {
    listing,
    submission: view.id,
    publisher: view.publisher,
    isRevision: view.status === 'changes_requested',
    ...(isUploaded && newest ? { uploaded: newest } : {}),
    ...(view.name === undefined ? {} : { package: view.name }),
  }
}
