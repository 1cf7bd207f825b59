import { useQuery } from '@tanstack/react-query'
import { FileText } from 'lucide-react'
import { useMemo } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { EmptyState, Loading, ProblemNote, Skeleton } from '../../design/states.tsx'
import { AnchorButton } from '../../design/button.tsx'
import { Prose } from '../../parts/prose.tsx'
import { Beside } from './beside.tsx'
import { Contents, headingsOf } from './contents.tsx'
import { isHttp, useShown, type Shown } from './package-data.ts'
import { Screenshots } from './screenshots.tsx'

export function ReadmeTab() {
  const shown = useShown()
  const screenshots = shown.page.listing?.screenshots ?? []
  return (
    <>
      {screenshots.length > 0 && <Screenshots title={shown.page.card.title} images={screenshots} />}
      {shown.version ? (
        <Readme name={shown.name} version={shown.version.version} />
      ) : (
        <NoReadme shown={shown} />
      )}
    </>
  )
}

function Readme({ name, version }: { name: string; version: string }) {
  const { data, error, refetch } = useQuery(
    reading('/api/v1/packages/{name}/versions/{version}/readme', { params: { path: { name, version } } }),
  )
  const shown = useShown()
  if (error) {
    const problem = asProblem(error)
    return problem.status === 404 ? (
      <NoReadme shown={shown} />
    ) : (
      <ProblemNote problem={problem} retry={() => void refetch()} />
    )
  }
  if (!data) return <ReadmeSkeleton />
  if (data.html.trim() === '') return <NoReadme shown={shown} />
  return <ReadmeText html={data.html} isCut={data.truncated} name={name} />
}

function ReadmeText({ html, isCut, name }: { html: string; isCut: boolean; name: string }) {
  const headings = useMemo(() => headingsOf(html), [html])
  return (
    <article aria-label={`README of ${name}`} className="card min-w-0 p-5 sm:p-8">
      <Prose html={html} />
      {isCut && (
        <p className="mt-6 border-t border-line pt-4 text-sm text-muted">
          This README is longer than what is shown here. All of it is in the package.
        </p>
      )}
      {headings.length >= 3 && (
        <Beside>
          <Contents headings={headings} />
        </Beside>
      )}
    </article>
  )
}

function NoReadme({ shown: { page, name, version } }: { shown: Shown }) {
  const repository = page.source?.repository ?? page.card.repository
  return (
    <EmptyState
      icon={FileText}
      title="No README"
      action={
        isHttp(repository) && (
          <AnchorButton href={repository} rel="nofollow ugc noopener">
            Look into its repository
          </AnchorButton>
        )
      }
    >
      {version
        ? `${name} ${version.version} comes without a text about itself.`
        : 'Nothing of it is published here, so there is no text of its own to show.'}
    </EmptyState>
  )
}

function ReadmeSkeleton() {
  return (
    <Loading what="the README">
      <div className="card flex min-h-[36rem] flex-col gap-4 p-5 sm:p-8">
        <Skeleton className="h-8 w-1/2" />
        <Skeleton className="h-20" />
        <Skeleton className="h-6 w-1/3" />
        <Skeleton className="h-40" />
        <Skeleton className="h-24" />
      </div>
    </Loading>
  )
}
