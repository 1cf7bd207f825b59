import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { say } from '../../design/toast.tsx'
import { useMe } from '../../session.ts'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'
import { possible, type SubmissionView } from '../../parts/submission-words.ts'

const changed = () =>
  refresh('/api/v1/submissions/{id}', '/api/v1/submissions', '/api/v1/account/packages', '/api/v1/reviews')

/** What a publisher can do with a submission besides uploading. */
export function SubmissionActions({ view }: { view: SubmissionView }) {
  const { id, publisher, name, version } = view
  const me = useMe()
  const [asked, setAsked] = useState<'withdraw' | 'appeal'>()
  const own = me?.publishers.find((each) => each.name === publisher)
  if (!own || own.role === 'read' || own.role === 'billing') return null
  const can = possible(view)
  const close = () => setAsked(undefined)
  const what = name === undefined ? 'this upload' : `${name} ${version ?? ''}`
  const path = { id }
  return (
    <>
      {can.appeal && (
        <Button variant="primary" onClick={() => setAsked('appeal')}>
          Appeal
        </Button>
      )}
      {can.withdraw && <Button onClick={() => setAsked('withdraw')}>Withdraw</Button>}
      <ReasonDialog
        open={asked === 'withdraw'}
        onClose={close}
        title={`Withdraw ${what}?`}
        action="Withdraw"
        danger
        optional
        label="Why (optional)"
        draft={`withdraw ${id}`}
        onConfirm={async (reason) => {
          await settled(
            api.POST('/api/v1/submissions/{id}/withdrawal', { params: { path }, body: { reason } }),
          )
          await changed()
          say('Withdrawn')
        }}
      >
        <p>Nothing of it is published, and the upload is removed. You can upload it again at any time.</p>
      </ReasonDialog>
      <ReasonDialog
        open={asked === 'appeal'}
        onClose={close}
        title={`Appeal for ${what}`}
        action="Appeal"
        label="Why the decision is wrong"
        hint="Say what the reviewer missed. You can appeal once."
        draft={`appeal ${id}`}
        onConfirm={async (reason) => {
          await settled(api.POST('/api/v1/submissions/{id}/appeal', { params: { path }, body: { reason } }))
          await changed()
          say('Appealed: another reviewer looks at it')
        }}
      >
        <p>Another reviewer looks at it, who did not decide before. It goes to the end of the queue.</p>
      </ReasonDialog>
    </>
  )
}
