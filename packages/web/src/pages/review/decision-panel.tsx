import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog } from '../../design/dialog.tsx'
import { Checkbox, Radios, TextArea } from '../../design/field.tsx'
import { Panel } from '../../design/layout.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'
import type { SubmissionView } from '../../parts/submission-words.ts'
import { useDraft } from '../../parts/use-draft.ts'
import { missingFor, readDecision, type Decision, type DecisionDraft } from './decision.ts'

const options = [
  { value: 'approve', label: 'Approve', hint: 'It is published within seconds.' },
  { value: 'request_changes', label: 'Request changes', hint: 'The publisher uploads a revision.' },
  { value: 'reject', label: 'Reject', hint: 'It is not published; they can appeal once.' },
]
const verbs: Readonly<Record<Decision, { action: string; done: string }>> = {
  approve: { action: 'Approve and publish', done: 'Approved: it is being published' },
  request_changes: { action: 'Request changes', done: 'Sent back to its publisher' },
  reject: { action: 'Reject', done: 'Rejected' },
}

/** The checklist and the decision. What was entered stays until it has arrived. */
export function DecisionPanel({
  view,
  checklist,
  mayDecide,
}: {
  view: SubmissionView
  checklist: readonly string[]
  mayDecide: boolean
}) {
  const { id, name, version } = view
  const navigate = useNavigate()
  const [kept, keep, forget] = useDraft(`decision ${id}`)
  const draft = readDecision(kept)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const { decision, reason } = draft
  const ticked = new Set(draft.ticked)
  const set = (change: Partial<DecisionDraft>) => keep(JSON.stringify({ ...draft, ...change }))
  // The first one is why it stands where it stands, which is no remark of a reviewer on this upload.
  const comments = view.feedback.filter(({ revision }) => revision !== undefined).length
  const missing = missingFor(decision, { reason, comments, checklist, ticked })
  if (!mayDecide && kept === '') return null

  const decide = async () => {
    if (!decision) return
    await settled(
      api.POST('/api/v1/reviews/{id}/decision', {
        params: { path: { id } },
        body: { decision, reason: reason.trim(), checklist: checklist.filter((point) => ticked.has(point)) },
      }),
    )
    forget()
    await refresh('/api/v1/reviews', '/api/v1/submissions/{id}', '/api/v1/submissions')
    say(`${name ?? 'It'} ${version ?? ''}: ${verbs[decision].done}`)
    await navigate({ to: '/review' })
  }
  const send = async () => {
    setTried(true)
    if (missing.length > 0) return
    if (decision === 'reject') {
      setAsked(true)
      return
    }
    setBusy(true)
    setProblem(undefined)
    try {
      await decide()
    } catch (error) {
      setProblem(error)
      // What stands in the way shows above: somebody else’s claim, a withdrawal, another decision.
      await refresh('/api/v1/reviews', '/api/v1/submissions/{id}')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel title="Decision">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        {checklist.length > 0 && (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1.5 text-sm font-medium">What an approval vouches for</legend>
            {checklist.map((point) => (
              <Checkbox
                key={point}
                label={point}
                checked={ticked.has(point)}
                onChange={(event) =>
                  set({
                    ticked: event.target.checked
                      ? [...ticked, point]
                      : draft.ticked.filter((each) => each !== point),
                  })
                }
              />
            ))}
          </fieldset>
        )}
        <Radios
          legend="What happens"
          name="decision"
          options={options}
          value={decision ?? ''}
          onChange={(value) => set({ decision: value as Decision })}
        />
        <TextArea
          label={decision === 'approve' ? 'A word to the publisher (optional)' : 'Why'}
          hint="The publisher reads it."
          maxLength={5000}
          value={reason}
          onChange={(event) => set({ reason: event.target.value })}
        />
        {tried && missing.length > 0 && (
          <div role="alert" className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn-ink">
            <p className="font-medium">This is missing:</p>
            <ul className="list-disc pl-5">
              {missing.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </div>
        )}
        {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
        <Button
          type="submit"
          variant={decision === 'reject' ? 'danger' : 'primary'}
          busy={busy}
          disabled={!mayDecide}
        >
          {decision ? verbs[decision].action : 'Decide'}
        </Button>
        {!mayDecide && (
          <p className="text-sm text-muted">
            It cannot be decided here now; what you wrote is kept in this tab.
          </p>
        )}
      </form>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={`Reject ${name ?? ''} ${version ?? ''}?`}
        action="Reject"
        onConfirm={decide}
      >
        <p>
          It is not published, and its upload is removed after 30 days. Its publisher can appeal once, to
          another reviewer.
        </p>
        <p className="text-sm text-muted">If it can be mended, request changes instead.</p>
      </ConfirmDialog>
    </Panel>
  )
}
