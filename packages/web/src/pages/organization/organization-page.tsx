import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { BadgeCheck, Building2 } from 'lucide-react'
import { asProblem } from '../../api/problem.ts'
import { Badge } from '../../design/badge.tsx'
import { LinkButton } from '../../design/button.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { Loading, ProblemPage, Skeleton } from '../../design/states.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { Monogram, Time } from '../../design/text.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { DomainTab } from './domain-tab.tsx'
import { HandoverTab } from './handover-tab.tsx'
import { KeysTab } from './keys-tab.tsx'
import { MembersTab } from './members-tab.tsx'
import { permitted, readingPublisher, type Publisher } from './organization-data.ts'
import { PackagesTab } from './packages-tab.tsx'

export function OrganizationPage() {
  const params: { publisher?: string } = useParams({ strict: false })
  const name = params.publisher ?? ''
  const { data, error, refetch } = useQuery(readingPublisher(name))
  return (
    <>
      <PageTitle of={name} />
      {error && !data && (
        <>
          <h1 className="sr-only">{name}</h1>
          <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />
        </>
      )}
      {!data && !error && <Waiting name={name} />}
      {data && <Organization key={data.name} publisher={data} />}
    </>
  )
}

function Waiting({ name }: { name: string }) {
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={name} />
      <Loading what="the publisher">
        <Skeleton className="mb-4 h-11" />
        <Skeleton className="h-80" />
      </Loading>
    </div>
  )
}

function Organization({ publisher }: { publisher: Publisher }) {
  const { name, kind, domain, createdAt, role } = publisher
  const may = permitted(role)
  const live = publisher.keys.filter(({ revoked }) => !revoked).length
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-start gap-4">
        <Monogram name={name} size="large" />
        <div className="min-w-0 flex-1">
          <PageHeader
            title={name}
            actions={
              <>
                <LinkButton to="/publishers/$publisher" params={{ publisher: name }} size="small">
                  Public page
                </LinkButton>
                {may.publishes && (
                  <LinkButton to="/dashboard/submit" size="small" variant="primary">
                    Submit
                  </LinkButton>
                )}
              </>
            }
          />
          <div className="mt-2 flex flex-wrap items-center gap-2 text-sm text-muted">
            {role && <Badge tone="accent">you are {role}</Badge>}
            {domain?.verifiedAt !== undefined && (
              <Badge tone="good" icon={BadgeCheck}>
                {domain.name}
              </Badge>
            )}
            <Badge icon={Building2}>{kind === 'user' ? 'one person' : 'organization'}</Badge>
            <span>
              since <Time at={createdAt} />
            </span>
          </div>
        </div>
      </div>
      <Tabs
        label={`Parts of ${name}`}
        tabs={[
          {
            value: 'members',
            title: <Counted title="Members" count={publisher.members.length} />,
            content: <MembersTab publisher={publisher} />,
          },
          {
            value: 'packages',
            title: <Counted title="Packages" count={publisher.packages.length} />,
            content: <PackagesTab publisher={publisher} />,
          },
          {
            value: 'keys',
            title: <Counted title="Signing keys" count={live} />,
            content: <KeysTab publisher={publisher} />,
          },
          { value: 'domain', title: 'Domain', content: <DomainTab publisher={publisher} /> },
          ...(may.owns
            ? [{ value: 'handover', title: 'Hand over', content: <HandoverTab publisher={publisher} /> }]
            : []),
        ]}
      />
    </div>
  )
}

function Counted({ title, count }: { title: string; count: number }) {
  return (
    <>
      {title}
      <span className="tabular rounded-full bg-hover px-1.5 text-xs text-muted">{count}</span>
    </>
  )
}
