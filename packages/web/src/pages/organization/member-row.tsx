import { useMutation } from '@tanstack/react-query'
import { api, settled } from '../../api/client.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Select } from '../../design/field.tsx'
import { Day, Monogram } from '../../design/text.tsx'
import { say, sayProblem } from '../../design/toast.tsx'
import { memberRoles, roleSays, type MemberRole } from '../../member-roles.ts'
import { publisherChanged, type Member } from './organization-data.ts'

export function MemberRow({
  publisher,
  member,
  isSelf,
  isLastOwner,
  mayChange,
  mayRemove,
  onEnd,
}: {
  publisher: string
  member: Member
  isSelf: boolean
  isLastOwner: boolean
  mayChange: boolean
  mayRemove: boolean
  onEnd: () => void
}) {
  const { id, name, email, role, since } = member
  const change = useMutation({
    mutationFn: (to: MemberRole) =>
      settled(
        api.PUT('/api/v1/publishers/{publisher}/members/{user}', {
          params: { path: { publisher, user: id } },
          body: { role: to },
        }),
      ),
    onSuccess: async (_, to) => {
      await publisherChanged()
      say(`${name} is ${to} now`)
    },
    onError: sayProblem,
  })
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2.5 px-5 py-3.5">
      <Monogram name={name} size="small" />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 font-medium break-words">{name}</span>
          {isSelf && <Badge>you</Badge>}
        </p>
        <p className="text-sm wrap-anywhere text-muted">{email}</p>
        <p className="text-sm text-muted">
          Since <Day at={since} />
          {isLastOwner && (mayChange || isSelf) && ' · the only owner: make another one to change this'}
        </p>
      </div>
      <div className="flex items-center gap-2">
        {mayChange && !isLastOwner ? (
          <Select
            label={`Role of ${name}`}
            bare
            value={change.isPending ? change.variables : role}
            disabled={change.isPending}
            onChange={(event) => change.mutate(event.target.value as MemberRole)}
            options={memberRoles.map((each) => ({ value: each, label: each }))}
            className="h-8! w-36 text-sm"
            title={roleSays[role]}
          />
        ) : (
          <Badge title={roleSays[role]}>{role}</Badge>
        )}
        {(isSelf || mayRemove) && !isLastOwner && (
          <Button size="small" onClick={onEnd} {...(isSelf ? {} : { 'aria-label': `Remove ${name}` })}>
            {isSelf ? 'Leave' : 'Remove'}
          </Button>
        )}
      </div>
    </li>
  )
}
