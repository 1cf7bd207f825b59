import { useQuery } from '@tanstack/react-query'
import { PackagePlus, Users } from 'lucide-react'
import { useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { LinkButton } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PageTitle } from '../../parts/page-title.tsx'
import { useMe } from '../../session.ts'
import { OwnPackageRow } from './own-package-row.tsx'

/** So many packages need no search. */
const fewPackages = 8

/** The packages of one’s publishers. */
export function PluginsPage() {
  const { words } = useEcosystem()
  const me = useMe()
  const query = useQuery(reading('/api/v1/account/packages'))
  const packages = query.data?.packages
  const hasPublisher = (me?.publishers.length ?? 0) > 0
  return (
    <div className="flex flex-col gap-6">
      <PageTitle title={`Your ${words.packages}`} />
      <PageHeader
        title={`Your ${words.packages}`}
        says={`What you and your organizations publish here.`}
        actions={
          hasPublisher && (
            <LinkButton to="/dashboard/submit" variant="primary">
              Submit
            </LinkButton>
          )
        }
      />
      {query.error ? (
        <ProblemPage problem={asProblem(query.error)} retry={() => void query.refetch()} />
      ) : !packages ? (
        <SkeletonRows what={`your ${words.packages}`} rows={4} className="h-24" />
      ) : packages.length > 0 ? (
        <OwnPackages packages={packages} />
      ) : hasPublisher ? (
        <EmptyState
          icon={PackagePlus}
          title={`You have no ${words.packages} yet`}
          action={
            <LinkButton to="/dashboard/submit" variant="primary">
              Submit your first
            </LinkButton>
          }
        >
          Pack it as a .tar.gz or .zip with its manifest, then hand it in. The registry checks it and shows
          you what it found.
        </EmptyState>
      ) : (
        <NoPublisher />
      )}
    </div>
  )
}

/** Nothing can be published without a name to publish under. */
export function NoPublisher() {
  return (
    <EmptyState
      icon={Users}
      title="First take a publisher name"
      action={
        <LinkButton to="/organizations/new" variant="primary">
          Take a name
        </LinkButton>
      }
    >
      Everything here is published under a name, alone or together with others. Taking one is free.
    </EmptyState>
  )
}

function OwnPackages({ packages }: { packages: Parameters<typeof OwnPackageRow>[0]['own'][] }) {
  const { words } = useEcosystem()
  const [wanted, setWanted] = useState('')
  const shown = packages.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <div className="flex flex-col gap-4">
      {packages.length > fewPackages && (
        <div className="max-w-sm">
          <TextField
            label={`Find one of your ${words.packages}`}
            type="search"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </div>
      )}
      <p role="status" className="sr-only">
        {wanted === '' ? '' : `${shown.length} found`}
      </p>
      {shown.length === 0 ? (
        <p className="text-muted">None of yours has “{wanted}” in its name.</p>
      ) : (
        <ul className="card divide-y divide-line">
          {shown.map((own) => (
            <OwnPackageRow key={own.name} own={own} />
          ))}
        </ul>
      )}
    </div>
  )
}
