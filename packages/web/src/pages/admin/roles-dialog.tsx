import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, settled, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Checkbox } from '../../design/field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'
import { useMe } from '../../session.ts'
import type { OperatorRole } from './admin-parts.ts'
import { operatorRoles, roleChange, roleSays } from './role-words.ts'

export type User = Answer<'/api/v1/admin/users'>['users'][number]

/** Gives and takes roles: what each may do stands beside it, what changes is said before it does. */
export function RolesDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const me = useMe()?.user
  const [roles, setRoles] = useState<readonly OperatorRole[]>(user.roles)
  const { given, taken } = roleChange(user.roles, roles)
  const isOwn = me?.id === user.id && taken.includes('admin')
  const save = useMutation({
    mutationFn: () =>
      settled(
        api.PUT('/api/v1/admin/users/{user}/roles', {
          params: { path: { user: user.id } },
          body: { roles: [...roles] },
        }),
      ),
    onSuccess: async () => {
      onClose()
      say(`The roles of ${user.name} are changed`)
      await refresh('/api/v1/admin/users', ...(me?.id === user.id ? (['/api/v1/account'] as const) : []))
    },
  })
  return (
    <Dialog open onClose={onClose} title={`Roles of ${user.name}`}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <p className="text-sm text-muted [overflow-wrap:anywhere]">{user.email}</p>
        <fieldset className="flex flex-col gap-3">
          <legend className="sr-only">Roles</legend>
          {operatorRoles.map((role) => (
            <Checkbox
              key={role}
              label={<span className="font-medium capitalize">{role}</span>}
              hint={roleSays[role]}
              checked={roles.includes(role)}
              onChange={({ target }) =>
                setRoles(target.checked ? [...roles, role] : roles.filter((each) => each !== role))
              }
            />
          ))}
        </fieldset>
        <div role="status" className="min-h-12 text-sm">
          {given.length + taken.length === 0 ? (
            <p className="text-muted">Nothing is changed yet. A mail tells them of every change.</p>
          ) : (
            <>
              {given.length > 0 && <p>Gives: {given.join(', ')}.</p>}
              {taken.length > 0 && <p>Takes away: {taken.join(', ')}.</p>}
              <p className="text-muted">It counts at once, and a mail tells them.</p>
            </>
          )}
        </div>
        {isOwn && (
          <Banner tone="warn" title="This is your own account">
            You will not be able to give yourself the role again.
          </Banner>
        )}
        {save.error && <ProblemNote problem={asProblem(save.error)} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant={taken.length > 0 ? 'danger' : 'primary'}
            busy={save.isPending}
            disabled={given.length + taken.length === 0}
          >
            Change the roles
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
