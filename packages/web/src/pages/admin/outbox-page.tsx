import { useQuery } from '@tanstack/react-query'
import { Inbox } from 'lucide-react'
import { useState } from 'react'
import { reading, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Badge } from '../../design/badge.tsx'
import { CodeBlock } from '../../design/copy.tsx'
import { Select } from '../../design/field.tsx'
import { countOf, exactCount } from '../../design/format.ts'
import { PageHeader, Panel, Table } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { Refreshed, StaleNote } from './refreshed.tsx'

type Outbox = Answer<'/api/v1/admin/outbox'>

export function OutboxPage() {
  const [consumer, setConsumer] = useState('')
  const [isPaused, setPaused] = useState(false)
  const { data, error, refetch, dataUpdatedAt, isFetching } = useQuery({
    ...reading('/api/v1/admin/outbox', { params: { query: consumer === '' ? {} : { consumer } } }),
    refetchInterval: isPaused ? false : 10_000,
    refetchOnWindowFocus: !isPaused,
    placeholderData: (former) => former,
  })
  return (
    <>
      <PageTitle of="Outbox" />
      <PageHeader
        title="Outbox"
        says="Events that happened here and wait to be heard: by the index, by billing, by what sends mails. It is empty nearly always."
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
      {!data && !error && <SkeletonRows what="waiting events" rows={2} className="h-28" />}
      {data &&
        (data.counts.length === 0 && consumer === '' ? (
          <EmptyState icon={Inbox} title="Nothing waits">
            Every event was heard. What happens next stands here for a moment only.
          </EmptyState>
        ) : (
          <Waiting data={data} consumer={consumer} onConsumer={setConsumer} />
        ))}
    </>
  )
}

function Waiting({
  data: { waiting, counts },
  consumer,
  onConsumer,
}: {
  data: Outbox
  consumer: string
  onConsumer: (consumer: string) => void
}) {
  const all = counts.filter((each) => consumer === '' || each.consumer === consumer)
  const total = all.reduce((sum, each) => sum + each.waiting, 0)
  return (
    <>
      <Panel title="By who is to hear them" flush>
        <Table caption="Waiting events by consumer" head={['Consumer', 'Waiting', 'Oldest']}>
          {counts.map((each) => (
            <tr key={each.consumer}>
              <td className="font-mono">{each.consumer}</td>
              <td className="tabular">{exactCount(each.waiting)}</td>
              <td>
                <Time at={each.oldest} />
              </td>
            </tr>
          ))}
        </Table>
      </Panel>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="w-full max-w-xs">
          <Select
            label="Show those for"
            value={consumer}
            onChange={({ target }) => onConsumer(target.value)}
            options={[
              { value: '', label: 'Everybody' },
              ...[
                ...new Set([...counts.map((each) => each.consumer), ...(consumer === '' ? [] : [consumer])]),
              ].map((value) => ({ value, label: value })),
            ]}
          />
        </div>
        <p role="status" className="py-2 text-sm text-muted">
          {waiting.length < total
            ? `The ${waiting.length} oldest of ${exactCount(total)}`
            : countOf(waiting.length, 'event')}
        </p>
      </div>
      {waiting.length === 0 ? (
        <EmptyState icon={Inbox} title={`Nothing waits for ${consumer}`}>
          It was heard meanwhile.
        </EmptyState>
      ) : (
        <Panel flush>
          <ul className="divide-y divide-line">
            {waiting.map((event) => (
              <EventRow key={`${event.id} ${event.consumer}`} event={event} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}

function EventRow({ event: { id, consumer, topic, payload, at } }: { event: Outbox['waiting'][number] }) {
  return (
    <li className="px-5 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 font-mono text-sm font-medium [overflow-wrap:anywhere]">{topic}</span>
        <Badge>for {consumer}</Badge>
        <span className="text-sm text-muted">
          <Time at={at} /> · no. {id}
        </span>
      </div>
      <details className="mt-1 text-sm">
        <summary className="w-fit py-0.5 text-muted hover:text-ink">What it says</summary>
        <div className="mt-1.5">
          <CodeBlock text={JSON.stringify(payload, null, 2)} what={`event ${id}`} />
        </div>
      </details>
    </li>
  )
}
