import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ArrowLeft, ArrowLeftRight, History } from 'lucide-react'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { Select } from '../../design/field.tsx'
import { PageHeader } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { CompareFacts } from './compare-facts.tsx'
import { CompareFiles } from './compare-files.tsx'
import { CompareNotes } from './compare-notes.tsx'
import { packageQuery, versionBefore, type PackageView, type VersionView } from './package-data.ts'

const route = '/packages/$name/compare'

export function ComparePage() {
  const params: unknown = useParams({ from: route })
  const search: unknown = useSearch({ from: route })
  const { name } = params as { name: string }
  const { from, to } = search as { from?: string; to?: string }
  const ecosystem = useEcosystem()
  const { data, error, refetch } = useQuery(packageQuery(name))
  const page =
    error && !data ? (
      <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />
    ) : data ? (
      <Comparing page={data} asked={{ from, to }} />
    ) : (
      <SkeletonRows what="the versions" rows={4} className="h-28" />
    )
  return (
    <>
      <title>{`Compare versions of ${data?.card.title ?? name} · ${ecosystem.name}`}</title>
      <div className="flex flex-col gap-6">
        <PageHeader
          before={
            <Link
              to="/packages/$name/versions"
              params={{ name }}
              className="mb-1 inline-flex min-h-6 items-center gap-1.5 text-sm text-muted hover:text-ink"
            >
              <ArrowLeft aria-hidden className="size-4" />
              {data?.card.title ?? name}
            </Link>
          }
          title="Compare versions"
          says={`What changes for whoever has one version of ${name} and gets the other.`}
        />
        {page}
      </div>
    </>
  )
}

function Comparing({
  page,
  asked,
}: {
  page: PackageView
  asked: { from?: string | undefined; to?: string | undefined }
}) {
  const all = page.document?.versions ?? []
  const versions = all.filter(({ unpublished }) => !unpublished)
  const of = (version: string | undefined) => versions.find((each) => each.version === version)
  const to = of(asked.to) ?? of(page.newest ?? undefined) ?? versions[0]
  const from = of(asked.from) ?? (to && versionBefore(all, to.version))
  if (versions.length < 2 || !to)
    return (
      <EmptyState icon={History} title="There is nothing to compare">
        {page.card.title} has {versions.length === 0 ? 'no version' : 'one version only'} of which the files
        are here.
      </EmptyState>
    )
  return (
    <>
      <Choice name={page.card.name} versions={versions} from={from} to={to} />
      {!from ? (
        <EmptyState icon={History} title="Choose an older version">
          {to.version} is the first one.
        </EmptyState>
      ) : from.version === to.version ? (
        <EmptyState icon={History} title="These are the same">
          Choose two different versions.
        </EmptyState>
      ) : (
        <>
          <CompareFacts from={from} to={to} />
          <CompareNotes versions={versions} from={from} to={to} />
          <CompareFiles name={page.card.name} from={from} to={to} key={`${from.version} ${to.version}`} />
        </>
      )}
    </>
  )
}

function Choice({
  name,
  versions,
  from,
  to,
}: {
  name: string
  versions: readonly VersionView[]
  from: VersionView | undefined
  to: VersionView
}) {
  const navigate = useNavigate()
  const go = (search: { from?: string; to: string }) =>
    void navigate({
      to: '/packages/$name/compare',
      params: { name },
      search,
      replace: true,
      resetScroll: false,
    })
  const options = versions.map(({ version, yanked }) => ({
    value: version,
    label: yanked ? `${version} (yanked)` : version,
  }))
  return (
    <div
      role="group"
      aria-label="Versions to compare"
      className="card grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-end gap-3 p-4 sm:max-w-xl"
    >
      <Select
        label="From"
        value={from?.version ?? ''}
        onChange={(event) => go({ from: event.target.value, to: to.version })}
        options={from ? options : [{ value: '', label: 'Choose' }, ...options]}
      />
      <Button
        square
        aria-label="Swap the two versions"
        disabled={!from}
        onClick={() => {
          if (from) go({ from: to.version, to: from.version })
        }}
      >
        <ArrowLeftRight aria-hidden className="size-4" />
      </Button>
      <Select
        label="To"
        value={to.version}
        onChange={(event) => go({ ...(from && { from: from.version }), to: event.target.value })}
        options={options}
      />
    </div>
  )
}
