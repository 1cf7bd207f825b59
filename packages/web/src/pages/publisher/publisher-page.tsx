import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { BadgeCheck, CircleDashed, UserRoundPen } from 'lucide-react'
import type { ReactNode } from 'react'
import { reading, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Badge, Banner } from '../../design/badge.tsx'
import { countOf, date } from '../../design/format.ts'
import { Facts, Panel } from '../../design/layout.tsx'
import { Loading, ProblemPage, Skeleton } from '../../design/states.tsx'
import { Count, Monogram, Time } from '../../design/text.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PublisherKeys } from './publisher-keys.tsx'
import { PublisherPackages } from './publisher-packages.tsx'

type Profile = Answer<'/api/v1/publishers/{publisher}/profile'>

export function PublisherPage(): ReactNode {
  const { name: ecosystem } = useEcosystem()
  const { publisher } = useParams({ from: '/publishers/$publisher' })
  const { data, error, refetch } = useQuery(
    reading('/api/v1/publishers/{publisher}/profile', { params: { path: { publisher } } }),
  )
  return (
    <>
      <title>{`${data?.name ?? publisher} · ${ecosystem}`}</title>
      {!data && <h1 className="sr-only">{publisher}</h1>}
      {error && !data && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {!data && !error && <ProfileSkeleton />}
      {data && (
        <div className="flex flex-col gap-6">
          <ProfileHead profile={data} />
          {data.ownershipChangedAt !== null && <OwnershipNotice at={data.ownershipChangedAt} />}
          <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <PublisherPackages publisher={data.name} />
            <aside aria-label="About this publisher" className="flex min-w-0 flex-col gap-4">
              <AboutPublisher profile={data} />
              <PublisherKeys keys={data.keys} publisher={data.name} />
            </aside>
          </div>
        </div>
      )}
    </>
  )
}

function ProfileHead({ profile: { name, domain, createdAt, packages, downloads } }: { profile: Profile }) {
  const { words } = useEcosystem()
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <Monogram name={name} size="large" />
      <div className="min-w-0 flex-1 basis-56">
        <h1 className="text-2xl font-semibold break-words">{name}</h1>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          {domain === null ? (
            <Badge icon={CircleDashed}>No proven domain</Badge>
          ) : (
            <Badge tone="accent" icon={BadgeCheck}>
              Owns {domain}
            </Badge>
          )}
          <span>{countOf(packages, words.package, words.packages)}</span>
          <span>
            <Count of={downloads} /> {downloads === 1 ? 'download' : 'downloads'}
          </span>
          <span>
            Here since <time dateTime={createdAt}>{date(createdAt)}</time>
          </span>
        </p>
      </div>
    </header>
  )
}

function OwnershipNotice({ at }: { at: string }) {
  const { words } = useEcosystem()
  return (
    <Banner tone="warn" icon={UserRoundPen} title={<>This publisher changed hands {<Time at={at} />}</>}>
      Other people than before {date(at)} now decide what it publishes. Look at what its {words.packages} ask
      for before you update them.
    </Banner>
  )
}

function AboutPublisher({ profile: { domain, createdAt } }: { profile: Profile }) {
  return (
    <Panel title="Identity">
      <Facts
        facts={[
          [
            'Domain',
            domain === null ? (
              'None is proven'
            ) : (
              <a href={`https://${domain}`} rel="nofollow ugc noopener" className="link">
                {domain}
              </a>
            ),
          ],
          ['Here since', <Time key="since" at={createdAt} />],
        ]}
      />
      <p className="mt-3 text-sm text-muted">
        {domain === null
          ? 'The registry knows this publisher by its keys alone. Its name proves nothing about who it is.'
          : `The registry found a proof on ${domain} that whoever runs that domain runs this publisher.`}
      </p>
    </Panel>
  )
}

function ProfileSkeleton() {
  return (
    <Loading what="the publisher">
      <div className="flex min-h-dvh flex-col gap-6">
        <div className="flex items-center gap-4">
          <Skeleton className="size-16" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-8 w-56" />
            <Skeleton className="h-5 w-72 max-w-full" />
          </div>
        </div>
        <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <Skeleton className="h-96" />
          <Skeleton className="h-96" />
        </div>
      </div>
    </Loading>
  )
}
