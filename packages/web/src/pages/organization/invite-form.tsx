import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { Radios, TextField } from '../../design/field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'
import { memberRoles, roleSays, type MemberRole } from '../../member-roles.ts'
import { publisherChanged } from './organization-data.ts'

export function InviteForm({
  publisher,
  mayMakeOwners,
  onDone,
}: {
  publisher: string
  mayMakeOwners: boolean
  onDone: () => void
}) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<MemberRole>('publisher')
  const invite = useMutation({
    mutationFn: () =>
      settled(
        api.POST('/api/v1/publishers/{publisher}/invitations', {
          params: { path: { publisher } },
          body: { email, role, transfers: false },
        }),
      ),
    onSuccess: async () => {
      await publisherChanged()
      onDone()
      say(`An invitation is on its way to ${email}`)
    },
  })
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        invite.mutate()
      }}
    >
      <TextField
        label="Email address"
        type="email"
        name="invited-email"
        autoComplete="off"
        hint="With or without an account. The invitation works for seven days, once, for this address alone."
        required
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Radios
        legend="Role"
        name="role"
        value={role}
        onChange={(value) => setRole(value as MemberRole)}
        options={memberRoles
          .filter((each) => mayMakeOwners || each !== 'owner')
          .map((each) => ({ value: each, label: each, hint: roleSays[each] }))}
      />
      {invite.error && <ProblemNote problem={asProblem(invite.error)} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={invite.isPending}>
          Send the invitation
        </Button>
      </div>
    </form>
  )
}
