import { useQuery } from '@tanstack/react-query'
import { CircleCheck, OctagonX, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Badge, Banner, type Tone } from '../../design/badge.tsx'
import { LinkButton } from '../../design/button.tsx'
import { classes } from '../../design/classes.ts'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { Loading, ProblemPage, Skeleton } from '../../design/states.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { HealthFacts } from './health-facts.tsx'
import { checkTitle, inUrgency, pageOf, verdict, type Check } from './health-words.ts'
import { Refreshed, StaleNote } from './refreshed.tsx'
import { useIsOperator } from './use-operator.ts'

const looks = {
  good: { icon: CircleCheck, tone: 'good', ink: 'text-good-ink', word: 'good' },
  warning: { icon: TriangleAlert, tone: 'warn', ink: 'text-warn-ink', word: 'warning' },
  bad: { icon: OctagonX, tone: 'bad', ink: 'text-bad-ink', word: 'bad' },
} as const satisfies Record<Check['state'], { tone: Tone } & Record<string, unknown>>

export function HealthPage() {
  const [isPaused, setPaused] = useState(false)
  const { data, error, refetch, dataUpdatedAt, isFetching } = useQuery({
    ...reading('/api/v1/admin/health'),
    refetchInterval: isPaused ? false : 10_000,
    refetchOnWindowFocus: !isPaused,
  })
  return (
    <>
      <PageTitle of="Health" />
      <PageHeader
        title="Health"
        says="What is well, what is not, and what to do about it."
        actions={
          <Refreshed
            at={dataUpdatedAt}
            isPaused={isPaused}
            isReading={isFetching}
            onPause={setPaused}
            onRead={() => void refetch()}
          />
        }
      />
      {error && !data && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {error && data && <StaleNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <Verdict checks={data.checks} />
          <Panel title="Checks" flush>
            <ul className="divide-y divide-line">
              {inUrgency(data.checks).map((check) => (
                <CheckRow key={check.name} check={check} />
              ))}
            </ul>
          </Panel>
          <HealthFacts health={data} />
        </>
      )}
    </>
  )
}

/** Said aloud when it changes. */
function Verdict({ checks }: { checks: readonly Check[] }) {
  const { state, says } = verdict(checks)
  const { icon, tone } = looks[state]
  return (
    <div role="status">
      <Banner tone={tone} icon={icon} title={says} />
    </div>
  )
}

function CheckRow({ check: { name, state, says } }: { check: Check }) {
  const { icon: Icon, tone, ink, word } = looks[state]
  const isAdmin = useIsOperator('admin')
  const page = pageOf(name)
  const isLinked = state !== 'good' && page !== undefined && (isAdmin || page !== '/admin/mails')
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-5 py-3">
      <Icon aria-hidden className={classes('mt-0.5 size-5 shrink-0', ink)} />
      <div className="min-w-0 flex-1 basis-52">
        <h3 className="font-medium">{checkTitle(name)}</h3>
        <p className="text-sm text-muted">{says}</p>
      </div>
      {isLinked && (
        <LinkButton to={page} size="small" aria-label={`Look into ${checkTitle(name)}`}>
          Look
        </LinkButton>
      )}
      <Badge tone={tone}>{word}</Badge>
    </li>
  )
}

function Waiting() {
  return (
    <Loading what="the health">
      <div className="flex flex-col gap-6">
        <Skeleton className="h-12" />
        <Skeleton className="h-[40rem] rounded-lg sm:h-[34rem]" />
        <div className="grid gap-6 sm:grid-cols-2">
          <Skeleton className="h-48 rounded-lg" />
          <Skeleton className="h-48 rounded-lg" />
        </div>
      </div>
    </Loading>
  )
}
