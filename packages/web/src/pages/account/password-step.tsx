import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { PasswordField } from '../../design/password-field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { OwnAddress } from './own-address.tsx'
import { useUser } from './use-user.ts'

/** What a change of the second factor needs: the password, where the account has one. */
export type Proof = { password?: string }

/** Asks for the password before something is done; without a password it only asks whether. */
export function PasswordStep<T>({
  action,
  danger = false,
  act,
  onDone,
  children,
}: {
  /** What the button says. */
  action: string
  danger?: boolean
  act: (proof: Proof) => Promise<T>
  onDone: (answer: T) => void
  children?: ReactNode
}) {
  const user = useUser()
  const [password, setPassword] = useState('')
  const run = useMutation({
    mutationFn: () => act(user.password ? { password } : {}),
    onSuccess: (answer) => {
      setPassword('')
      onDone(answer)
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        run.mutate()
      }}
    >
      {children}
      {user.password && (
        <>
          <OwnAddress />
          <PasswordField
            label="Your password"
            name="current-password"
            autoComplete="current-password"
            autoFocus
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </>
      )}
      {run.error && <ProblemNote problem={asProblem(run.error)} />}
      <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={run.isPending} className="self-end">
        {action}
      </Button>
    </form>
  )
}
