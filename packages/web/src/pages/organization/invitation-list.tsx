import { Mail } from 'lucide-react'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog } from '../../design/dialog.tsx'
import { Panel } from '../../design/layout.tsx'
import { Day } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'
import { permitted, publisherChanged, type Publisher } from './organization-data.ts'

type Invitation = Publisher['invitations'][number]

/** Invitations that nobody took yet; nothing when there are none. */
export function InvitationList({ publisher: { name, role, invitations } }: { publisher: Publisher }) {
  const [revoking, setRevoking] = useState<Invitation>()
  const may = permitted(role)
  if (invitations.length === 0) return null
  return (
    <Panel title="Open invitations" flush>
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => {
          const { id, email, transfers, expiresAt } = invitation
          // What only an owner can offer, only an owner takes back.
          const mayRevoke = invitation.role === 'owner' ? may.owns : may.manages
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3">
              <Mail aria-hidden className="size-5 shrink-0 text-muted" />
              <div className="min-w-0 flex-1 basis-48">
                <p className="font-medium wrap-anywhere">{email}</p>
                <p className="text-sm text-muted">
                  ends <Day at={expiresAt} />
                </p>
              </div>
              <Badge {...(transfers && { tone: 'warn' as const })}>
                {transfers ? 'offered the publisher' : `as ${invitation.role}`}
              </Badge>
              {mayRevoke && (
                <Button
                  size="small"
                  aria-label={`Take back the invitation of ${email}`}
                  onClick={() => setRevoking(invitation)}
                >
                  Take back
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {revoking && (
        <ConfirmDialog
          open
          onClose={() => setRevoking(undefined)}
          title={revoking.transfers ? 'Take the offer back?' : 'Take the invitation back?'}
          action="Take back"
          onConfirm={async () => {
            const path = { publisher: name, id: revoking.id }
            await settled(api.DELETE('/api/v1/publishers/{publisher}/invitations/{id}', { params: { path } }))
            await publisherChanged()
            say('The invitation is void')
          }}
        >
          <p>The link in the mail to {revoking.email} stops working.</p>
        </ConfirmDialog>
      )}
    </Panel>
  )
}
