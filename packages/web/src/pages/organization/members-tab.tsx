import { useState } from 'react'
import { UserPlus } from 'lucide-react'
import { api, settled } from '../../api/client.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx'
import { Panel } from '../../design/layout.tsx'
import { say } from '../../design/toast.tsx'
import { useMe } from '../../session.ts'
import { InvitationList } from './invitation-list.tsx'
import { InviteForm } from './invite-form.tsx'
import { MemberRow } from './member-row.tsx'
import { permitted, publisherChanged, type Member, type Publisher } from './organization-data.ts'

export function MembersTab({ publisher }: { publisher: Publisher }) {
  const own = useMe()?.user?.id
  const may = permitted(publisher.role)
  const [isInviting, setInviting] = useState(false)
  const [ending, setEnding] = useState<Member>()
  const owners = publisher.members.filter(({ role }) => role === 'owner').length
  return (
    <div className="flex flex-col gap-6">
      <Panel
        title="Members"
        flush
        actions={
          may.manages && (
            <Button size="small" variant="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden className="size-4" />
              Invite
            </Button>
          )
        }
      >
        <ul className="divide-y divide-line">
          {publisher.members.map((member) => (
            <MemberRow
              key={member.id}
              publisher={publisher.name}
              member={member}
              isSelf={member.id === own}
              isLastOwner={member.role === 'owner' && owners === 1}
              mayChange={may.owns}
              mayRemove={may.owns || (may.manages && member.role !== 'owner')}
              onEnd={() => setEnding(member)}
            />
          ))}
        </ul>
      </Panel>
      <InvitationList publisher={publisher} />
      <Dialog open={isInviting} onClose={() => setInviting(false)} title={`Invite to ${publisher.name}`}>
        <InviteForm publisher={publisher.name} mayMakeOwners={may.owns} onDone={() => setInviting(false)} />
      </Dialog>
      {ending && (
        <EndMembership
          publisher={publisher.name}
          member={ending}
          isSelf={ending.id === own}
          onClose={() => setEnding(undefined)}
        />
      )}
    </div>
  )
}

function EndMembership({
  publisher,
  member,
  isSelf,
  onClose,
}: {
  publisher: string
  member: Member
  isSelf: boolean
  onClose: () => void
}) {
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={isSelf ? `Leave ${publisher}?` : `Remove ${member.name}?`}
      action={isSelf ? 'Leave' : 'Remove'}
      onConfirm={async () => {
        await settled(
          api.DELETE('/api/v1/publishers/{publisher}/members/{user}', {
            params: { path: { publisher, user: member.id } },
          }),
        )
        await publisherChanged()
        say(isSelf ? `You left ${publisher}` : `${member.name} is no member any more`)
      }}
    >
      <p>
        {isSelf
          ? 'You cannot publish or see its submissions any more. To come back, somebody has to invite you.'
          : `${member.email} cannot publish under ${publisher} any more, at once. Keys that they know stay valid: revoke those.`}
      </p>
    </ConfirmDialog>
  )
}
