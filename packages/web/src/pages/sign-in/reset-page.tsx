import { useMutation } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button, LinkButton } from '../../design/button.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { sessionChanged } from '../../session.ts'
import { forgetAddressToken, useAddressToken } from './address.ts'
import { AuthCard } from './auth-card.tsx'
import { NewPasswordField } from './new-password-field.tsx'

export function ResetPage() {
  const token = useAddressToken('/reset')
  const [newPassword, setNewPassword] = useState('')
  const set = useMutation({
    mutationFn: (used: string) =>
      settled(api.PUT('/api/v1/account/password-reset', { body: { token: used, newPassword } })),
    onSuccess: async () => {
      forgetAddressToken('/reset')
      setNewPassword('')
      await sessionChanged()
    },
  })
  if (set.isSuccess)
    return (
      <AuthCard title="The new password is set">
        <div className="flex flex-col items-center gap-4 text-center">
          <CircleCheck aria-hidden className="size-12 text-good-ink" />
          <p>Every session of the account has ended. Sign in with the new password.</p>
          <LinkButton to="/sign-in" variant="primary">
            Sign in
          </LinkButton>
        </div>
      </AuthCard>
    )
  const problem = set.error ? asProblem(set.error) : undefined
  if (token === undefined || problem?.code === 'account.code_invalid')
    return (
      <AuthCard
        title={problem ? 'This link does not work any more' : 'Open the link in your mail'}
        says={
          problem
            ? 'It was used already, or is older than an hour.'
            : 'It stands in the mail that you asked for. Ask for a new one if it is lost.'
        }
      >
        <LinkButton to="/recover" variant="primary">
          Ask for a new mail
        </LinkButton>
      </AuthCard>
    )
  return (
    <AuthCard title="Choose a new password" says="Every session of the account ends with it, also this one.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          set.mutate(token)
        }}
      >
        <NewPasswordField label="New password" value={newPassword} onChange={setNewPassword} />
        {problem && <ProblemNote problem={problem} />}
        <Button type="submit" variant="primary" busy={set.isPending}>
          Set the password
        </Button>
      </form>
    </AuthCard>
  )
}
