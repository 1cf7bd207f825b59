import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog } from '../../design/dialog.tsx'
import { Panel } from '../../design/layout.tsx'
import { PasswordField } from '../../design/password-field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { say, sayProblem } from '../../design/toast.tsx'
import { NewPasswordField } from '../sign-in/new-password-field.tsx'
import { OwnAddress } from './own-address.tsx'
import { useUser } from './use-user.ts'

export function PasswordPanel() {
  const user = useUser()
  return user.password ? <ChangePassword hasPasskey={user.passkeys > 0} /> : <NoPassword email={user.email} />
}

function ChangePassword({ hasPasskey }: { hasPasskey: boolean }) {
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const [isRemoving, setRemoving] = useState(false)
  const change = useMutation({
    mutationFn: () =>
      settled(api.PUT('/api/v1/account/password', { body: { currentPassword, newPassword } })),
    onSuccess: async () => {
      setCurrent('')
      setNew('')
      say('The password is changed; every other session has ended')
      await refresh('/api/v1/account/sessions')
    },
  })
  const remove = async () => {
    await settled(api.DELETE('/api/v1/account/password'))
    say('The password is removed; passkeys sign you in')
    await refresh('/api/v1/account')
  }
  return (
    <Panel title="Password" says="Changing it ends every other session.">
      <form
        className="flex max-w-md flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <OwnAddress />
        <PasswordField
          label="Current password"
          name="current-password"
          autoComplete="current-password"
          required
          value={currentPassword}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <NewPasswordField label="New password" value={newPassword} onChange={setNew} />
        {change.error && <ProblemNote problem={asProblem(change.error)} />}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={change.isPending}>
            Change the password
          </Button>
          {hasPasskey && (
            <Button variant="quiet" onClick={() => setRemoving(true)}>
              Remove it
            </Button>
          )}
        </div>
        {!hasPasskey && (
          <p className="text-sm text-muted">Add a passkey, and you can do without a password altogether.</p>
        )}
      </form>
      <ConfirmDialog
        open={isRemoving}
        onClose={() => setRemoving(false)}
        title="Remove the password?"
        action="Remove the password"
        onConfirm={remove}
      >
        <p>
          Only passkeys sign you in then. If you lose them all, a mail to your address lets you set a password
          again.
        </p>
      </ConfirmDialog>
    </Panel>
  )
}

function NoPassword({ email }: { email: string }) {
  const ask = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/account/password-reset', { body: { email } })),
    onSuccess: () => say(`A mail is on its way to ${email}`),
    onError: sayProblem,
  })
  return (
    <Panel
      title="Password"
      says="This account has none: passkeys sign you in. To set one, open the link that we send to your address."
    >
      <Button busy={ask.isPending} disabled={ask.isSuccess} onClick={() => ask.mutate()}>
        {ask.isSuccess ? 'Mail sent' : 'Send the link'}
      </Button>
    </Panel>
  )
}
