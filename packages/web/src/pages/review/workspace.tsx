import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Panel } from '../../design/layout.tsx'
import { ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'
import { checkCounts, CheckList } from '../../parts/check-list.tsx'
import type { SubmissionView } from '../../parts/submission-words.ts'
import { Timeline } from '../dashboard/timeline.tsx'
import { CommentsPanel } from './comments-panel.tsx'
import { DecisionPanel } from './decision-panel.tsx'
import { fileId, FilesPanel } from './files-panel.tsx'
import { PermissionsPanel } from './permissions-panel.tsx'
import { PublisherPanel } from './publisher-panel.tsx'

/** What a reviewer looks at, and beside it what they say of it. */
export function Workspace({
  view,
  checklist,
  mayDecide,
}: {
  view: SubmissionView
  checklist: string[]
  mayDecide: boolean
}) {
  const { id } = view
  const isGone = view.status === 'published' || view.status === 'withdrawn'
  const diff = useQuery({
    ...reading('/api/v1/reviews/{id}/diff', { params: { path: { id } } }),
    enabled: !isGone,
  })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (file: string, isOpen: boolean) => {
    setOpen((before) => {
      const after = new Set(before)
      if (isOpen) after.add(file)
      else after.delete(file)
      return after
    })
  }
  const show = (file: string) => {
    if (!diff.data?.files?.some(({ path }) => path === file)) {
      say(`${file} is not among the changed files`)
      return
    }
    toggle(file, true)
    requestAnimationFrame(() => {
      const row = document.getElementById(fileId(file))
      row?.scrollIntoView({ block: 'start' })
      row?.focus({ preventScroll: true })
    })
  }
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-6">
        {isGone && !diff.data ? (
          <p className="card px-5 py-4 text-muted">
            Its files were let go when it ended; there is nothing left to compare.
          </p>
        ) : diff.error ? (
          <ProblemNote problem={asProblem(diff.error)} retry={() => void diff.refetch()} />
        ) : diff.data ? (
          <PermissionsPanel changes={diff.data.permissions ?? []} against={diff.data.against} />
        ) : (
          <SkeletonRows what="permissions" rows={1} className="h-32" />
        )}
        {view.checks.length > 0 && (
          <Panel title="Checks" says={checkCounts(view.checks)}>
            <CheckList view={view} {...(diff.data && { onEvidence: show })} />
          </Panel>
        )}
        {diff.data ? (
          <FilesPanel view={view} diff={diff.data} open={open} mayComment={mayDecide} onToggle={toggle} />
        ) : (
          !diff.error && !isGone && <SkeletonRows what="the files" rows={5} className="h-12" />
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <DecisionPanel view={view} checklist={checklist} mayDecide={mayDecide} />
        <CommentsPanel view={view} mayComment={mayDecide} onShow={show} />
        <PublisherPanel publisher={view.publisher} />
        <Timeline view={view} />
      </div>
    </div>
  )
}
