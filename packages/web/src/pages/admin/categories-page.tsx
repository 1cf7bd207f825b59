import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { CodeBlock } from '../../design/copy.tsx'
import { countOf } from '../../design/format.ts'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { ProblemNote, Skeleton } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PageTitle } from '../../shell/page-title.tsx'
import { useIsOperator } from './use-operator.ts'
import { ecosystemYaml } from './yaml-words.ts'

export function CategoriesPage() {
  const ecosystem = useEcosystem()
  const { data, error, refetch } = useQuery(reading('/api/v1/home'))
  const defaultCategory = useDefaultCategory()
  const counts = new Map(data?.categories.map(({ id, packages }) => [id, packages]))
  return (
    <>
      <PageTitle of="Categories" />
      <PageHeader
        title="Categories"
        says={`Where ${ecosystem.words.packages} are filed. They come from the registry’s configuration file.`}
      />
      {error && <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />}
      <Panel flush>
        <ul className="divide-y divide-line">
          {ecosystem.categories.map(({ id, title, description }) => (
            <li key={id} className="flex items-center gap-4 px-5 py-3">
              <div className="min-w-0 flex-1">
                <Link to="/categories/$" params={{ _splat: id }} className="link font-medium">
                  {title}
                </Link>
                <p className="font-mono text-xs text-muted [overflow-wrap:anywhere]">{id}</p>
                {description !== '' && <p className="text-sm text-muted">{description}</p>}
              </div>
              <span className="shrink-0 text-sm">
                {data ? (
                  countOf(counts.get(id) ?? 0, ecosystem.words.package, ecosystem.words.packages)
                ) : (
                  <Skeleton className="h-5 w-20" />
                )}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel
        title="To change them"
        says="Edit “ecosystem” in the YAML file that WAYBILL_CONFIG names, then start the registry again."
      >
        <div className="flex flex-col gap-3">
          <CodeBlock text={ecosystemYaml(ecosystem, defaultCategory)} what="the ecosystem" />
          <p className="text-sm text-muted">
            An id is one to three lower-case parts with “/” between them. Keep an id that{' '}
            {ecosystem.words.packages} use: what names a category that is gone cannot be published any more.
            “defaultCategory” is for what names none.
          </p>
        </div>
      </Panel>
    </>
  )
}

/** Only the settings say it, and only to those who may read them. */
function useDefaultCategory(): string | undefined {
  const mayRead = useIsOperator('admin', 'auditor')
  const { data } = useQuery({ ...reading('/api/v1/admin/settings'), enabled: mayRead })
  const value = data?.settings.find(({ key }) => key === 'ecosystem.defaultCategory')?.value
  return typeof value === 'string' ? value : undefined
}
