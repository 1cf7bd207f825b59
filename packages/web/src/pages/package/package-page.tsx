import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { asProblem } from '../../api/problem.ts'
import { EmptyState, ProblemPage } from '../../design/states.tsx'
import { LinkButton } from '../../design/button.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { BesideSlot } from './beside.tsx'
import { InstallCard } from './install-card.tsx'
import { PackageHead } from './package-head.tsx'
import { PackageNotices } from './package-notices.tsx'
import { PackageSkeleton } from './package-skeleton.tsx'
import { PackageTabs } from './package-tabs.tsx'
import { packageQuery, shownOf, useAddress, type PackageView } from './package-data.ts'
import { Sidebar } from './sidebar.tsx'

export function PackagePage(): ReactNode {
  const { name } = useAddress()
  const ecosystem = useEcosystem()
  const { data, error, refetch } = useQuery(packageQuery(name))
  const title = <title>{`${data?.card.title ?? name} · ${ecosystem.name}`}</title>
  if (data)
    return (
      <>
        {title}
        <PackageFrame page={data} key={data.card.name} />
      </>
    )
  if (error)
    return (
      <>
        {title}
        {asProblem(error).status === 404 ? (
          <NoSuchPackage name={name} />
        ) : (
          <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />
        )}
      </>
    )
  return (
    <>
      {title}
      <PackageSkeleton />
    </>
  )
}

function PackageFrame({ page }: { page: PackageView }) {
  const { version } = useAddress()
  const shown = shownOf(page, version)
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  return (
    <div className="flex flex-col gap-6">
      <PackageHead shown={shown} />
      <PackageNotices shown={shown} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
        <div className="lg:col-start-2 lg:row-start-1">
          <InstallCard shown={shown} />
        </div>
        <div className="flex min-w-0 flex-col gap-6 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <PackageTabs shown={shown} />
          <BesideSlot value={slot}>
            <Outlet />
          </BesideSlot>
        </div>
        <aside
          aria-label={`About ${page.card.title}`}
          className="flex min-w-0 flex-col gap-6 lg:col-start-2 lg:row-start-2"
        >
          <Sidebar shown={shown} />
          <div
            ref={setSlot}
            className="sticky top-20 hidden max-h-[calc(100dvh-6rem)] overflow-y-auto empty:hidden lg:block"
          />
        </aside>
      </div>
    </div>
  )
}

function NoSuchPackage({ name }: { name: string }) {
  const { words } = useEcosystem()
  return (
    <>
      <h1 className="sr-only">{name}</h1>
      <EmptyState
        title={`There is no ${words.package} called “${name}”`}
        action={
          <>
            <LinkButton to="/search" search={{ q: name }} variant="primary">
              Search for “{name.length > 30 ? `${name.slice(0, 30)}…` : name}”
            </LinkButton>
            <LinkButton to="/search">See all {words.packages}</LinkButton>
          </>
        }
      >
        The name may be written otherwise, or its publisher has taken it back. Search also finds names with
        slips of the pen.
      </EmptyState>
    </>
  )
}
