import { Check, CircleDashed, CircleHelp, LoaderCircle, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../design/button.tsx'
import { classes } from '../design/classes.ts'
import { countOf } from '../design/format.ts'
import type { SubmissionView } from './submission-words.ts'

type Result = SubmissionView['checks'][number]
type Look = Result['status'] | 'running' | 'waiting'

const looks = {
  fail: { icon: X, says: 'Failed', colour: 'bg-bad-soft text-bad-ink' },
  error: { icon: CircleHelp, says: 'Could not be done', colour: 'bg-bad-soft text-bad-ink' },
  warn: { icon: TriangleAlert, says: 'To be judged', colour: 'bg-warn-soft text-warn-ink' },
  pass: { icon: Check, says: 'Passed', colour: 'bg-good-soft text-good-ink' },
  running: { icon: LoaderCircle, says: 'Running', colour: 'bg-accent-soft text-accent-ink' },
  waiting: { icon: CircleDashed, says: 'Waiting', colour: 'bg-hover text-muted' },
} as const

/** What matters first; the order of the checks within. */
const weight: Readonly<Record<Look, number>> = { fail: 0, error: 1, warn: 2, pass: 3, running: 4, waiting: 5 }

/** “2 failed, 1 to be judged, 9 passed” */
export function checkCounts(checks: readonly { status: Result['status'] }[]): string {
  const words = { fail: 'failed', error: 'could not be done', warn: 'to be judged', pass: 'passed' }
  return Object.entries(words)
    .map(([status, says]) => [checks.filter((check) => check.status === status).length, says] as const)
    .filter(([count]) => count > 0)
    .map(([count, says]) => `${count} ${says}`)
    .join(', ')
}

/**
 * What the checks of a submission found, while they run in their order, afterwards what matters first. `onEvidence` makes
 * places in files into buttons.
 */
export function CheckList({
  view,
  onEvidence,
}: {
  view: Pick<SubmissionView, 'status' | 'checks' | 'progress'>
  onEvidence?: (file: string, line: number | undefined) => void
}) {
  const isLive = view.status === 'validating'
  const open = isLive
    ? (view.progress ?? []).filter(({ id }) => !view.checks.some((done) => done.id === id))
    : []
  const done = isLive
    ? view.checks
    : view.checks.toSorted((one, other) => weight[one.status] - weight[other.status])
  const passed = done.filter(({ status }) => status === 'pass')
  const [shown, setShown] = useState(false)
  const isFolded = !isLive && !shown && passed.length > 0 && passed.length < done.length
  // What could not be done for one and the same reason is said once.
  const undone = [
    ...Map.groupBy(
      done.filter(({ status }) => status === 'error'),
      ({ summary }) => summary,
    ),
  ].map(([summary, checks]) => [summary, checks.map(({ title }) => title)] as const)
  const hasFailure = done.some(({ status }) => status === 'fail')
  const rows = done.filter(({ status }) => status !== 'error' && !(isFolded && status === 'pass'))
  return (
    <div className="flex flex-col">
      <ul className="divide-y divide-line">
        {rows.map((check) => (
          <CheckRow key={check.id} check={check} {...(onEvidence && { onEvidence })} />
        ))}
        {undone.map(([summary, titles]) => (
          <Row key={summary} look="error" title={titles.join(', ')}>
            <p className="text-sm">{summary}</p>
            <p className="mt-1 text-sm text-muted">
              {hasFailure
                ? 'This counts as not passed; mend what failed, and it is done again.'
                : 'This counts as not passed. Upload again; if it stays so, tell the operator.'}
            </p>
          </Row>
        ))}
        {open.map(({ id, title, state }) => (
          <Row key={id} look={state === 'running' ? 'running' : 'waiting'} title={title} />
        ))}
      </ul>
      {isFolded && (
        <div className="border-t border-line py-2">
          <Button variant="quiet" size="small" onClick={() => setShown(true)}>
            <Check aria-hidden className="size-4 text-good-ink" />
            Show {countOf(passed.length, 'check')} that passed
          </Button>
        </div>
      )}
    </div>
  )
}

function Row({ look, title, children }: { look: Look; title: string; children?: React.ReactNode }) {
  const { icon: Icon, says, colour } = looks[look]
  return (
    <li className="flex gap-3 py-3">
      <span
        className={classes('mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full', colour)}
      >
        <Icon aria-hidden className={classes('size-3.5', look === 'running' && 'animate-spin')} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={classes('font-medium', look === 'waiting' && 'text-muted')}>{title}</span>
          <span className="text-sm text-muted">{says}</span>
        </p>
        {children}
      </div>
    </li>
  )
}

/** So much is shown of what a check found before somebody asks for the rest. */
const evidenceAtOnce = 5

function CheckRow({
  check,
  onEvidence,
}: {
  check: Result
  onEvidence?: (file: string, line: number | undefined) => void
}) {
  const [most, setMost] = useState(evidenceAtOnce)
  const rest = check.evidence.length - most
  return (
    <Row look={check.status} title={check.title}>
      <p className="text-sm">{check.summary}</p>
      {check.evidence.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1.5 rounded-md bg-sunken px-3 py-2 text-sm">
          {check.evidence.slice(0, most).map(({ file, line, text }, place) => (
            <li key={place} className="min-w-0">
              {file !== undefined && (
                <Place
                  file={file}
                  line={line}
                  {...(onEvidence && { onOpen: () => onEvidence(file, line) })}
                />
              )}
              <span className="text-muted">{text}</span>
            </li>
          ))}
          {rest > 0 && (
            <li>
              <button type="button" className="link min-h-6" onClick={() => setMost(Infinity)}>
                Show {rest} more
              </button>
            </li>
          )}
        </ul>
      )}
    </Row>
  )
}

function Place({ file, line, onOpen }: { file: string; line: number | undefined; onOpen?: () => void }) {
  const name = `${file}${line === undefined ? '' : `:${line}`}`
  return onOpen ? (
    <button type="button" onClick={onOpen} className="link mr-2 min-h-6 font-mono text-xs break-all">
      {name}
    </button>
  ) : (
    <code className="mr-2 font-mono text-xs break-all">{name}</code>
  )
}
